import { matchRoutes, type RouteObject } from 'react-router';
import { expect, test } from 'vitest';
import { allStates } from './all-states';
import { wholeApp } from './whole-app';
import type { PageHandle } from '@/app/page-route';
import { paths } from '@/lib/paths';

/** The page that an address ends in, as the router sees it. */
function pageAt(address: string): RouteObject | undefined {
  return matchRoutes(wholeApp, address.split(/[?#]/)[0] ?? address)?.findLast(({ route }) => (route.handle as PageHandle | undefined)?.load)?.route;
}

const shown = new Set(Object.values(allStates).map(({ at }) => pageAt(at)));

/** UX-62: loading, failures and the longest content are looked at before anybody meets them. */
test.each(Object.entries(paths))('%s declares its states in the gallery', (_, { path }) => {
  const screen = pageAt(path.replace(/:\w+/g, 'x'));
  expect(screen).toBeDefined();
  expect(shown.has(screen)).toBe(true);
});
