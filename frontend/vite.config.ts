import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { icu } from './vite/icu.ts';
import { starter } from './vite/starter.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.ACCREDIT_SERVER ?? 'http://127.0.0.1:8080';
const forwarded = Object.fromEntries(
  ['/api', '/webhooks', '/sandbox', '/.well-known'].map((prefix) => [prefix, { target: server }]),
);

export default defineConfig({
  plugins: [icu(), react(), tailwindcss(), starter(here('./vite/starter.js'))],
  resolve: { alias: { '@': here('./src') } },
  server: { port: 5173, strictPort: true, proxy: forwarded },
  preview: { port: 4173, proxy: forwarded },
  build: {
    manifest: true,
    sourcemap: false,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 300,
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
  },
});
