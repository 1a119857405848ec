/** The whole route tree: a shell, and in it the pages of one area per file. */
import type { RouteObject } from 'react-router';
import { NotFoundPage } from '../not-found-page';
import { RootLayout } from '../root-layout';
import { RouteError } from '../route-error';
import { FocusShell } from '../shells/focus-shell';
import { PublicShell } from '../shells/public-shell';
import { focusRoutes } from './focus';
import { mineRoutes } from './mine';
import { organizationRoutes } from './organization';
import { publicRoutes } from './public';
import { galleryRoutes } from './gallery';

export const routes: RouteObject[] = [
  {
    Component: RootLayout,
    ErrorBoundary: RouteError,
    HydrateFallback: () => null,
    children: [
      { Component: PublicShell, children: [...publicRoutes, ...galleryRoutes, { path: '*', Component: NotFoundPage }] },
      { Component: FocusShell, children: focusRoutes },
      {
        lazy: async () => ({ Component: (await import('../shells/app-shell')).AppShell }),
        children: [
          ...mineRoutes,
          {
            lazy: async () => ({ Component: (await import('../organization-gate')).OrganizationGate }),
            children: organizationRoutes,
          },
        ],
      },
    ],
  },
];
