// An order's life in the shop: paid, completed, refunded, cancelled, reopened; and the state the API is told. No I/O.

import { lineAmount } from './pricing.mjs';

const CURRENCY = 'USD';

/** Makes a paid order out of a priced cart. `now` is in milliseconds. */
export function placeOrder({ id, cart_id, owner, member, priced, ship_to, now }) {
  return {
    id,
    /** A cart becomes one order, however often its button is pressed. */
    cart_id,
    /** Who may look at it: the key of the cart it came from. */
    owner,
    /** null for guests, whose orders Regulars never hears of. */
    member,
    currency: CURRENCY,
    status: 'paid',
    placed_at: now,
    updated_at: now,
    lines: priced.lines,
    shipping: priced.shipping,
    coupons: priced.coupons,
    credit: priced.credit,
    ship_to,
    /** Regulars' last answer about this order. */
    result: null,
  };
}

/** What may be done with an order, by its status. */
const NEXT_STATUS = {
  complete: { paid: 'completed' },
  cancel: { paid: 'cancelled', completed: 'cancelled' },
  reopen: { cancelled: 'paid' },
};

/**
 * Whether the back office can `complete`, `cancel` or `reopen` this order now. One that was paid for with coupons stays
 * cancelled: its points were given back for good, so its discounts are owed no longer.
 */
export function canDo(order, action) {
  if (action === 'reopen' && order.coupons.length > 0) return false;
  return NEXT_STATUS[action][order.status] !== undefined;
}

/** Changes the status; false when the order is not in a state for it. */
export function changeStatus(order, action, now) {
  if (!canDo(order, action)) return false;
  order.status = NEXT_STATUS[action][order.status];
  touch(order, now);
  return true;
}

/** What can still be paid back on a line (or on shipping), without tax, in cents. */
export function refundable(order, lineId) {
  if (order.status === 'cancelled') return 0;
  if (lineId === 'shipping') return order.shipping.price - order.shipping.refunded;
  const line = order.lines.find((candidate) => candidate.id === lineId);
  return line ? lineAmount(line) : 0;
}

/** Pays back `cents` of a line (or of shipping) and the tax on it; false when that is more than is left. */
export function refund(order, lineId, cents, now) {
  if (!Number.isSafeInteger(cents) || cents < 1 || cents > refundable(order, lineId)) return false;
  if (lineId === 'shipping') {
    order.shipping.refunded += cents;
  } else {
    const line = order.lines.find((candidate) => candidate.id === lineId);
    line.refunded += cents;
    // From the running total, so that refunds in parts give back exactly the whole tax in the end.
    const paid = line.price * line.quantity - line.discount;
    line.refunded_tax = Math.round((line.tax * line.refunded) / paid);
  }
  touch(order, now);
  return true;
}

/** The sums a receipt shows. A cancelled order has given everything back. */
export function receipt(order) {
  const add = (value) => order.lines.reduce((total, line) => total + value(line), 0);
  const tax = add((line) => line.tax);
  const paid = add((line) => line.price * line.quantity - line.discount) + tax + order.shipping.price;
  const refunded = add((line) => line.refunded + line.refunded_tax) + order.shipping.refunded;
  return {
    subtotal: add((line) => line.price * line.quantity),
    discount: add((line) => line.discount),
    shipping: order.shipping.price,
    tax,
    total: paid,
    credit: order.credit,
    refunded: order.status === 'cancelled' ? paid : refunded,
  };
}

/** The order's full current state, as `PUT /v1/shops/{shop}/orders/{order}` takes it. */
export function toApi(order) {
  return {
    member: order.member,
    currency: order.currency,
    status: order.status,
    placed_at: new Date(order.placed_at).toISOString(),
    updated_at: new Date(order.updated_at).toISOString(),
    prices_include_tax: false,
    lines: order.lines.map(({ id, product, labels, quantity, price, discount, tax, refunded, refunded_tax }) => ({
      id,
      product,
      labels,
      quantity,
      price,
      discount,
      tax,
      refunded,
      refunded_tax,
    })),
    shipping: order.shipping,
    coupon_codes: order.coupons.map((coupon) => coupon.code),
  };
}

/** An order's updates always move forward, even when the sandbox's clock was moved back. */
function touch(order, now) {
  order.updated_at = Math.max(now, order.updated_at + 1);
}
