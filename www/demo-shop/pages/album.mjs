// One record: its sleeve, its songs, its price, and what it would earn.

import { sleeve } from '../art/sleeve.mjs';
import { MAX_QUANTITY } from '../lib/cart.mjs';
import { PRODUCTS, findProduct } from '../lib/catalogue.mjs';
import { html } from '../../lib/html.mjs';
import { HttpError, page } from '../lib/http.mjs';
import { layout } from './layout.mjs';
import { record } from './parts.mjs';

/** How many neighbours are shown under a record. */
const MORE = 3;

export function albumPage(visit, { id }) {
  const { t, money } = visit;
  const product = findProduct(id);
  if (!product) throw new HttpError(404);
  const more = PRODUCTS.filter((other) => other.genre === product.genre && other !== product).slice(0, MORE);

  const body = html`<article class="album">
      <div class="album-art">${sleeve(id)}</div>
      <div class="album-words">
        <p class="kicker"><a href="/?genre=${product.genre}">${t(`genre_${product.genre}`)}</a></p>
        <h1 lang="en">${product.title}</h1>
        <p class="artist" lang="en">${t('by', { artist: product.artist })}</p>
        <p class="lead" lang="en">${product.blurb}</p>
        <p class="price big">${money(product.price)}</p>
        <regulars-earn product="${id}" labels="${product.labels.join(',')}" amount="${product.price}" currency="USD"></regulars-earn>
        <form class="buy" method="post" action="/cart/add">
          <input type="hidden" name="product" value="${id}">
          <label>${t('quantity')} <input type="number" name="quantity" value="1" min="1" max="${MAX_QUANTITY}" required></label>
          <button class="button">${t('add')}</button>
        </form>
        <p><button class="linklike" type="button" data-regulars-mark="listening-evening">${t('album_listen')}</button></p>
        <dl class="facts">
          <div><dt>${t('year')}</dt><dd>${product.year}</dd></div>
          <div><dt>${t('format')}</dt><dd lang="en">${product.format}</dd></div>
          <div><dt>${t('label')}</dt><dd lang="en">${product.label}</dd></div>
        </dl>
        <h2>${t('tracks')}</h2>
        <ol class="tracks" lang="en">${product.tracks.map((track) => html`<li>${track}</li>`)}</ol>
      </div>
    </article>
    <section class="shelf">
      <div class="shelf-head"><h2>${t('more')}</h2></div>
      <ul class="records few">${more.map((other) => record(visit, other))}</ul>
    </section>`;
  return page(layout(visit, { title: product.title, body, here: '/', kind: 'product' }));
}
