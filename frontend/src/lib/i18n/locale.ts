/**
 * The language of the page. English stands in each feature's own catalogue and travels with its
 * code; another language is one file `src/locales/<tag>.json`, loaded when it is chosen.
 */
import { useSyncExternalStore } from 'react';
import type { Message } from './message';

type Catalogue = Record<string, Message>;

const files = import.meta.glob<{ default: Catalogue }>('/src/locales/*.json');
const KEY = 'accredit.language';
const PSEUDO = ['en-XA', 'ar-XB'];
const RIGHT_TO_LEFT = new Set(['ar', 'fa', 'he', 'ur']);

interface Current {
  tag: string;
  catalogue: Catalogue | null;
  pseudo: ((message: Message, locale: string) => Message) | null;
}

let current: Current = { tag: 'en', catalogue: null, pseudo: null };
const listeners = new Set<() => void>();

/** The languages that a person can choose. */
export const languages: string[] = ['en', ...Object.keys(files).map(tagOf)].sort();

function tagOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1, -'.json'.length);
}

export async function chooseLanguage(tag: string): Promise<void> {
  current = await load(tag);
  document.documentElement.lang = tag;
  document.documentElement.dir = RIGHT_TO_LEFT.has(tag.slice(0, 2)) ? 'rtl' : 'ltr';
  localStorage.setItem(KEY, tag);
  for (const tell of listeners) tell();
}

async function load(tag: string): Promise<Current> {
  if (import.meta.env.DEV && PSEUDO.includes(tag)) {
    const { pseudo } = await import('./pseudo');
    return { tag, catalogue: null, pseudo };
  }
  const file = files[`/src/locales/${tag}.json`];
  return { tag: file ? tag : 'en', catalogue: file ? (await file()).default : null, pseudo: null };
}

/** At the start: the person's choice, else the browser's first language that exists. */
export function startLanguage(): Promise<void> | undefined {
  const wanted = [localStorage.getItem(KEY) ?? '', ...navigator.languages];
  const known = import.meta.env.DEV ? [...languages, ...PSEUDO] : languages;
  const tag = wanted.find((one) => known.includes(one)) ?? wanted.map((one) => one.slice(0, 2)).find((one) => known.includes(one));
  return tag === undefined || tag === 'en' ? undefined : chooseLanguage(tag);
}

export function translated(namespace: string, key: string, english: Message): Message {
  if (current.pseudo) return current.pseudo(english, current.tag);
  return current.catalogue?.[`${namespace}.${key}`] ?? english;
}

/** The tag to hand to Intl; English follows the region of the browser. */
export function formatLocale(): string {
  const regional = navigator.languages.find((one) => one.startsWith(current.tag.slice(0, 2)));
  return PSEUDO.includes(current.tag) ? 'en' : (regional ?? current.tag);
}

export function useLanguage(): string {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current.tag,
  );
}
