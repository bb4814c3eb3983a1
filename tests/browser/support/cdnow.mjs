// The real purchases of CDNOW's customers (tests/fixtures/cdnow), as orders of the API.

import { readFileSync } from 'node:fs';
import { ROOT } from './stack.mjs';

const rows = readFileSync(`${ROOT}tests/fixtures/cdnow/CDNOW_sample.txt`, 'utf8')
  .split('\n')
  .filter((line) => line.trim())
  .map((line, index) => {
    const [customer, , day, quantity, dollars] = line.trim().split(/\s+/);
    const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
    return { row: index + 1, customer, date, quantity: Number(quantity), cents: Math.round(Number(dollars) * 100) };
  });

/** What a customer bought, oldest first: `{row, customer, date, quantity, cents}`. */
export function purchasesOf(customer) {
  return rows.filter((row) => row.customer === customer);
}

/** A purchase as `orders/batch` takes it. Noon UTC is the same calendar day in every American time zone. */
export function toOrder({ row, customer, date, quantity, cents }) {
  const price = Math.ceil(cents / quantity);
  return {
    id: `cdnow-${String(row).padStart(5, '0')}`,
    member: customer,
    currency: 'USD',
    status: 'completed',
    placed_at: `${date}T12:00:00Z`,
    updated_at: `${date}T12:00:00Z`,
    lines: [{ id: '1', product: 'cd', labels: ['cd'], quantity, price, discount: price * quantity - cents }],
  };
}
