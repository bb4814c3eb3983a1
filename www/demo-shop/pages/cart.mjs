// The cart: what is in it, what it costs, what it would earn.

import { sleeve } from '../art/sleeve.mjs';
import { MAX_QUANTITY, addToCart, setQuantity } from '../lib/cart.mjs';
import { findProduct } from '../lib/catalogue.mjs';
import { html } from '../../lib/html.mjs';
import { HttpError, page, readInteger, redirect } from '../lib/http.mjs';
import { FREE_SHIPPING_FROM_CENTS, priceCart } from '../lib/pricing.mjs';
import { layout } from './layout.mjs';
import { sums } from './parts.mjs';

/** The visitor's cart with products and prices. Products the shop no longer sells are passed over. */
export function pricedCart({ cart }) {
  const { lines, coupons } = cart();
  const items = lines
    .map(({ product, quantity }) => ({ product: findProduct(product), quantity }))
    .filter(({ product }) => product);
  return priceCart(items, coupons, findProduct);
}

/** The element that says what the cart earns. The script hands `data-cart` to its `cart` property. */
export function earn(priced) {
  const cart = { currency: 'USD', lines: priced.lines, shipping: priced.shipping };
  return html`<regulars-earn currency="USD" data-cart="${JSON.stringify(cart)}"></regulars-earn>`;
}

export function cartPage(visit) {
  const { t } = visit;
  const priced = pricedCart(visit);
  const body = html`<h1>${t('cart_title')}</h1>
    ${priced.lines.length === 0 ? emptyCart(visit) : fullCart(visit, priced)}`;
  return page(layout(visit, { title: t('cart_title'), body, here: '/cart', kind: 'cart' }));
}

function emptyCart({ t }) {
  return html`<p class="lead">${t('cart_empty')}</p><p><a class="button" href="/">${t('cart_browse')}</a></p>`;
}

function fullCart(visit, priced) {
  const { t, money } = visit;
  const items = priced.subtotal - priced.discount;
  return html`<form id="remove" method="post" action="/cart"></form>
  <div class="till">
    <form class="lines" method="post" action="/cart">
      <ul>${visit.cart().lines.map((line) => cartLine(visit, line))}</ul>
      <p><button class="button quiet">${t('cart_update')}</button></p>
    </form>
    <aside class="receipt">
      ${sums(visit, { ...priced, shipping: priced.shipping.price })}
      ${items < FREE_SHIPPING_FROM_CENTS && html`<p class="hint">${t('cart_more', { amount: money(FREE_SHIPPING_FROM_CENTS - items) })}</p>`}
      ${earn(priced)}
      <p><a class="button wide" href="/checkout">${t('cart_checkout')}</a></p>
    </aside>
  </div>`;
}

/** The remove button belongs to a form of its own: Enter in a quantity must update, not remove. */
function cartLine({ t, money }, { product: id, quantity }) {
  const product = findProduct(id);
  return product && html`<li class="line">
    <a class="line-art" href="/albums/${id}" tabindex="-1" aria-hidden="true">${sleeve(id)}</a>
    <div class="line-words">
      <h2><a href="/albums/${id}" lang="en">${product.title}</a></h2>
      <p class="artist" lang="en">${product.artist}</p>
      <p class="hint">${t('each', { amount: money(product.price) })}</p>
    </div>
    <label class="line-quantity"><span class="hidden">${t('quantity')}, ${product.title}</span>
      <input type="number" name="quantity:${id}" value="${quantity}" min="0" max="${MAX_QUANTITY}" required></label>
    <p class="line-price">${money(product.price * quantity)}</p>
    <button class="linklike line-remove" form="remove" name="remove" value="${id}" aria-label="${t('cart_remove', { title: product.title })}">×</button>
  </li>`;
}

export async function addToCartAction({ form, cart, saveCart }) {
  const product = findProduct(form.get('product') ?? '');
  const quantity = readInteger(form.get('quantity'));
  if (!product || !quantity) throw new HttpError(400);
  addToCart(cart(), product.id, quantity);
  await saveCart();
  return redirect('/cart?notice=cart_added');
}

/** Sets every quantity in the form, and takes out the line whose button was pressed. */
export async function updateCartAction({ form, cart, saveCart }) {
  for (const [name, value] of form) {
    const [field, product] = name.split(':');
    if (field !== 'quantity') continue;
    const quantity = readInteger(value);
    if (quantity === null) throw new HttpError(400);
    setQuantity(cart(), product, quantity);
  }
  if (form.has('remove')) setQuantity(cart(), form.get('remove'), 0);
  await saveCart();
  return redirect('/cart');
}
