// The five displays: what each does to focus, to the page and to the eye, by day and by night, wide and narrow.

import { expectAccessible } from './support/axe.mjs';
import { expect, test } from './support/fixtures.mjs';
import { overflowing } from './support/layout.mjs';
import { EAGER, headlineOf, offerOf } from './support/offers.mjs';
import { partsNamed, partsOf } from './support/parts.mjs';
import { layoutShift, watchLayout } from './support/traces.mjs';

const MEMBER = 'ana';
const PICTURES = 'https://pictures.example';
/** The smallest thing a finger hits (WCAG 2.5.5), in CSS pixels. */
const TARGET_PX = 44;

const BUTTON = { label: { en: 'Have a look' } };
const WORDS = { body: { en: 'There is **more** than one line of it.\n\nAnd [a link](/news).' } };
const PICTURE = { picture: { address: `${PICTURES}/a.png`, alt: { en: 'A record' } } };
const CAPTURE = { capture: { kind: 'birthday', consent: { en: 'You may keep my birthday.' } } };
const COUPON = { gives: { coupon: { reward: 'five-off' } }, limit_per_member: { count: 1 }, budget: 100 };

/** One offer for each display, on the page whose address ends in its name. */
const OFFERS = [
  ['bar-top', { display: { type: 'bar', edge: 'top' }, schedule: { until: '1998-07-20T12:00' }, content: { button: BUTTON, countdown: true } }],
  ['bar-bottom', { display: { type: 'bar', edge: 'bottom' }, content: { button: BUTTON, ...WORDS } }],
  ['modal', { display: { type: 'modal' }, triggers: [{ type: 'click', mark: 'open' }], content: { button: BUTTON, ...WORDS, ...PICTURE }, value: COUPON }],
  ['slide-in', { display: { type: 'slide_in' }, triggers: [{ type: 'event', name: 'now' }], content: { button: BUTTON, ...WORDS, ...CAPTURE } }],
  ['inline', { display: { type: 'inline', place: 'news' }, content: { button: BUTTON, ...WORDS, ...PICTURE } }],
  ['badge', { display: { type: 'badge' }, content: { button: BUTTON, ...WORDS } }],
].map(([id, changes]) => offerOf(id, { condition: { 'page.hash': `#${id}` }, ...changes }));

const BODY = `
  <p><button type="button" data-regulars-mark="open">Open it</button></p>
  <aside aria-label="News" data-regulars-place="news"></aside>`;

test.use({ shopWith: { offers: { settings: { attention: EAGER, picture_origins: [PICTURES] }, offers: OFFERS } } });

test.beforeEach(async ({ page }) => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><rect width="640" height="360" fill="#345"/></svg>';
  await page.route(`${PICTURES}/**`, (route) => route.fulfill({ contentType: 'image/svg+xml', body: svg }));
});

/** Opens a page with an offer on it, as far as it comes by itself. */
async function open({ page, host, sandbox, offers }, id, more = {}) {
  const token = await sandbox.token(MEMBER);
  await page.goto(`${host.page({ tag: { shop: sandbox.shop, token }, body: BODY, ...more })}#${id}`);
  await offers.begun();
}

/** Brings what does not come by itself. */
async function show({ page, offers }, id) {
  if (id === 'modal') await page.getByRole('button', { name: 'Open it' }).click();
  if (id === 'slide-in') await page.evaluate(() => window.regulars('track', 'now'));
  if (id === 'badge') await offers.mark.click();
  const offer = offers.named(headlineOf(id));
  await expect(offer).toBeVisible();
  return offer;
}

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme === 'light' ? 'by day' : 'by night', () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    test('axe finds nothing, everything has room, and closing is easy to hit', { tag: '@both' }, async ({ page, host, sandbox, offers }) => {
      for (const { id } of OFFERS) {
        await test.step(id, async () => {
          await open({ page, host, sandbox, offers }, id);
          await show({ page, offers }, id);
          await expectAccessible(page, id);
          expect(await overflowing(page), id).toEqual([]);
          const { width, height } = await offers.closeButton.boundingBox();
          expect(Math.min(width, height), id).toBeGreaterThanOrEqual(TARGET_PX);
          const moving = await offers.any.first().evaluate((offer) => offer.getAnimations({ subtree: true }).length);
          expect(moving, `${id} stands still for those who want it`).toBe(0);
          if (id === 'modal') {
            // Beside it, on the page that waits.
            await page.mouse.click(5, 5);
            await expect(offers.any).toHaveCount(0);
          } else {
            await offers.close();
          }
        });
      }
    });
  });
}

test('a modal keeps the focus, makes the page wait, and gives the focus back', { tag: '@both' }, async ({ page, host, sandbox, offers }) => {
  await open({ page, host, sandbox, offers }, 'modal');
  const opener = page.getByRole('button', { name: 'Open it' });
  const modal = await show({ page, offers }, 'modal');
  const isInside = () => page.evaluate(() => document.activeElement.shadowRoot?.activeElement?.closest('dialog') != null);
  expect(await isInside()).toBe(true);
  for (let presses = 0; presses < 8; presses += 1) {
    await page.keyboard.press(presses < 4 ? 'Tab' : 'Shift+Tab');
    expect(await isInside()).toBe(true);
  }
  expect(await modal.evaluate((dialog) => dialog.matches(':modal'))).toBe(true);
  await page.keyboard.press('Escape');
  await expect(modal).toBeHidden();
  await expect(opener).toBeFocused();
});

for (const id of ['bar-top', 'bar-bottom', 'slide-in', 'badge']) {
  test(`a ${id} moves nothing of the page and takes no focus`, { tag: '@both' }, async ({ page, host, sandbox, offers }) => {
    await watchLayout(page);
    await open({ page, host, sandbox, offers }, id);
    const field = page.getByLabel('Mail');
    if (id === 'slide-in') {
      await field.focus();
      await show({ page, offers }, id);
      await expect(field).toBeFocused();
      await offers.closeButton.focus();
      await page.keyboard.press('Escape');
    } else {
      await expect(offers.any.first()).toBeVisible();
      await field.focus();
      if (id !== 'badge') await offers.close();
    }
    if (id !== 'badge') await expect(offers.any).toHaveCount(0);
    expect(await layoutShift(page)).toBe(0);
  });
}

test('an offer in the page stands where the page has a place for it, and goes along with it', { tag: '@both' }, async ({ page, host, sandbox, offers }) => {
  await open({ page, host, sandbox, offers }, 'inline');
  const place = page.getByRole('complementary', { name: 'News' });
  await expect(place.getByRole('region', { name: headlineOf('inline') })).toBeVisible();
  await page.evaluate(() => {
    const old = document.querySelector('[data-regulars-place]');
    old.replaceWith(old.cloneNode(false));
  });
  await expect(place.getByRole('region', { name: headlineOf('inline') })).toBeVisible();
  await offers.close();
  await expect(place.locator('*')).toHaveCount(0);
});

for (const [id, edge] of [['bar-top', 'top'], ['bar-bottom', 'bottom']]) {
  test(`a page knows how high a ${id} is, and hides nothing behind it`, { tag: '@both' }, async ({ page, host, sandbox, offers }) => {
    await open({ page, host, sandbox, offers }, id);
    const bar = offers.named(headlineOf(id));
    await expect(bar).toBeVisible();
    const told = (name) => page.evaluate((name) => getComputedStyle(document.documentElement).getPropertyValue(name), name);
    const { height } = await bar.boundingBox();
    await expect.poll(async () => parseFloat(await told(`--regulars-bar-${edge}`))).toBeCloseTo(height, -1);
    expect(parseFloat(await told(`scroll-padding-${edge}`))).toBeGreaterThan(40);
    await offers.close();
    await expect.poll(() => told(`--regulars-bar-${edge}`)).toBe('');
  });
}

test('a bar stands in the place that a page has for bars', { tag: '@both' }, async ({ page, host, sandbox, offers }) => {
  const body = '<aside aria-label="Bars" data-regulars-place="bar" style="min-height: 120px"></aside>';
  await watchLayout(page);
  await open({ page, host, sandbox, offers }, 'bar-top', { body });
  const bar = page.getByRole('complementary', { name: 'Bars' }).getByRole('region', { name: headlineOf('bar-top') });
  await expect(bar).toBeVisible();
  await expectAccessible(page, 'a bar in its place');
  expect(await overflowing(page)).toEqual([]);
  expect(await layoutShift(page)).toBe(0);
  await offers.close();
  await expect(bar).toHaveCount(0);
});

test('every part of an offer the page for site owners names is there to be styled', async ({ page, host, sandbox, offers }) => {
  const named = await partsNamed(page, 'offer-parts');
  const seen = new Set();
  const look = async () => {
    const parts = await partsOf(page, 'regulars-widget', 'regulars-offer');
    parts.forEach((part) => seen.add(part));
  };
  for (const { id } of OFFERS) {
    await open({ page, host, sandbox, offers }, id);
    await show({ page, offers }, id);
    await look();
    if (id === 'modal') {
      await offers.button(BUTTON.label.en).click();
      await expect(offers.line('code')).toBeVisible();
      await look();
    }
  }
  expect(named.filter((name) => !seen.has(name))).toEqual([]);
  expect([...seen].filter((name) => name.startsWith('offer') && !named.includes(name))).toEqual([]);
});
