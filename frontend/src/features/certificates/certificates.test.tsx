import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { anOwnCertificate, me } from '@/test/fixtures';
import { openApp } from '@/test/render';
import { answer } from '@/test/server';

const certificate = anOwnCertificate();

test('a certificate is shown with its proof, and a choice about the name acts at once', async () => {
  answer('get', '/api/v1/certificates/mine', { data: [certificate], next_cursor: null });
  const sent = answer('patch', '/api/v1/certificates/c1/privacy', { ...certificate, name_shown: 'initials' });
  const { user } = openApp('/me/certificates/c1', { me: me() });
  expect(await screen.findByRole('link', { name: 'Open the check page' })).toHaveAttribute('href', `/verify/${certificate.code}`);
  expect(screen.getByRole('link', { name: 'Add to LinkedIn' })).toHaveAttribute('href', certificate.linkedin_url);
  await user.click(screen.getByRole('radio', { name: /Initials only/ }));
  await waitFor(() => expect(sent[0]?.body).toEqual({ name_shown: 'initials' }));
});

test('the record shows sums as the server made them, and withdrawn entries as withdrawn', async () => {
  answer('get', '/api/v1/cpd/entries/totals', { totals: [{ credit_type: 'external', unit: 'credits', credits: 3500, credits_text: '3.5', entries: 2 }], seconds: 9000 });
  answer('get', '/api/v1/cpd/entries', {
    data: [
      { id: 'n1', source: 'award', verified: true, activity_date: '2026-03-03', title: 'Renal pathology', provider: 'APS', seconds: 6240, credits: 2000, credits_text: '2.0', credit_type: 'external', unit: 'credits', method: null, withdrawn_at: '2026-04-01T00:00:00Z', withdrawn_note: 'Issued in error.', certificate: null },
    ],
    next_cursor: null,
  });
  openApp('/me/cpd', { me: me() });
  expect(await screen.findByText('3.5 credits')).toBeVisible();
  expect((await screen.findAllByText('Issued in error.'))[0]).toBeInTheDocument();
});
