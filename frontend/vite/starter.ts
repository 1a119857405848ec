/**
 * Puts the starter script into the page and its hash where the server finds it: it is the only
 * inline script that the Content Security Policy admits (UX-45).
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

export function starter(file: string): Plugin {
  const code = () => readFileSync(file, 'utf8').replace(/^\s*\/\/.*\n/gm, '').trim();
  return {
    name: 'starter-script',
    transformIndexHtml: {
      order: 'pre',
      handler: () => [{ tag: 'script', children: code(), injectTo: 'head-prepend' }],
    },
    generateBundle() {
      const hash = createHash('sha256').update(code()).digest('base64');
      this.emitFile({ type: 'asset', fileName: 'starter.sha256', source: `sha256-${hash}\n` });
    },
  };
}
