import { matchRoutes } from 'react-router';
import { expect, test } from 'vitest';
import { paths } from '@/lib/paths';
import { wholeApp } from '@/test/whole-app';

/** Addresses whose screen is not built yet; a line leaves when its route arrives. */
const WAITING: (keyof typeof paths)[] = [];

function isRouted(pattern: string): boolean {
  const address = pattern.replace(/:\w+/g, 'x');
  return matchRoutes(wholeApp, address)?.some(({ route }) => route.path !== '*' && route.path !== undefined) ?? false;
}

/** UX-4 */
test.each(Object.keys(paths) as (keyof typeof paths)[])('%s has a screen', (name) => {
  // An address that waits but is routed must leave the list, so that the list tells the truth.
  expect(isRouted(paths[name].path)).toBe(!WAITING.includes(name));
});
