/** The route tree: a shell, and in it the pages of one area per file. */
import type { RouteObject } from 'react-router';
import { RootLayout } from '../root-layout';
import { RouteError } from '../route-error';
import { PublicShell } from '../shells/public-shell';
import { focusRoutes } from './focus';
import { galleryRoutes } from './gallery';
import { publicRoutes } from './public';

/** Where the signed-in area is added when somebody goes there. */
export const ROOT = 'root';

export const routes: RouteObject[] = [
  {
    id: ROOT,
    Component: RootLayout,
    ErrorBoundary: RouteError,
    HydrateFallback: () => null,
    children: [
      {
        Component: PublicShell,
        children: [
          ...publicRoutes,
          ...galleryRoutes,
          { path: '*', lazy: async () => ({ Component: (await import('../not-found-page')).NotFoundPage }) },
        ],
      },
      { lazy: async () => ({ Component: (await import('../shells/focus-shell')).FocusShell }), children: focusRoutes },
    ],
  },
];

const SIGNED_IN = /^\/(me|org|integrations|operate)(\/|$)/;

/**
 * The signed-in area of an address, or nothing. Its many routes are no part of the first load of
 * public pages (UX-41).
 */
export async function areaOf(path: string): Promise<RouteObject[]> {
  return SIGNED_IN.test(path) ? (await import('./area')).areaRoutes : [];
}
