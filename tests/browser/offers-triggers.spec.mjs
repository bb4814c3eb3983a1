// What makes an offer ask for attention: each trigger once, on a page of somebody else's shop, and nothing before it.

import { expect, test } from './support/fixtures.mjs';
import { EAGER, headlineOf, offerOf } from './support/offers.mjs';

const TRIGGERS = {
  time_on_page: { seconds: 300 },
  time_on_site: { seconds: 300 },
  inactivity: { seconds: 300 },
  scroll_depth: { percent: 80 },
  exit_intent: {},
  cart_value: { minimum: 5_000 },
  click: { mark: 'size-guide' },
  event: { name: 'opened-album' },
};

/** One offer for each trigger, on the page whose address ends in its name. */
const OFFERS = Object.entries(TRIGGERS).map(([type, settings]) =>
  offerOf(type.replaceAll('_', '-'), { triggers: [{ type, ...settings }], condition: { 'page.hash': `#${type}` } }),
);

const BODY = `
  <p style="height: 400vh">A long story.</p>
  <button type="button" data-regulars-mark="size-guide"><em>Which size?</em></button>`;

test.use({ shopWith: { offers: { settings: { attention: EAGER }, offers: OFFERS } } });

test('each trigger brings its offer, and nothing else does', { tag: '@both' }, async ({ page, host, sandbox, offers }) => {
  await offers.holdClock();
  // Every page is somebody's first: time let pass on one is not known to the next, which hears the time from the shop.
  await page.addInitScript(() => localStorage.clear());
  const open = (type) =>
    test.step(type, async () => {
      await page.goto(`${host.page({ tag: { shop: sandbox.shop }, body: BODY })}#${type}`);
      await offers.begun();
      await offers.nothingComes();
      return offers.named(headlineOf(type.replaceAll('_', '-')));
    });
  const tell = (...call) => page.evaluate((call) => window.regulars(...call), call);

  const slow = await open('time_on_page');
  await offers.wait(300_000);
  await expect(slow).toBeVisible();

  // Another page of a single-page shop: the page is new, the visit is not.
  const visit = await open('time_on_site');
  await page.evaluate(() => history.pushState(null, '', '/another-page#time_on_page'));
  await offers.wait(200_000);
  await expect(offers.any).toHaveCount(0);
  await page.evaluate(() => history.pushState(null, '', '/a-third-page#time_on_site'));
  await offers.wait(100_000);
  await expect(visit).toBeVisible();

  const idle = await open('inactivity');
  await offers.wait(200_000);
  await page.keyboard.press('Shift');
  await offers.wait(200_000);
  await expect(offers.any).toHaveCount(0);
  await offers.wait(150_000);
  await expect(idle).toBeVisible();

  const deep = await open('scroll_depth');
  await offers.scrollTo(0.6);
  await offers.nothingComes();
  await offers.scrollTo(0.9);
  await expect(deep).toBeVisible();

  const leaving = await open('exit_intent');
  await offers.leave();
  await expect(leaving).toBeVisible();

  const cart = await open('cart_value');
  await tell('cart', { currency: 'USD', total: 4_999 });
  await offers.nothingComes();
  await tell('cart', { currency: 'USD', lines: [{ product: 'cd', quantity: 2, price: 2_600, discount: 200 }] });
  await expect(cart).toBeVisible();

  const clicked = await open('click');
  await page.getByText('Which size?').click();
  await expect(clicked).toBeVisible();

  const told = await open('event');
  await tell('track', 'closed-album');
  await offers.nothingComes();
  await tell('track', 'opened-album');
  await expect(told).toBeVisible();
});
