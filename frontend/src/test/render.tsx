import { QueryClientProvider } from '@tanstack/react-query';
import { render, type RenderResult } from '@testing-library/react';
import userEvent, { type UserEvent } from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { createMemoryRouter, RouterProvider, type RouteObject } from 'react-router';
import { makeQueryClient } from '@/app/query-client';
import type { Schema } from '@/api/contract';
import { session } from '@/lib/session/store';
import { signIn } from './server';
import { wholeApp } from './whole-app';

interface Rendered extends RenderResult {
  user: UserEvent;
  /** The address that the app shows. */
  address: () => string;
}

function show(table: RouteObject[], at: string): Rendered {
  const router = createMemoryRouter(table, { initialEntries: [at] });
  const result = render(
    <QueryClientProvider client={makeQueryClient({ retries: 0 })}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  const { location } = router.state;
  return {
    ...result,
    user: userEvent.setup(),
    address: () => router.state.location.pathname + router.state.location.search || location.pathname,
  };
}

/** Opens an address of the whole app, signed in as `me` if given; act then by role and name. */
export function openApp(at: string, { me }: { me?: Schema<'Me'> } = {}): Rendered {
  if (me) {
    signIn(me);
    session.signedIn({ access_token: 'token', expires_in: 600, user: { id: me.id } });
  }
  return show(wholeApp, at);
}

/** Renders one component with router and query cache. */
export function renderPart(part: ReactNode): Rendered {
  return show([{ path: '*', element: part }], '/');
}
