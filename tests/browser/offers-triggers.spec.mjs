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

test.describe('on a touch screen', { tag: '@phone' }, () => {
  /** Scrolls up in steps, each a moment after the one before, from three screens down. */
  async function scrollUp(page, steps, isByTouch) {
    await page.evaluate(async ([steps, isByTouch]) => {
      const frame = () => new Promise((done) => requestAnimationFrame(done));
      scrollTo(0, innerHeight * 3);
      await frame();
      for (let step = 1; step <= steps; step += 1) {
        if (isByTouch) window.dispatchEvent(new Event('touchmove'));
        scrollBy(0, -innerHeight / steps);
        await frame();
      }
    }, [steps, isByTouch]);
  }

  test.beforeEach(async ({ page, host, sandbox, offers }) => {
    await offers.holdClock();
    await page.goto(`${host.page({ tag: { shop: sandbox.shop }, body: BODY })}#exit_intent`);
    await offers.begun();
  });

  test('a finger that hurries back up is leaving, a page that jumps is not', async ({ page, offers }) => {
    await scrollUp(page, 1, true);
    // What follows a finger at once is still its doing.
    await offers.wait(2_000);
    await scrollUp(page, 5, false);
    await offers.nothingComes();
    await scrollUp(page, 5, true);
    await expect(offers.named(headlineOf('exit-intent'))).toBeVisible();
  });

  test('who comes back after five seconds elsewhere is leaving, who had a look is not', async ({ page, offers }) => {
    const see = (state) =>
      page.evaluate((state) => {
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await see('hidden');
    await offers.wait(4_000);
    await see('visible');
    await offers.nothingComes();
    await see('hidden');
    await offers.wait(5_000);
    await see('visible');
    await expect(offers.named(headlineOf('exit-intent'))).toBeVisible();
  });
});

test.describe('a modal on a phone on its side', { tag: '@phone' }, () => {
  const OVER = [
    offerOf('at-once', { display: { type: 'modal' } }),
    offerOf('soon', { display: { type: 'modal' }, triggers: [{ type: 'time_on_page', seconds: 1 }] }),
  ];
  test.use({
    viewport: { width: 844, height: 390 },
    shopWith: { offers: { settings: { attention: { ...EAGER, phone_overlay_after_s: 15 } }, offers: OVER } },
  });

  test('does not cover the screen on arrival, nor for time in which nobody saw the page', async ({ page, host, sandbox, offers }) => {
    await offers.holdClock();
    await page.addInitScript(() => Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true }));
    await page.goto(host.page({ tag: { shop: sandbox.shop } }));
    await offers.begun();
    await offers.wait(60_000);
    await page.evaluate(() => {
      delete document.visibilityState;
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await offers.wait(5_000);
    await expect(offers.any).toHaveCount(0);
    await offers.wait(15_000);
    await expect(offers.named(headlineOf('soon'))).toBeVisible();
  });
});
