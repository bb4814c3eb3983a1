// The frame of every page: head, masthead, footer, and the one tag that brings Regulars.

import { countItems } from '../lib/cart.mjs';
import { html } from '../../lib/html.mjs';
import { LANGUAGES } from '../lib/i18n.mjs';
import { FREE_SHIPPING_FROM_CENTS } from '../lib/pricing.mjs';

/** `body` is the page's content; `here` the address of its entry in the menu; `kind` what kind of page it is for offers. */
export function layout(visit, { title, body, here = '', kind = '' }) {
  const { t, lang, money, dir, session, config } = visit;
  const direction = dir === 'rtl' ? 'rtl' : 'ltr';
  return html`<html lang="${lang}" dir="${direction}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · Groove & Grain</title>
    ${preloads(lang)}
    <link rel="stylesheet" href="/shop.css">
    <link rel="icon" href="/record.svg" type="image/svg+xml">
    <script async src="${config.url}/regulars.js" data-shop="${config.shop}" data-lang="${lang}" data-signin-url="/sign-in" data-join-url="/sign-in"${kind && html` data-page="${kind}"`}${visit.token && html` data-token="${visit.token}"`}></script>
    <script defer src="/shop.js"></script>
  </head>
  <body>
    <a class="skip" href="#content">${t('skip')}</a>
    <header>
      <div class="strip">
        <p>${t('banner', { amount: money(FREE_SHIPPING_FROM_CENTS) })}</p>
        <nav aria-label="${t('language')}">
          <ul>${Object.entries(LANGUAGES).map(([code, name]) => languageLink(visit, code, name))}</ul>
        </nav>
      </div>
      <div class="masthead">
        <a class="logo" href="/"><img src="/record.svg" alt="" width="52" height="52"><span dir="ltr">Groove <i>&</i> Grain</span></a>
        <p class="tagline">${t('tagline')}</p>
        <a class="cart-link" href="/cart"${here === '/cart' && CURRENT}>${cartLabel(visit)}</a>
        <nav class="menu" aria-label="${t('nav')}">
          <ul>
            ${menuLink('/', t('nav_records'), here)}
            ${menuLink('/blog', t('nav_journal'), here)}
            ${menuLink('/prices', t('nav_prices'), here)}
            ${menuLink('/orders', t('nav_orders'), here)}
            ${session.member ? signOut(visit) : menuLink('/sign-in', t('nav_sign_in'), here)}
          </ul>
        </nav>
      </div>
    </header>
    <main id="content">
      ${notice(visit)}
      ${body}
    </main>
    <footer class="footer">
      <p>${t('footer')}</p>
      <p><a href="/demo">${t('footer_demo')}</a></p>
    </footer>
  </body>
</html>`;
}

/**
 * The typefaces the first picture needs, so that nothing moves when they arrive. The language menu shows every script
 * in poster type; the book face is needed in the page's own.
 */
function preloads(lang) {
  const book = { uk: ['cyrillic'], ru: ['cyrillic'], sl: ['latin-ext'] }[lang] ?? [];
  const fonts = [
    ...['latin', 'latin-ext', 'cyrillic'].map((script) => `sofia-sans-extra-condensed-${script}`),
    ...['latin', ...book].map((script) => `source-serif-4-${script}`),
  ];
  return fonts.map((font) => html`<link rel="preload" href="/fonts/${font}-wght-normal.woff2" as="font" type="font/woff2" crossorigin>
    `);
}

function languageLink({ url, lang }, code, name) {
  const query = new URLSearchParams(url.searchParams);
  query.delete('notice');
  query.set('lang', code);
  const current = code === lang && html` aria-current="true"`;
  return html`<li><a href="?${query}" lang="${code}" hreflang="${code}"${current}>${name}</a></li>`;
}

const CURRENT = html` aria-current="page"`;

function menuLink(href, label, here) {
  return html`<li><a href="${href}"${href === here && CURRENT}>${label}</a></li>`;
}

function signOut({ t, session }) {
  return html`<li class="account">
    <span>${t('hello', { id: session.member })}</span>
    <form method="post" action="/sign-out"><button class="linklike">${t('nav_sign_out')}</button></form>
  </li>`;
}

function cartLabel({ t, cart }) {
  const count = countItems(cart());
  return html`${t('nav_cart')}${count > 0 && html` <b class="count">${count}</b>`}`;
}

const NOTICES = {
  cart_added: 'good',
  coupon_added: 'good',
  order_changed: 'good',
  coupon_unknown: 'bad',
  coupon_sign_in: 'bad',
  coupon_unchecked: 'bad',
  coupon_lapsed: 'bad',
  order_refused: 'bad',
  unavailable: 'bad',
};

/** What the last form did, named in the address so that a reload shows it again. */
function notice({ url, t }) {
  const name = url.searchParams.get('notice');
  if (!Object.hasOwn(NOTICES, name ?? '')) return null;
  return html`<p class="notice ${NOTICES[name]}" role="${NOTICES[name] === 'bad' ? 'alert' : 'status'}">${t(`notice_${name}`)}</p>`;
}
