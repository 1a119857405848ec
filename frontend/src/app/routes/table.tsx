/** The whole route tree: a shell, and in it the pages of one area per file. */
import type { RouteObject } from 'react-router';
import { RootLayout } from '../root-layout';
import { RouteError } from '../route-error';
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
      { Component: PublicShell, children: [...publicRoutes, ...galleryRoutes, { path: '*', lazy: async () => ({ Component: (await import('../not-found-page')).NotFoundPage }) }] },
      { lazy: async () => ({ Component: (await import('../shells/focus-shell')).FocusShell }), children: focusRoutes },
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
