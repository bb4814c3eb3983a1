// Pieces that several pages share: a record on the shelf, the sums of a cart or an order.

import { sleeve } from '../art/sleeve.mjs';
import { html, raw } from '../../lib/html.mjs';

/** A record on the shelf. The whole card leads to its page; `heading` fits under the page's own, h2 or h3. */
export function record({ t, money }, product, heading = 'h3') {
  const badge = ['new', 'sale', 'live', 'box-set', 'single'].find((label) => product.labels.includes(label));
  return html`<li class="record">
    <div class="record-art">${sleeve(product.id)}</div>
    <${raw(heading)} class="title"><a href="/albums/${product.id}" lang="en">${product.title}</a></${raw(heading)}>
    <p class="artist" lang="en">${product.artist}</p>
    <p class="price">${money(product.price)}${badge && html` <span class="badge badge-${badge}">${t(`badge_${badge}`)}</span>`}</p>
  </li>`;
}

/** The sums under a cart or an order, as a list of names and amounts. Zero rows are left out. */
export function sums({ t, money }, { subtotal, discount, shipping, tax, total, credit, refunded = 0 }) {
  const row = (key, text, className) => html`<div${className && html` class="${className}"`}><dt>${t(key)}</dt><dd>${text}</dd></div>`;
  return html`<dl class="sums">
    ${row('subtotal', money(subtotal))}
    ${discount > 0 && row('discount', money(-discount), 'off')}
    ${row('shipping', shipping > 0 ? money(shipping) : t('free'))}
    ${tax > 0 && row('tax', money(tax))}
    ${row('total', money(total), 'grand')}
    ${credit > 0 && row('credit', money(-credit), 'off')}
    ${credit > 0 && row('to_pay', money(total - credit), 'grand')}
    ${refunded > 0 && row('refunded', money(-refunded), 'off')}
  </dl>`;
}

/** What a coupon does, in words. */
export function couponLabel({ t, money }, coupon, find) {
  const { kind, name } = coupon;
  switch (kind.type) {
    case 'amount_off':
    case 'store_credit':
      return t(`coupon_${kind.type}`, { amount: money(kind.amount) });
    case 'percent_off':
      return t('coupon_percent_off', { percent: kind.percent });
    case 'free_product':
      return t('coupon_free_product', { title: find(kind.product)?.title ?? kind.product });
    case 'free_shipping':
      return t('coupon_free_shipping');
    default:
      return t('coupon_gift', { name });
  }
}
