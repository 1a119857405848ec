/**
 * Compiles ICU message catalogues while building, so that no parser reaches the browser.
 * `features/x/messages.en.json` becomes `{ $: 'x', key: 'text' | part[] }`; a language file
 * `locales/de.json` holds the same messages under `x.key`.
 */
import { basename, dirname } from 'node:path';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

type Part =
  | string
  | ['a', string]
  | ['n' | 'd', string, string]
  | ['#']
  | ['p', string, number, boolean, Record<string, Part[]>]
  | ['s', string, Record<string, Part[]>]
  | ['t', string, Part[]];

const CATALOGUE = /\/messages\.en\.json$/;
const LANGUAGE = /\/locales\/[\w-]+\.json$/;

export function icu(): Plugin {
  return {
    name: 'icu-catalogues',
    enforce: 'pre',
    transform(source, id) {
      const path = id.split('?')[0] ?? id;
      if (!CATALOGUE.test(path) && !LANGUAGE.test(path)) return null;
      const messages = JSON.parse(source) as Record<string, string>;
      const compiled: Record<string, string | Part[]> = {};
      if (CATALOGUE.test(path)) compiled.$ = basename(dirname(path));
      for (const [key, text] of Object.entries(messages)) compiled[key] = compile(key, text, path);
      return { code: `export default ${JSON.stringify(compiled)};`, map: null, moduleType: 'js' };
    },
  };
}

function compile(key: string, text: string, path: string): string | Part[] {
  try {
    const parts = parse(text, { shouldParseSkeletons: false }).map(part);
    return parts.every((one) => typeof one === 'string') ? parts.join('') : parts;
  } catch (error) {
    throw new Error(`${path}: message "${key}" is not ICU: ${String(error)}`, { cause: error });
  }
}

function part(node: MessageFormatElement): Part {
  switch (node.type) {
    case TYPE.literal:
      return node.value;
    case TYPE.argument:
      return ['a', node.value];
    case TYPE.number:
      return ['n', node.value, typeof node.style === 'string' ? node.style : ''];
    case TYPE.date:
    case TYPE.time:
      return ['d', node.value, typeof node.style === 'string' ? node.style : ''];
    case TYPE.pound:
      return ['#'];
    case TYPE.plural:
      return ['p', node.value, node.offset, node.pluralType === 'ordinal', options(node.options)];
    case TYPE.select:
      return ['s', node.value, options(node.options)];
    case TYPE.tag:
      return ['t', node.value, node.children.map(part)];
  }
}

function options(from: Record<string, { value: MessageFormatElement[] }>): Record<string, Part[]> {
  return Object.fromEntries(Object.entries(from).map(([key, one]) => [key, one.value.map(part)]));
}
