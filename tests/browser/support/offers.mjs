// Offers for tests: those of the demo shop, and small ones that differ in the one thing a test is about.

import { readJson } from './stack.mjs';

/** The demo shop's document: settings, segments and nine offers. */
export const demoOffers = () => readJson('www/demo-shop/offers.json');

/** The document with these offers only, each changed as its entry says. */
export function only(changes, document = demoOffers()) {
  const offers = document.offers.filter(({ id }) => id in changes).map((offer) => ({ ...offer, ...changes[offer.id] }));
  return { ...document, offers };
}

/** Settings under which nothing but what a test is about keeps an offer away. */
export const EAGER = {
  per_page: 50,
  per_session: 50,
  per_week: 50,
  pause_minutes: 0,
  rest_after_dismissal_minutes: 0,
  rest_of_dismissed_days: 0,
  rest_after_conversion_minutes: 0,
  phone_overlay_after_s: 0,
};

/** A published offer to everybody: a bar with a headline, shown at once. `content` is added to the headline. */
export function offerOf(id, { content = {}, ...changes } = {}) {
  return {
    id,
    name: id,
    status: 'published',
    display: { type: 'bar', edge: 'bottom' },
    triggers: [{ type: 'at_once' }],
    holdout: 0,
    variants: [{ key: 'only', content: { headline: { en: headlineOf(id) }, ...content } }],
    ...changes,
  };
}

/** What such an offer says. */
export const headlineOf = (id) => `This is “${id}”`;
