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
    delivered_at: null,
    /** Parcels that came back, or are on their way: {opened_at, closed_at}. */
    returns: [],
    lines: priced.lines,
    shipping: priced.shipping,
    coupons: priced.coupons,
    credit: priced.credit,
    ship_to,
    /** Regulars' last answer about this order. */
    result: null,
  };
}

/** The parcel that is on its way back, if one is. */
const openReturn = (order) => order.returns.find((parcel) => parcel.closed_at === null);

/**
 * What the back office does with an order: when it can, and what changes. One that was paid for with coupons stays
 * cancelled: its points were given back for good, so its discounts are owed no longer.
 */
const ACTIONS = {
  complete: { can: (order) => order.status === 'paid', act: (order) => (order.status = 'completed') },
  deliver: {
    can: (order) => order.status === 'completed' && order.delivered_at === null,
    act: (order, now) => (order.delivered_at = now),
  },
  open_return: {
    can: (order) => order.status === 'completed' && order.delivered_at !== null && !openReturn(order),
    act: (order, now) => order.returns.push({ opened_at: now, closed_at: null }),
  },
  close_return: {
    can: (order) => order.status === 'completed' && openReturn(order) !== undefined,
    act: (order, now) => (openReturn(order).closed_at = now),
  },
  cancel: {
    can: (order) => order.status === 'paid' || order.status === 'completed',
    act: (order) => (order.status = 'cancelled'),
  },
  reopen: {
    can: (order) => order.status === 'cancelled' && order.coupons.length === 0,
    act: (order) => (order.status = 'paid'),
  },
};

/** The actions there are, in the order in which an order comes to them. */
export const ACTION_NAMES = Object.keys(ACTIONS);

/** Whether the back office can do this with the order now. */
export function canDo(order, action) {
  return ACTIONS[action].can(order);
}

/** Does it; false when the order is not in a state for it. */
export function act(order, action, now) {
  if (!canDo(order, action)) return false;
  ACTIONS[action].act(order, now);
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
    member: order.member ?? undefined,
    currency: order.currency,
    status: order.status,
    placed_at: toInstant(order.placed_at),
    updated_at: toInstant(order.updated_at),
    delivered_at: toInstant(order.delivered_at),
    returns: order.returns.map(({ opened_at, closed_at }) => ({ opened_at: toInstant(opened_at), closed_at: toInstant(closed_at) })),
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

/** Milliseconds as the API writes a moment; what has not happened yet stays null. */
const toInstant = (ms) => (ms === null ? null : new Date(ms).toISOString());

/** An order's updates always move forward, even when the sandbox's clock was moved back. */
function touch(order, now) {
  order.updated_at = Math.max(now, order.updated_at + 1);
}
