import type { QueryClient } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { matchRoutes, type Params, type RouteObject } from 'react-router';
import { queryClient } from './query-client';
import { RouteError } from './route-error';
import type { PathBuilder } from '@/lib/paths';
import type { Permission } from '@/lib/permissions';

/** What the file of a page exports. */
export interface PageModule {
  default: ComponentType;
  /** Starts the page's first queries together with its code. */
  prefetch?: (client: QueryClient, params: Params) => void;
}

export interface PageHandle {
  load: () => Promise<PageModule>;
  /** The right that the page needs in the organization of its address. */
  needs?: Permission;
}

interface Options {
  needs?: Permission;
  children?: RouteObject[];
}

/** `page(paths.verify, () => import('@/features/verification/verify-page'))` */
export function page(
  { path }: PathBuilder<never> | { path: string },
  load: () => Promise<PageModule>,
  { needs, children }: Options = {},
): RouteObject {
  return {
    path,
    handle: { load, needs } satisfies PageHandle,
    ErrorBoundary: RouteError,
    lazy: async () => {
      const { default: Component, prefetch } = await load().catch(reloadOnce);
      return {
        Component,
        loader: ({ params }) => {
          prefetch?.(queryClient, params);
          return null;
        },
      };
    },
    children,
  };
}

/** Loads code and data of the page that an address leads to, without going there. */
export function preloadFrom(routesOf: (path: string) => Promise<RouteObject[]>): (path: string) => void {
  const started = new Set<string>();
  const start = async (path: string) => {
    const matches = matchRoutes(await routesOf(path), path) ?? [];
    await Promise.all(
      matches.map(async ({ route, params }) => {
        const page = await (route.handle as PageHandle | undefined)?.load();
        page?.prefetch?.(queryClient, params);
      }),
    );
  };
  return (address) => {
    const path = address.split(/[?#]/)[0] ?? address;
    if (path === '' || started.has(path)) return;
    started.add(path);
    start(path).catch(() => started.delete(path));
  };
}

// After a deployment the old chunks are gone: one reload fetches the new names.
function reloadOnce(error: unknown): never | Promise<never> {
  const key = 'accredit.reloaded';
  const before = Number(sessionStorage.getItem(key) ?? 0);
  if (Date.now() - before < 60_000) throw error;
  sessionStorage.setItem(key, String(Date.now()));
  globalThis.location.reload();
  return new Promise<never>(() => undefined);
}
