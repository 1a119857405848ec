import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { RefundTerms } from './refund-terms';
import { renderPart } from '@/test/render';

const event = { starts_at: '2027-05-20T09:00:00Z', time_zone: 'UTC', registration: { cancel_until_minutes: 0 } };
const rungs = [
  { min_hours_before: 168, percent_bp: 10_000, keep_minor: 1000 },
  { min_hours_before: 24, percent_bp: 5_000, keep_minor: 0 },
];
const said = (change: object, now = '2027-05-01T00:00:00Z') => {
  const terms = { rungs, fees_refundable: false, self_cancel: true, ...change };
  const { unmount } = renderPart(<RefundTerms terms={terms} event={event} currency="USD" fees now={new Date(now)} />);
  const lines = screen.queryAllByRole('listitem').map(({ textContent: text }) => text);
  const all = document.body.textContent;
  unmount();
  return { lines, all };
};

/** RF-1, RF-3 */
test('each step stands with the last moment at which it holds, in the order of time', () => {
  const { lines, all } = said({});
  expect(lines[0]).toMatch(/^100% of the ticket less 10\.00\sUSD back if you cancel until May 13, 2027/);
  expect(lines[1]).toMatch(/^50% of the ticket back if you cancel until May 19, 2027/);
  expect(lines[2]).toBe('Nothing if you cancel later');
  expect(all).toContain('Fees are not paid back.');
  expect(said({ fees_refundable: true }).all).toContain('The same share of the fees is paid back.');
});

test('what is over is promised no more, and what only the organizer decides is not promised at all', () => {
  expect(said({}, '2027-05-15T00:00:00Z').lines).toHaveLength(2);
  const late = said({}, '2027-05-19T10:00:00Z');
  expect(late.lines).toEqual([]);
  expect(late.all).toContain('Nothing is paid back if you cancel.');
  const theirs = said({ self_cancel: false });
  expect(theirs.lines).toEqual([]);
  expect(theirs.all).toContain('ask the organizer');
  // An event can be called off without paying back: nothing is promised of that.
  expect(theirs.all).not.toMatch(/everything/);
});
