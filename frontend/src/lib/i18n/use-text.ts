import { Fragment, createElement, type ReactNode } from 'react';
import { formatLocale, translated, useLanguage } from './locale';
import { evaluate, type Message, type Value, type Values } from './message';

type Plain = Record<string, Exclude<Value, ReactNode> | string | number>;

/** The texts of one catalogue: `t('seats', { n: 3 })`, and `t.rich` where a value is an element. */
export interface Text<Key extends string> {
  (key: Key, values?: Plain): string;
  rich: (key: Key, values: Values) => ReactNode;
  /** For keys that come from data: `t.of('status', event.status)` reads `status.live`. */
  of: (prefix: string, value: string) => string;
}

const joined = (pieces: ReactNode[]): string => (pieces as string[]).join('');

/** `import messages from './messages.en.json'` and then `const t = useText(messages)`. */
export function useText<Key extends string>(catalogue: Record<Key, string>): Text<Key> {
  useLanguage();
  return textOf(catalogue);
}

/** The same outside of components, for instance in tests. */
export function textOf<Key extends string>(catalogue: Record<Key, string>): Text<Key> {
  const compiled = catalogue as unknown as Record<string, Message | undefined>;
  const namespace = typeof compiled.$ === 'string' ? compiled.$ : '';
  const run = (key: string, values: Values): ReactNode[] => {
    const english = compiled[key];
    if (english === undefined) throw new Error(`No message "${key}" in ${namespace}`);
    return evaluate(translated(namespace, key, english), values, formatLocale());
  };
  const text = (key: Key, values: Plain = {}) => joined(run(key, values));
  return Object.assign(text, {
    rich: (key: Key, values: Values) => createElement(Fragment, null, ...run(key, values)),
    of: (prefix: string, value: string) => {
      const key = `${prefix}.${value}`;
      return key in compiled ? joined(run(key, {})) : value.replace(/[_-]/g, ' ');
    },
  });
}
