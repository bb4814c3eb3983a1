// A cart: {id, lines: [{product, quantity}], coupons: [{code, name, kind}]}. No I/O.

export const MAX_QUANTITY = 20;

/** An empty cart. `id` ties the order to it, so that one cart becomes one order. */
export const newCart = (id) => ({ id, lines: [], coupons: [] });

/** Puts `quantity` more of a product into the cart, up to the most one may buy. */
export function addToCart(cart, product, quantity) {
  const line = cart.lines.find((candidate) => candidate.product === product);
  if (line) line.quantity = clamp(line.quantity + quantity);
  else cart.lines.push({ product, quantity: clamp(quantity) });
}

/** Sets a line's quantity; 0 takes it out. Products that are not in the cart are left alone. */
export function setQuantity(cart, product, quantity) {
  if (quantity < 1) cart.lines = cart.lines.filter((line) => line.product !== product);
  for (const line of cart.lines) if (line.product === product) line.quantity = clamp(quantity);
}

/** Adds another cart's lines, when a visitor with a cart signs in. Its coupons belong to whoever was there before. */
export function mergeCarts(cart, other) {
  for (const line of other.lines) addToCart(cart, line.product, line.quantity);
}

/** Adds a coupon once. */
export function addCoupon(cart, coupon) {
  removeCoupon(cart, coupon.code);
  cart.coupons.push(coupon);
}

/** Takes a coupon out. */
export function removeCoupon(cart, code) {
  cart.coupons = cart.coupons.filter((coupon) => coupon.code !== code);
}

/** How many discs are in the cart. */
export const countItems = (cart) => cart.lines.reduce((total, line) => total + line.quantity, 0);

function clamp(quantity) {
  return Math.min(Math.max(quantity, 1), MAX_QUANTITY);
}
