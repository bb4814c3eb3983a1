// What the back office does to an order, and what the API is told about it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { act, canDo, placeOrder, receipt, refund, refundable, toApi } from './order.mjs';
import { priceCart } from './pricing.mjs';

const NOW = Date.parse('1998-07-01T12:00:00Z');
const ALBUM = { id: 'ten', title: 'Ten', artist: 'A', labels: ['cd', 'rock'], price: 999 };

function anOrder(coupons = []) {
  const priced = priceCart([{ product: ALBUM, quantity: 3 }], coupons, () => undefined);
  return placeOrder({ id: 'web-1001', cart_id: 'c', owner: 'm:00004', member: '00004', priced, ship_to: {}, now: NOW });
}

test('the API is told the full state and nothing of the address', () => {
  const coupon = { code: 'CODE', name: '$5 off', kind: { type: 'amount_off', amount: 500 } };
  const order = anOrder([coupon]);
  order.ship_to = { name: 'Ann' };
  assert.deepEqual(toApi(order), {
    member: '00004',
    currency: 'USD',
    status: 'paid',
    placed_at: '1998-07-01T12:00:00.000Z',
    updated_at: '1998-07-01T12:00:00.000Z',
    delivered_at: null,
    returns: [],
    prices_include_tax: false,
    lines: [
      { id: 'ten', product: 'ten', labels: ['cd', 'rock'], quantity: 3, price: 999, discount: 500, tax: 200, refunded: 0, refunded_tax: 0 },
    ],
    shipping: { price: 399, tax: 0, refunded: 0, refunded_tax: 0 },
    coupon_codes: ['CODE'],
  });
});

test('refunds in parts give back the line and its tax, to the cent, and not a cent more', () => {
  const order = anOrder();
  const tax = order.lines[0].tax;
  for (const cents of [999, 1, 998, 999]) assert.equal(refund(order, 'ten', cents, NOW), true);
  assert.equal(order.lines[0].refunded, 2997);
  assert.equal(order.lines[0].refunded_tax, tax);
  assert.equal(refund(order, 'ten', 1, NOW), false);
  assert.equal(receipt(order).refunded, 2997 + tax);
});

for (const cents of [0, -1, 0.5, NaN, 2998]) {
  test(`a refund of ${cents} cents is refused and changes nothing`, () => {
    const order = anOrder();
    const before = structuredClone(order);
    assert.equal(refund(order, 'ten', cents, NOW + 1), false);
    assert.deepEqual(order, before);
  });
}

test('shipping is refunded on its own, up to what it cost', () => {
  const order = anOrder();
  assert.equal(refundable(order, 'shipping'), 399);
  assert.equal(refund(order, 'shipping', 399, NOW), true);
  assert.equal(refund(order, 'shipping', 1, NOW), false);
});

test('an order is completed, cancelled and reopened, each only from where it can be', () => {
  const order = anOrder();
  assert.equal(act(order, 'reopen', NOW), false);
  assert.equal(act(order, 'complete', NOW), true);
  assert.equal(act(order, 'complete', NOW), false);
  assert.equal(act(order, 'cancel', NOW), true);
  assert.equal(refundable(order, 'ten'), 0);
  assert.equal(receipt(order).refunded, receipt(order).total);
  assert.equal(act(order, 'reopen', NOW), true);
  assert.equal(order.status, 'paid');
  assert.equal(canDo(order, 'complete'), true);
});

test('an order is delivered once, comes back in one parcel after the other, and the API is told when', () => {
  const order = anOrder();
  assert.equal(act(order, 'deliver', NOW), false);
  act(order, 'complete', NOW);
  assert.equal(act(order, 'open_return', NOW), false);
  assert.equal(act(order, 'deliver', NOW + 1000), true);
  assert.equal(act(order, 'deliver', NOW + 2000), false);
  assert.equal(act(order, 'open_return', NOW + 2000), true);
  assert.equal(act(order, 'open_return', NOW + 3000), false);
  const opened = { opened_at: '1998-07-01T12:00:02.000Z', closed_at: null };
  assert.deepEqual(toApi(order).returns, [opened]);
  assert.equal(act(order, 'close_return', NOW + 3000), true);
  assert.equal(canDo(order, 'close_return'), false);
  const { delivered_at, returns } = toApi(order);
  assert.equal(delivered_at, '1998-07-01T12:00:01.000Z');
  assert.deepEqual(returns, [{ ...opened, closed_at: '1998-07-01T12:00:03.000Z' }]);
  assert.equal(canDo(order, 'open_return'), true);
});

test('an order with coupons stays cancelled, for their points were given back', () => {
  const order = anOrder([{ code: 'CODE', name: '$5 off', kind: { type: 'amount_off', amount: 500 } }]);
  act(order, 'cancel', NOW);
  assert.equal(canDo(order, 'reopen'), false);
  assert.equal(act(order, 'reopen', NOW), false);
  assert.equal(order.status, 'cancelled');
});

test('updates move forward even when the clock was moved back', () => {
  const order = anOrder();
  act(order, 'complete', NOW - 86_400_000);
  assert.equal(order.updated_at, NOW + 1);
});
