import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { icu } from './vite/icu.ts';
import { starter } from './vite/starter.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.ACCREDIT_SERVER ?? 'http://127.0.0.1:8080';
/*
 * What the first load of every page needs, in one chunk: many small ones compress 7 kB worse.
 * Nothing that only some pages need may match.
 */
const BASE = new RegExp(
  [
    'node_modules/(react|react-dom|react-router|scheduler|clsx|openapi-fetch)/',
    'node_modules/@tanstack/(?!.*nfinite)',
    'src/lib/(http|session|i18n)/(?!pages|use-once|pseudo)',
    'src/lib/(paths|theme|navigation|preload|toasts|form/draft)',
    'src/app/(page-route|query-client|route-error|messages)\\.',
    'src/ui/(cn|button|text-link|input-style|select|brand|avatar|banner|page-header|error-state|copy-value|skeleton|panel|messages)\\.',
  ].join('|'),
);
/* Small parts that are nearly always loaded together. */
const GROUPS = [
  { name: 'base', test: BASE },
  { name: 'format', test: /src\/(ui\/quantities|lib\/format\/(money|quantity|time|messages))\./ },
  { name: 'verification', test: /src\/features\/verification\/(api|code|messages)\./ },
];

const forwarded = Object.fromEntries(
  ['/api', '/webhooks', '/sandbox', '/.well-known'].map((prefix) => [prefix, { target: server }]),
);

export default defineConfig({
  plugins: [icu(), react(), tailwindcss(), starter(here('./vite/starter.js'))],
  resolve: { alias: { '@': here('./src') } },
  server: { port: 5173, proxy: forwarded },
  preview: { port: 4173, proxy: forwarded },
  build: {
    manifest: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 600,
    rolldownOptions: { output: { codeSplitting: { groups: GROUPS } } },
  },
  test: {
    environment: 'jsdom',
    globals: true,
    setupFiles: ['src/test/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    css: true,
    pool: 'threads',
    reporters: ['default'],
    env: { TZ: 'Europe/Zurich' },
    restoreMocks: true,
    testTimeout: 60_000,
  },
});
