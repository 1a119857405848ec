import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { PriceBuildUp } from './price-build-up';
import { renderPart } from '@/test/render';

const amounts = { list: 1999, discount: 660, net: 1339, service_fee: 229, processing_fee: 78, tax: 0, total: 1646 };
const items = [{ label: 'Seat', amount: 1999 }];
const lines = () => screen.getAllByRole('term').map((term) => `${term.textContent}: ${term.nextElementSibling?.textContent.replace(/\u00a0/g, ' ') ?? ''}`);

/** PA-8 with the golden values of PA-9 */
test('every line of a price is shown, and they add up', () => {
  renderPart(<PriceBuildUp amounts={amounts} currency="USD" feePayer="buyer" items={items} code="SPRING" />);
  expect(lines()).toEqual(['Seat: 19.99 USD', 'Code SPRING: -6.60 USD', 'Service fee: 2.29 USD', 'Payment fee: 0.78 USD', 'Total: 16.46 USD']);
});

/** PA-6 */
test('fees that the organizer bears are not the buyer’s lines', () => {
  renderPart(<PriceBuildUp amounts={{ ...amounts, total: 1339 }} currency="USD" feePayer="organizer" items={items} />);
  expect(lines()).toEqual(['Seat: 19.99 USD', 'Discount: -6.60 USD', 'Total: 13.39 USD']);
});

/** PA-7 */
test('tax on top is a line of its own, tax inside stands below the total', () => {
  const { unmount } = renderPart(<PriceBuildUp taxEstimated amounts={{ ...amounts, tax: 125, total: 1771 }} currency="USD" feePayer="buyer" items={items} />);
  expect(lines().slice(-2)).toEqual(['Tax, estimated: 1.25 USD', 'Total: 17.71 USD']);
  unmount();
  renderPart(<PriceBuildUp amounts={{ ...amounts, tax: 125 }} currency="USD" feePayer="buyer" items={items} refunded={500} />);
  expect(lines().slice(-3)).toEqual(['Total: 16.46 USD', 'Includes tax of: 1.25 USD', 'Refunded: -5.00 USD']);
});
