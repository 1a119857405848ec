import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { server } from './server';
import { session } from '@/lib/session/store';

class NoObserver {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
}

// What jsdom lacks and Radix or the theme ask for.
Object.assign(globalThis, {
  ResizeObserver: NoObserver,
  scrollTo: () => undefined,
  matchMedia: (media: string) => ({
    matches: false,
    media,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
});
Object.assign(Element.prototype, { scrollIntoView: () => undefined, hasPointerCapture: () => false });

// A page loads its code lazily, which on a busy machine takes longer than the second that is the default.
configure({ asyncUtilTimeout: 10_000 });

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
  session.signedOut();
  localStorage.clear();
});
afterAll(() => server.close());
