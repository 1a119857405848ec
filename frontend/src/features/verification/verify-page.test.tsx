import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { sha256 } from './api';
import { aCheck } from './fixtures';
import { openApp } from '@/test/render';
import { answer, refuse } from '@/test/server';

const GOOD = '2222-2222-2222-2222';

/** UX-J5 */
test('a typed code leads to the verdict', async () => {
  const asked = answer('get', '/api/v1/certificates/verify/:code', aCheck());
  const { user, address } = openApp('/verify');
  await user.type(await screen.findByRole('textbox', { name: 'Certificate code' }), GOOD.toLowerCase());
  await user.click(screen.getByRole('button', { name: 'Check' }));
  expect(await screen.findByText('Genuine')).toBeVisible();
  expect(address()).toBe(`/verify/${GOOD}`);
  expect(asked[0]?.url.pathname).toBe('/api/v1/certificates/verify/2222222222222222');
  expect(asked[0]?.headers.get('authorization')).toBeNull();
});

test('a mistyped code is said before anybody is asked', async () => {
  const { user } = openApp('/verify');
  await user.type(await screen.findByRole('textbox', { name: 'Certificate code' }), '2222-2222-2222-2223');
  await user.click(screen.getByRole('button', { name: 'Check' }));
  const field = screen.getByRole('textbox', { name: 'Certificate code' });
  expect(field).toHaveAccessibleDescription(/typing mistake/);
  expect(field).toHaveFocus();
});

/** UX-50 */
test('every printed field stands on the page, in its order', async () => {
  const check = aCheck();
  answer('get', '/api/v1/certificates/verify/:code', check);
  const { container } = openApp(`/verify/${GOOD}`);
  await screen.findByText('Genuine');
  const values = Array.from(container.querySelectorAll('dl[dir=auto] dd'), (cell) => cell.textContent);
  expect(values).toEqual(check.fields.map(({ text }) => text));
});

test('a revoked certificate says since when and why', async () => {
  answer('get', '/api/v1/certificates/verify/:code', aCheck({ state: 'revoked', state_on: '2026-05-01', reason: 'fraud' }));
  openApp(`/verify/${GOOD}`);
  expect(await screen.findByText('Revoked on May 1, 2026')).toBeVisible();
  expect(screen.getByText(/Reason: fraud/)).toBeVisible();
});

test('an unknown code says what a code looks like', async () => {
  refuse('get', '/api/v1/certificates/verify/:code', { status: 404, code: 'certificate-unknown' });
  openApp(`/verify/${GOOD}`);
  expect(await screen.findByText('Not found')).toBeVisible();
  expect(screen.getByText(/without 0, 1, I, L and O/)).toBeVisible();
});

/** UX-50 */
test('a dropped file is hashed here and only its fingerprint is sent', async () => {
  const file = new File(['%PDF-1.7 altered'], 'certificate.pdf', { type: 'application/pdf' });
  answer('get', '/api/v1/certificates/verify/:code', aCheck());
  const sent = answer('post', '/api/v1/certificates/verify/:code/file', { result: 'different', code: null });
  const { user } = openApp(`/verify/${GOOD}`);
  await user.upload(await screen.findByLabelText(/Drop the PDF/), file);
  expect(await screen.findByText('This file is not the issued one')).toBeVisible();
  expect(sent[0]?.body).toEqual({ sha256: await sha256(file) });
});

test('a withheld name can be compared', async () => {
  const holder = { shown: 'hidden', name: null, professional_title: null, organization_name: null, can_check_name: true } as const;
  answer('get', '/api/v1/certificates/verify/:code', aCheck({ holder }));
  answer('post', '/api/v1/certificates/verify/:code/name', { matches: true });
  const { user } = openApp(`/verify/${GOOD}`);
  await user.type(await screen.findByRole('textbox', { name: 'Does a name match?' }), 'Łukasz Żółć');
  await user.click(screen.getByRole('button', { name: 'Compare' }));
  expect(await screen.findByText('Yes, the certificate was issued to Łukasz Żółć.')).toBeVisible();
});
