// One request: who asks, in which language, which page; and what is sent when something goes wrong.

import { randomBytes } from 'node:crypto';
import { errorPage } from '../pages/error.mjs';
import { readAsset } from './assets.mjs';
import { newCart } from './cart.mjs';
import { pageHeaders } from './headers.mjs';
import { HttpError, checkOrigin, readForm, readPreferences } from './http.mjs';
import { negotiate, speak } from './i18n.mjs';
import { findRoute } from './routes.mjs';
import { cartKey, parseCookies, readSession, writeSession } from './session.mjs';

/** Makes the server's listener. `shop` is {config, store, regulars, outbox}; pages get it with the visitor added. */
export function createHandler(shop) {
  return async (request, response) => {
    try {
      const url = new URL(request.url, 'http://shop.invalid');
      const asset = await readAsset(url.pathname);
      if (asset) {
        response.writeHead(200, asset.headers).end(asset.body);
        return;
      }
      await answer(shop, request, url, response);
    } catch (error) {
      console.error(`demo shop: ${request.method} ${request.url}: ${error.stack}`);
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('The shop is out of order. Please try again.');
    }
  };
}

async function answer(shop, request, url, response) {
  const secret = shop.store.data.cookie_secret;
  const session = readSession(parseCookies(request.headers.cookie), secret);
  const preferences = readPreferences(request, url);
  const lang = preferences.lang === 'auto' ? negotiate(request.headers['accept-language']) : preferences.lang;
  const visit = { ...shop, ...speak(lang), url, session, dir: preferences.dir, ...openCart(shop.store, session) };
  visit.token = session.member ? await shop.regulars.signToken(session.member) : null;

  const result = await run(visit, request);
  const headers = {
    ...pageHeaders(preferences.csp, new URL(shop.config.url).origin),
    'set-cookie': [writeSession(visit.session, secret), ...preferences.cookies],
  };
  if (result.type) headers['content-type'] = result.type;
  if (result.location) headers.location = result.location;
  response.writeHead(result.status, headers).end(request.method === 'HEAD' ? undefined : result.body);
}

async function run(visit, request) {
  try {
    const route = findRoute(request.method, visit.url.pathname);
    if (!route) throw new HttpError(404);
    if (request.method === 'POST') {
      checkOrigin(request);
      visit.form = await readForm(request);
    }
    return await route.action(visit, route.params);
  } catch (error) {
    if (error instanceof HttpError) return errorPage(visit, error.status);
    console.error(`demo shop: ${request.method} ${visit.url.pathname}: ${error.stack}`);
    return errorPage(visit, 500);
  }
}

/** The session's cart. An empty one is not kept until something was put into it. */
function openCart(store, session) {
  const { carts } = store.data;
  const key = cartKey(session);
  const cart = carts[key] ?? newCart(randomBytes(8).toString('hex'));
  return {
    cart: () => cart,
    saveCart() {
      carts[key] = cart;
      return store.save();
    },
  };
}
