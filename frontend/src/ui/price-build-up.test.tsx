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
test('before paying it is said whether tax is in the total or comes on top of it', () => {
  const { unmount } = renderPart(<PriceBuildUp tax={{ behavior: 'exclusive', open: true }} amounts={amounts} currency="USD" feePayer="buyer" items={items} />);
  expect(lines().at(-1)).toBe('Total before tax: 16.46 USD');
  expect(screen.getByText('Tax is added on the payment page, by your address.')).toBeVisible();
  unmount();
  renderPart(<PriceBuildUp tax={{ behavior: 'inclusive', open: true }} amounts={amounts} currency="USD" feePayer="buyer" items={items} />);
  expect(lines().at(-1)).toBe('Total: 16.46 USD');
  expect(screen.getByText('Tax is included.')).toBeVisible();
});

/** PA-7 */
test('after paying, tax on top is a line of the sum for each rate, tax inside stands below the total', () => {
  const rates = [{ name: 'VAT', country: 'DE', percentage: '19', amount: 313 }, { name: 'City tax', country: null, percentage: '0.5', amount: 8 }];
  const { unmount } = renderPart(
    <PriceBuildUp tax={{ behavior: 'exclusive', lines: rates, open: false }} amounts={{ ...amounts, tax: 321, total: 1967 }} currency="USD" feePayer="buyer" items={items} totalLabel="Paid" />,
  );
  expect(lines().slice(-3)).toEqual(['VAT 19\u00a0% (DE): 3.13 USD', 'City tax 0.5\u00a0%: 0.08 USD', 'Paid: 19.67 USD']);
  expect(screen.queryByText(/payment page/)).toBeNull();
  unmount();
  renderPart(<PriceBuildUp tax={{ behavior: 'inclusive', lines: rates.slice(0, 1), open: false }} amounts={{ ...amounts, tax: 313 }} currency="USD" feePayer="buyer" items={items} refunded={500} />);
  expect(lines().slice(-3)).toEqual(['Total: 16.46 USD', 'of which VAT 19\u00a0% (DE): 3.13 USD', 'Refunded: -5.00 USD']);
});

test('tax without rates is one line, and none where there is none', () => {
  const { unmount } = renderPart(<PriceBuildUp tax={{ behavior: 'exclusive', open: true }} amounts={{ ...amounts, tax: 125, total: 1771 }} currency="USD" feePayer="buyer" items={items} />);
  expect(lines().slice(-2)).toEqual(['Tax, estimated: 1.25 USD', 'Total: 17.71 USD']);
  unmount();
  renderPart(<PriceBuildUp tax={{ behavior: 'inclusive', open: false }} amounts={amounts} currency="USD" feePayer="buyer" items={items} />);
  expect(lines().at(-1)).toBe('Total: 16.46 USD');
  expect(screen.queryByText(/Tax/)).toBeNull();
});
