// Prices of carts, each row a cart and what the till must say.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { priceCart, share } from './pricing.mjs';

const PRODUCTS = [
  { id: 'ten', title: 'Ten', artist: 'A', labels: ['cd', 'rock'], price: 1000 },
  { id: 'fifteen', title: 'Fifteen', artist: 'B', labels: ['cd', 'jazz'], price: 1500 },
  { id: 'single', title: 'Single', artist: 'C', labels: ['cd'], price: 499 },
];
const find = (id) => PRODUCTS.find((product) => product.id === id);

/** Prices [[product, quantity], …] with coupon kinds, and compares the named sums. */
function check(name, cart, kinds, expected) {
  test(name, () => {
    const items = cart.map(([id, quantity]) => ({ product: find(id), quantity }));
    const coupons = kinds.map((kind, index) => ({ code: `code-${index}`, name: kind.type, kind }));
    const { lines, shipping, subtotal, discount, tax, total, credit, to_pay, coupons: applied } = priceCart(items, coupons, find);
    const actual = {
      discounts: lines.map((line) => line.discount),
      shipping: shipping.price,
      subtotal,
      discount,
      tax,
      total,
      credit,
      to_pay,
      worth: applied.map((coupon) => coupon.worth),
    };
    for (const [field, value] of Object.entries(expected)) assert.deepEqual(actual[field], value, field);
    assert.equal(total, subtotal - discount + tax + shipping.price);
  });
}

check('an empty cart costs nothing, not even shipping', [], [], { total: 0, shipping: 0 });
check('one album pays shipping and tax on the album', [['ten', 1]], [], { subtotal: 1000, shipping: 399, tax: 80, total: 1479 });
check('from fifty dollars on, shipping is free', [['ten', 5]], [], { shipping: 0, tax: 400, total: 5400 });
check('a discount can bring the order back under fifty dollars', [['ten', 5]], [{ type: 'amount_off', amount: 500 }], {
  discounts: [500],
  shipping: 399,
  tax: 360,
  total: 5259,
});
check(
  'an amount off is spread over the lines in proportion',
  [['ten', 1], ['fifteen', 1]],
  [{ type: 'amount_off', amount: 500 }],
  { discounts: [200, 300], discount: 500, worth: [500] },
);
check('an amount off never exceeds the items', [['single', 1]], [{ type: 'amount_off', amount: 500 }], {
  discounts: [499],
  tax: 0,
  total: 399,
  worth: [499],
});
check('a percentage rounds down', [['single', 1]], [{ type: 'percent_off', percent: 10, maximum: null }], { discount: 49 });
check('a percentage stops at its maximum', [['fifteen', 10]], [{ type: 'percent_off', percent: 10, maximum: 1000 }], {
  discount: 1000,
  worth: [1000],
});
check('free shipping is worth the shipping', [['ten', 1]], [{ type: 'free_shipping' }], { shipping: 0, total: 1080, worth: [399] });
check('free shipping is worth nothing where shipping is free', [['ten', 5]], [{ type: 'free_shipping' }], { worth: [0] });
check('a free product joins the order', [['ten', 1]], [{ type: 'free_product', product: 'single' }], {
  discounts: [0, 499],
  subtotal: 1499,
  discount: 499,
  worth: [499],
});
check('of several copies one is free', [['single', 3]], [{ type: 'free_product', product: 'single' }], { discounts: [499] });
check('a free product the shop no longer has is worth nothing', [['ten', 1]], [{ type: 'free_product', product: 'gone' }], {
  discount: 0,
  worth: [0],
});
check('store credit pays tax and shipping too and changes no line', [['single', 1]], [{ type: 'store_credit', amount: 1000 }], {
  discounts: [0],
  total: 938,
  credit: 938,
  to_pay: 0,
});
check('a gift takes nothing off', [['ten', 1]], [{ type: 'gift' }], { discount: 0, total: 1479, worth: [0] });
check(
  'a percentage comes before an amount, whichever was typed first',
  [['ten', 1]],
  [{ type: 'amount_off', amount: 500 }, { type: 'percent_off', percent: 10, maximum: null }],
  { worth: [500, 100], discount: 600 },
);

test('shares add up to the cent and leftover cents go to the largest remainders', () => {
  assert.deepEqual(share(100, [1, 1, 1]), [34, 33, 33]);
  assert.deepEqual(share(100, [999, 1, 500]), [67, 0, 33]);
  assert.deepEqual(share(7, [0, 0]), [0, 0]);
});
