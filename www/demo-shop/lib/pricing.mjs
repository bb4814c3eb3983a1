// What a cart costs: items, coupons, shipping, tax. Whole cents throughout; no I/O.

/** Cents of sales tax per 100 dollars of goods after discounts. Shipping is not taxed. */
const TAX_PERCENT = 8;
export const SHIPPING_CENTS = 399;
/** From this much music on, the shop pays the postage. */
export const FREE_SHIPPING_FROM_CENTS = 5000;

/**
 * Prices a cart.
 *
 * `items` is [{product, quantity}] with `product` from the catalogue; `coupons` is [{code, name, kind}] with `kind` as
 * the API has it; `find` looks a product up, for coupons that add one. Coupons work in a fixed order, so that the total
 * does not depend on which code was typed first: added products, percentages, amounts, shipping, and store credit last,
 * because it pays for what is left, tax and shipping included.
 */
export function priceCart(items, coupons, find) {
  const lines = items.map(({ product, quantity }) => newLine(product, quantity));
  const worth = new Map();
  const of = (type) => coupons.filter((coupon) => coupon.kind.type === type);

  for (const coupon of of('free_product')) worth.set(coupon.code, giveProduct(lines, find(coupon.kind.product)));
  for (const coupon of of('percent_off')) {
    const off = Math.floor((itemsTotal(lines) * coupon.kind.percent) / 100);
    worth.set(coupon.code, discountLines(lines, Math.min(off, coupon.kind.maximum ?? off)));
  }
  for (const coupon of of('amount_off')) worth.set(coupon.code, discountLines(lines, coupon.kind.amount));

  for (const line of lines) line.tax = Math.round((lineAmount(line) * TAX_PERCENT) / 100);

  const items_total = itemsTotal(lines);
  let shipping = lines.length === 0 || items_total >= FREE_SHIPPING_FROM_CENTS ? 0 : SHIPPING_CENTS;
  for (const coupon of of('free_shipping')) {
    worth.set(coupon.code, shipping);
    shipping = 0;
  }

  const tax = sum(lines, (line) => line.tax);
  const total = items_total + shipping + tax;
  let credit = 0;
  for (const coupon of of('store_credit')) {
    const paid = Math.min(coupon.kind.amount, total - credit);
    worth.set(coupon.code, paid);
    credit += paid;
  }

  return {
    lines,
    shipping: { price: shipping, tax: 0, refunded: 0, refunded_tax: 0 },
    /** Before discounts. */
    subtotal: sum(lines, (line) => line.price * line.quantity),
    discount: sum(lines, (line) => line.discount),
    tax,
    total,
    /** Paid by store credit; `to_pay` is what the card is charged. */
    credit,
    to_pay: total - credit,
    coupons: coupons.map((coupon) => ({ ...coupon, worth: worth.get(coupon.code) ?? 0 })),
  };
}

/** What a line costs after discount and refunds, without tax. */
export function lineAmount(line) {
  return line.price * line.quantity - line.discount - line.refunded;
}

/**
 * Splits `amount` over `weights` in proportion, in whole cents that add up to `amount` exactly: everyone gets their
 * share rounded down, and the cents left over go to the largest remainders, first come first served among equals.
 */
export function share(amount, weights) {
  const whole = sum(weights, (weight) => weight);
  if (whole === 0) return weights.map(() => 0);
  const parts = weights.map((weight, index) => ({
    index,
    cents: Math.floor((amount * weight) / whole),
    remainder: (amount * weight) % whole,
  }));
  const left = amount - sum(parts, (part) => part.cents);
  const byRemainder = [...parts].sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const part of byRemainder.slice(0, left)) part.cents += 1;
  return parts.map((part) => part.cents);
}

function newLine(product, quantity) {
  return {
    id: product.id,
    product: product.id,
    title: product.title,
    artist: product.artist,
    labels: product.labels,
    quantity,
    price: product.price,
    discount: 0,
    tax: 0,
    refunded: 0,
    refunded_tax: 0,
  };
}

/** Takes up to `amount` off the lines; returns what was taken. */
function discountLines(lines, amount) {
  const taken = Math.min(amount, itemsTotal(lines));
  share(taken, lines.map(lineAmount)).forEach((cents, index) => {
    lines[index].discount += cents;
  });
  return taken;
}

/** Makes one copy of the product free, putting it into the order when it is not there yet. */
function giveProduct(lines, product) {
  if (!product) return 0;
  let line = lines.find((candidate) => candidate.product === product.id);
  if (!line) {
    line = newLine(product, 1);
    lines.push(line);
  }
  const taken = Math.min(product.price, lineAmount(line));
  line.discount += taken;
  return taken;
}

function itemsTotal(lines) {
  return sum(lines, lineAmount);
}

function sum(list, value) {
  return list.reduce((total, item) => total + value(item), 0);
}
