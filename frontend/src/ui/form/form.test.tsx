import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { NumberField, TextField } from './fields';
import { Form } from './form';
import { Submit } from './submit';
import { useAppForm } from '@/lib/form/use-app-form';
import { ProblemError } from '@/lib/http/problem';
import { renderPart } from '@/test/render';

const schema = z.object({ title: z.string().check(z.minLength(3, 'Give it a title')), seats: z.nullable(z.number()) });

function Sample({ onSubmit }: { onSubmit: (values: unknown) => Promise<unknown> }) {
  const form = useAppForm(schema, { defaults: { title: '', seats: null }, draft: 'sample' });
  return (
    <Form form={form} onSubmit={onSubmit}>
      <TextField name="title" label="Title" />
      <NumberField name="seats" label="Seats" optional />
      <Submit>Save</Submit>
    </Form>
  );
}

const problem = (errors: { pointer: string; code: string; detail: string }[]) =>
  new ProblemError({ type: '', title: 'Refused', status: 422, code: 'validation-failed', errors });

/** UX-18 */
test('a refusal of the server lands on its field, the rest in the summary, which has the focus', async () => {
  const { user } = renderPart(
    <Sample
      onSubmit={() =>
        Promise.reject(
          problem([
            { pointer: '/title', code: 'taken', detail: 'Another event has this title' },
            { pointer: '/series', code: 'odd', detail: 'The series has ended' },
          ]),
        )
      }
    />,
  );
  await user.type(screen.getByRole('textbox', { name: 'Title' }), 'Renal');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  const summary = await screen.findByRole('alert');
  expect(summary).toHaveFocus();
  expect(summary).toHaveTextContent('2 things need your attention');
  expect(summary).toHaveTextContent('The series has ended');
  expect(screen.getByRole('textbox', { name: 'Title' })).toHaveAccessibleDescription('Another event has this title');
  await user.click(screen.getByRole('link', { name: 'Another event has this title' }));
  expect(screen.getByRole('textbox', { name: 'Title' })).toHaveFocus();
});

/** UX-17 */
test('submit is never disabled for being invalid; it says what is missing', async () => {
  const sent: unknown[] = [];
  const { user } = renderPart(<Sample onSubmit={(values) => Promise.resolve(sent.push(values))} />);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Give it a title');
  expect(sent).toEqual([]);
});

/** UX-18 */
test('the summary takes the focus at the first refused submit and at each further one, never while somebody types', async () => {
  const { user } = renderPart(<Sample onSubmit={() => Promise.resolve()} />);
  const title = screen.getByRole<HTMLInputElement>('textbox', { name: 'Title' });
  await asABrowserDoes(() => title.form?.requestSubmit());
  expect(await screen.findByRole('alert')).toHaveFocus();
  await user.type(title, 'Re');
  expect(title).toHaveFocus();
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await expect.poll(() => document.activeElement).toBe(screen.getByRole('alert'));
  await user.type(title, 'nal');
  expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  await user.clear(title);
  await user.type(title, 'Re');
  expect(await screen.findByRole('alert')).toBeVisible();
  expect(title).toHaveFocus();
});

/** What a submit event sets is drawn at once in a browser, piece by piece; `act` would wait for all of it. */
async function asABrowserDoes(submit: () => void): Promise<void> {
  const world = globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean };
  world.IS_REACT_ACT_ENVIRONMENT = false;
  Object.defineProperty(window, 'event', { configurable: true, value: new Event('submit') });
  submit();
  await new Promise((done) => setTimeout(done, 50));
  Reflect.deleteProperty(window, 'event');
  world.IS_REACT_ACT_ENVIRONMENT = true;
}

test('what was typed is sent as numbers and text', async () => {
  const sent: unknown[] = [];
  const { user } = renderPart(<Sample onSubmit={(values) => Promise.resolve(sent.push(values))} />);
  await user.type(screen.getByRole('textbox', { name: 'Title' }), 'Renal');
  await user.type(screen.getByRole('textbox', { name: /Seats/ }), '50');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await expect.poll(() => sent).toEqual([{ title: 'Renal', seats: 50 }]);
});

/** UX-18 */
test('an unsent form comes back after a reload, and is gone once it was sent', async () => {
  const first = renderPart(<Sample onSubmit={() => Promise.resolve()} />);
  await first.user.type(screen.getByRole('textbox', { name: 'Title' }), 'Renal');
  await expect.poll(() => localStorage.getItem('accredit.draft.sample'), { timeout: 2000 }).toContain('Renal');
  first.unmount();
  const second = renderPart(<Sample onSubmit={() => Promise.resolve()} />);
  expect(screen.getByRole('textbox', { name: 'Title' })).toHaveValue('Renal');
  await second.user.click(screen.getByRole('button', { name: 'Save' }));
  await expect.poll(() => localStorage.getItem('accredit.draft.sample')).toBeNull();
});
