// The till: address, coupon codes, the last look at the total, and the order itself.

import { addCoupon, removeCoupon } from '../lib/cart.mjs';
import { findProduct } from '../lib/catalogue.mjs';
import { deadCoupons, findCoupon } from '../lib/coupons.mjs';
import { html } from '../../lib/html.mjs';
import { HttpError, page, redirect } from '../lib/http.mjs';
import { placeOrder } from '../lib/order.mjs';
import { cartKey } from '../lib/session.mjs';
import { earn, pricedCart } from './cart.mjs';
import { layout } from './layout.mjs';
import { couponLabel, sums } from './parts.mjs';

const ADDRESS_FIELDS = ['name', 'street', 'city', 'zip'];
const FIELD_CHARS_MAX = 80;

export function checkoutPage(visit) {
  const { t } = visit;
  const priced = pricedCart(visit);
  if (priced.lines.length === 0) return redirect('/cart');
  const body = html`<h1>${t('checkout_title')}</h1>
    ${!visit.session.member && html`<p class="notice"><a href="/sign-in">${t('nav_sign_in')}</a> · ${t('checkout_guest')}</p>`}
    <div class="till">
      <form id="order" class="address" method="post" action="/checkout">
        <input type="hidden" name="cart" value="${visit.cart().id}">
        <fieldset>
          <legend>${t('ship_to')}</legend>
          ${ADDRESS_FIELDS.map((name) => addressField(visit, name))}
        </fieldset>
        <fieldset>
          <legend>${t('payment')}</legend>
          <p class="card">${t('card')}</p>
        </fieldset>
      </form>
      <aside class="receipt">
        <h2>${t('summary')}</h2>
        <ul class="packing">${priced.lines.map((line) => packingLine(visit, line))}</ul>
        ${coupons(visit, priced)}
        ${sums(visit, { ...priced, shipping: priced.shipping.price })}
        ${earn(priced)}
        <p><button class="button wide" form="order">${t('place_order')} · ${visit.money(priced.to_pay)}</button></p>
      </aside>
    </div>`;
  return page(layout(visit, { title: t('checkout_title'), body, here: '/cart', kind: 'checkout' }));
}

/** The demo's customers have no addresses in the data, so everybody lives at the same one. */
function addressField({ t, session }, name) {
  const value = { name: session.member ? t('hello', { id: session.member }) : '', street: '12 Market Street', city: 'Ann Arbor', zip: '48104' }[name];
  const autocomplete = { name: 'name', street: 'street-address', city: 'address-level2', zip: 'postal-code' }[name];
  return html`<label class="field field-${name}">${t(name)} <input name="${name}" value="${value}" dir="auto" maxlength="${FIELD_CHARS_MAX}" autocomplete="${autocomplete}" required></label>`;
}

function packingLine({ money }, line) {
  return html`<li><span lang="en">${line.quantity > 1 && html`${line.quantity} × `}${line.title}</span> <span>${money(line.price * line.quantity)}</span></li>`;
}

function coupons(visit, priced) {
  const { t, money } = visit;
  return html`<div class="coupons">
    ${priced.coupons.map((coupon) => html`<form class="coupon" method="post" action="/checkout/coupon/remove">
      <input type="hidden" name="code" value="${coupon.code}">
      <span><b>${couponLabel(visit, coupon, findProduct)}</b> <small>${coupon.worth > 0 ? money(-coupon.worth) : coupon.kind.type === 'gift' && t('coupon_packed')}</small></span>
      <button class="linklike" aria-label="${t('coupon_remove', { code: coupon.code })}">×</button>
    </form>`)}
    <form class="coupon-new" method="post" action="/checkout/coupon">
      <label>${t('coupon')} <input name="code" required maxlength="64" autocomplete="off" spellcheck="false" autocapitalize="characters"></label>
      <button class="button quiet">${t('coupon_apply')}</button>
    </form>
  </div>`;
}

/** Looks the code up among the member's own redemptions: that is where a shop learns what it is worth. */
export async function addCouponAction(visit) {
  const { form, session, regulars, cart, saveCart } = visit;
  if (!session.member) return redirect('/checkout?notice=coupon_sign_in');
  const redemptions = await heldBy(regulars, session.member);
  if (!redemptions) return redirect('/checkout?notice=coupon_unchecked');
  const coupon = findCoupon(redemptions, form.get('code') ?? '');
  if (!coupon) return redirect('/checkout?notice=coupon_unknown');
  addCoupon(cart(), coupon);
  await saveCart();
  return redirect('/checkout?notice=coupon_added');
}

export async function removeCouponAction({ form, cart, saveCart }) {
  removeCoupon(cart(), form.get('code'));
  await saveCart();
  return redirect('/checkout');
}

/**
 * Turns the cart into an order. A second press of the button finds the order of the first. Coupons are looked up once
 * more, because a hold may have ended while the address was typed; an order without coupons needs no answer from
 * Regulars at all.
 */
export async function placeOrderAction(visit) {
  const { form, session, regulars, outbox, cart, saveCart } = visit;
  const { data } = visit.store;
  const cartId = form.get('cart');
  const owner = cartKey(session);
  const ship_to = readAddress(form);
  const placed = () => Object.values(data.orders).find((order) => order.cart_id === cartId && order.owner === owner);
  if (placed()) return redirect(`/orders/${placed().id}?thanks=1`);
  if (cart().id !== cartId) return redirect('/checkout');

  if (cart().coupons.length > 0) {
    const redemptions = await heldBy(regulars, session.member);
    if (!redemptions) return redirect('/checkout?notice=coupon_unchecked');
    const dead = deadCoupons(cart().coupons, redemptions);
    for (const coupon of dead) removeCoupon(cart(), coupon.code);
    if (dead.length > 0) {
      await saveCart();
      return redirect('/checkout?notice=coupon_lapsed');
    }
  }

  const now = await regulars.now().catch(() => null);
  if (now === null) return redirect('/checkout?notice=unavailable');
  // Nothing is awaited from here until the order is in the books: two presses at once must not make two orders.
  if (placed()) return redirect(`/orders/${placed().id}?thanks=1`);
  const order = placeOrder({
    id: `web-${data.next_order_number++}`,
    cart_id: cartId,
    member: session.member,
    owner,
    priced: pricedCart(visit),
    ship_to,
    now,
  });
  data.orders[order.id] = order;
  delete data.carts[owner];
  await outbox.add(order);
  return redirect(`/orders/${order.id}?thanks=1`);
}

function readAddress(form) {
  return Object.fromEntries(
    ADDRESS_FIELDS.map((name) => {
      const value = (form.get(name) ?? '').trim();
      if (!value || value.length > FIELD_CHARS_MAX) throw new HttpError(400);
      return [name, value];
    }),
  );
}

/** The member's redemptions, or null when Regulars does not answer. */
async function heldBy(regulars, member) {
  try {
    return (await regulars.getMember(member)).redemptions;
  } catch (error) {
    console.error(`demo shop: looking up coupons: ${error.message}`);
    return null;
  }
}
