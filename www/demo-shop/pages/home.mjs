// The front page: the record of the month, the club, the whole shelf by genre, and what customers say of the shop.

import { sleeve } from '../art/sleeve.mjs';
import { GENRES, PRODUCTS, findProduct } from '../lib/catalogue.mjs';
import { html } from '../../lib/html.mjs';
import { page } from '../lib/http.mjs';
import { layout } from './layout.mjs';
import { record } from './parts.mjs';

const RECORD_OF_THE_MONTH = 'blue-hour';

/** `?genre=` narrows the shelf; the hero is only for those who see all of it. */
export function homePage(visit) {
  const { t, url } = visit;
  const genre = GENRES.find((name) => name === url.searchParams.get('genre'));
  const shelf = PRODUCTS.filter((product) => !genre || product.genre === genre);
  const title = genre ? t(`genre_${genre}`) : t('shelf_all');
  const body = html`${!genre && hero(visit)}${!genre && club(visit)}
    <div class="place" data-regulars-place="club"></div>
    <section class="shelf">
      <div class="shelf-head">
        ${genre ? html`<h1>${title}</h1>` : html`<h2>${title}</h2>`}
        <ul class="genres">${[undefined, ...GENRES].map((name) => genreLink(visit, name, genre))}</ul>
      </div>
      <ul class="records">${shelf.map((product) => record(visit, product, genre ? 'h2' : 'h3'))}</ul>
    </section>
    ${!genre && html`<regulars-testimonials class="voices" limit="3"></regulars-testimonials>`}`;
  return page(layout(visit, { title: genre ? title : t('tagline'), body, here: '/', kind: 'home' }));
}

function hero({ t, money }) {
  const product = findProduct(RECORD_OF_THE_MONTH);
  return html`<section class="hero">
    <div class="hero-words">
      <p class="kicker">${t('hero_kicker')}</p>
      <h1>${t('hero_title')}</h1>
      <p class="lead">${t('hero_lead')}</p>
      <p class="hero-pick"><span lang="en"><b>${product.title}</b> · ${product.artist}</span> <span class="price">${money(product.price)}</span></p>
      <p><a class="button" href="/albums/${product.id}">${t('hero_button')}</a></p>
    </div>
    <div class="hero-art">${sleeve(product.id)}<span class="disc" aria-hidden="true"></span></div>
  </section>`;
}

function club({ t }) {
  return html`<section class="club">
    <h2>${t('club_title')}</h2>
    <p>${t('club_text')}</p>
    <button class="button light" type="button" data-regulars-open hidden>${t('club_open')}</button>
  </section>`;
}

function genreLink({ t }, name, current) {
  const href = name ? `/?genre=${name}` : '/';
  return html`<li><a href="${href}"${name === current && html` aria-current="true"`}>${t(`genre_${name ?? 'all'}`)}</a></li>`;
}
