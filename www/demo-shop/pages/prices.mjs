// Every record and its price on one sheet, with what shipping and returns cost.

import { PRODUCTS } from '../lib/catalogue.mjs';
import { html } from '../../lib/html.mjs';
import { page } from '../lib/http.mjs';
import { FREE_SHIPPING_FROM_CENTS, SHIPPING_CENTS } from '../lib/pricing.mjs';
import { layout } from './layout.mjs';

export function pricesPage(visit) {
  const { t, money } = visit;
  const sorted = [...PRODUCTS].sort((a, b) => a.artist.localeCompare(b.artist) || a.price - b.price);
  const body = html`<h1>${t('prices_title')}</h1>
    <p class="lead">${t('prices_lead')}</p>
    <table class="prices">
      <thead><tr><th scope="col">${t('prices_album')}</th><th scope="col">${t('format')}</th><th scope="col">${t('prices_price')}</th></tr></thead>
      <tbody>${sorted.map((product) => priceRow(visit, product))}</tbody>
    </table>
    <div class="small-print">
      <section><h2>${t('prices_shipping')}</h2><p>${t('prices_shipping_text', { amount: money(SHIPPING_CENTS), from: money(FREE_SHIPPING_FROM_CENTS) })}</p></section>
      <section><h2>${t('prices_returns')}</h2><p>${t('prices_returns_text')}</p></section>
    </div>`;
  return page(layout(visit, { title: t('prices_title'), body, here: '/prices', kind: 'prices' }));
}

function priceRow({ money }, { id, artist, title, format, price }) {
  return html`<tr>
    <th scope="row" lang="en">${artist} <a href="/albums/${id}">${title}</a></th>
    <td lang="en">${format}</td>
    <td>${money(price)}</td>
  </tr>`;
}
