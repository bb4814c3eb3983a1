// Carts and the coupons in them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_QUANTITY, addCoupon, addToCart, countItems, mergeCarts, newCart, removeCoupon, setQuantity } from './cart.mjs';
import { deadCoupons, findCoupon } from './coupons.mjs';

test('the same record twice is one line, up to the most one may buy', () => {
  const cart = newCart('c');
  addToCart(cart, 'a', 2);
  addToCart(cart, 'b', 1);
  addToCart(cart, 'a', MAX_QUANTITY);
  assert.deepEqual(cart.lines, [{ product: 'a', quantity: MAX_QUANTITY }, { product: 'b', quantity: 1 }]);
  assert.equal(countItems(cart), MAX_QUANTITY + 1);
});

test('quantity nought takes a line out; an unknown product changes nothing', () => {
  const cart = newCart('c');
  addToCart(cart, 'a', 2);
  setQuantity(cart, 'nope', 3);
  assert.deepEqual(cart.lines, [{ product: 'a', quantity: 2 }]);
  setQuantity(cart, 'a', 0);
  assert.deepEqual(cart.lines, []);
});

test('a visitor’s records join the member’s cart', () => {
  const [member, visitor] = [newCart('m'), newCart('v')];
  addToCart(member, 'a', 1);
  addToCart(visitor, 'a', 1);
  addToCart(visitor, 'b', 1);
  mergeCarts(member, visitor);
  assert.deepEqual(member.lines, [{ product: 'a', quantity: 2 }, { product: 'b', quantity: 1 }]);
});

const KIND = { type: 'free_shipping' };
const redemption = (code, status) => ({ code, status, reward: { name: 'Free shipping', kind: KIND } });

test('a code is found however it is typed, and only while it is held', () => {
  const redemptions = [redemption('AB-12', 'held'), redemption('CD-34', 'lapsed')];
  assert.deepEqual(findCoupon(redemptions, ' ab -12 '), { code: 'AB-12', name: 'Free shipping', kind: KIND });
  assert.equal(findCoupon(redemptions, 'CD-34'), undefined);
  assert.equal(findCoupon(redemptions, ''), undefined);
});

test('a coupon is in the cart once, and known to be dead when its hold has ended', () => {
  const cart = newCart('c');
  const coupon = findCoupon([redemption('AB-12', 'held')], 'AB-12');
  addCoupon(cart, coupon);
  addCoupon(cart, coupon);
  assert.deepEqual(cart.coupons, [coupon]);
  assert.deepEqual(deadCoupons(cart.coupons, [redemption('AB-12', 'held')]), []);
  assert.deepEqual(deadCoupons(cart.coupons, [redemption('AB-12', 'captured')]), [coupon]);
  removeCoupon(cart, 'AB-12');
  assert.deepEqual(cart.coupons, []);
});
