import { expect, test } from 'vitest';
import { fieldOf, place } from './pointers';

/** UX-18 */
test('a pointer names the field of the same path', () => {
  expect(fieldOf('/questions/0/label')).toBe('questions.0.label');
  expect(fieldOf('#/title')).toBe('title');
  expect(fieldOf('/a~1b/c~0d')).toBe('a/b.c~d');
});

/** UX-18 */
test('what no field stands for goes to the summary', () => {
  const errors = [
    { pointer: '/title', code: 'too-long', detail: 'At most 200 characters' },
    { pointer: '/nowhere', code: 'odd', detail: 'Cannot be combined' },
  ];
  expect(place(errors, (name) => name === 'title')).toEqual({
    fields: [{ name: 'title', message: 'At most 200 characters' }],
    rest: ['Cannot be combined'],
  });
});

test('a form may give a pointer another name', () => {
  const errors = [{ pointer: '/starts_at', code: 'past', detail: 'In the past' }];
  expect(place(errors, () => true, { '/starts_at': 'start' }).fields).toEqual([{ name: 'start', message: 'In the past' }]);
});
