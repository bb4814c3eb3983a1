// The network between a page and the API going wrong. Nothing is answered in the API's place but errors.

import { stack } from './stack.mjs';

/** The shopper's routes of the API. The tag's own files are not among them. */
const API = `${stack.url}/v1/**`;

/** What a preview asks for. */
export const PREVIEW = `${stack.url}/v1/shops/*/preview?*`;

/** No answer at all, until `restore`. */
export function cutApi(page, routes = API) {
  return page.route(routes, (route) => route.abort('connectionfailed'));
}

/** The API answers every question with a fault of its own, until `restore`. */
export function breakApi(page, status = 500, code = 'internal', routes = API) {
  return page.route(routes, (route) =>
    route.request().method() === 'OPTIONS'
      ? route.continue()
      : route.fulfill({
          status,
          contentType: 'application/problem+json',
          headers: { 'access-control-allow-origin': '*' },
          body: JSON.stringify({ type: 'about:blank', title: code, status, code, detail: code }),
        }),
  );
}

/** Holds every answer back; gives what lets them through. */
export async function holdApi(page) {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route(API, async (route) => {
    await released;
    await route.continue();
  });
  return release;
}

/** Requests arrive and are done, but the first few answers are lost on the way back; gives how many were so far. */
export async function loseAnswers(page, method, path, count) {
  let lost = 0;
  await page.route(`${stack.url}${path}*`, async (route) => {
    if (lost === count || route.request().method() !== method) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort('connectionreset');
  });
  return () => lost;
}

/** The network is whole again. */
export function restore(page) {
  return page.unrouteAll({ behavior: 'wait' });
}
