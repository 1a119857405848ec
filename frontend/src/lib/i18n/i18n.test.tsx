import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { evaluate, type Message, type Values } from './message';
import { pseudo } from './pseudo';
import { textOf } from './use-text';
import messages from '@/lib/format/messages.en.json';

const print = (message: Message, values: Values) => renderToStaticMarkup(<>{evaluate(message, values, 'en')}</>);

const plural: Message = [['p', 'n', 0, false, { '=0': ['nobody'], one: [['#'], ' person'], other: [['#'], ' people'] }]];

test('plurals follow the language', () => {
  expect(print(plural, { n: 0 })).toBe('nobody');
  expect(print(plural, { n: 1 })).toBe('1 person');
  expect(print(plural, { n: 1200 })).toBe('1,200 people');
});

test('a tag becomes an element and its content stays text', () => {
  const message: Message = ['See ', ['t', 'b', ['the ', ['a', 'what']]], '.'];
  expect(print(message, { what: '<i>', b: (inner) => <b key="b">{inner}</b> })).toBe('See <b>the &lt;i&gt;</b>.');
});

test('a missing value is a fault, not an empty place', () => {
  expect(() => evaluate(plural, {}, 'en')).toThrow('lacks its value "n"');
});

test('a catalogue is compiled and knows its keys', () => {
  const t = textOf(messages);
  expect(t('hours', { n: 2 })).toBe('2\u00a0h');
  expect(t.of('state', 'not_yet_known')).toBe('not yet known');
});

/** UX-37 */
test('the long pseudo-locale keeps values and is longer', () => {
  const text = print(pseudo(['Hello ', ['a', 'name']], 'en-XA'), { name: 'Zoë' });
  expect(text).toContain('Zoë');
  expect(text.length).toBeGreaterThan('Hello Zoë'.length * 1.3);
});
