// How much attention is asked for: what a shop allows holds on every page, after a reload, in every tab and, for a
// member, on every device.

import { expect, test } from './support/fixtures.mjs';
import { EAGER, headlineOf, offerOf } from './support/offers.mjs';
import { START } from './support/sandbox.mjs';

const MEMBER = 'ana';

/** Cards of falling priority, which interrupt. */
const several = (...ids) => ids.map((id, index) => offerOf(id, { priority: 50 - index, display: { type: 'slide_in' } }));

/** What a sandbox with these settings and offers is made with. */
const shopWith = (attention, offers) => ({ shopWith: { offers: { settings: { attention: { ...EAGER, ...attention } }, offers } } });

const hoursLater = (hours) => new Date(Date.parse(START) + hours * 3_600_000).toISOString();

/** A single-page shop goes to another page. */
const goTo = (page, path) => page.evaluate((path) => history.pushState(null, '', path), path);

test.beforeEach(({ offers }) => offers.holdClock());

test.describe('with one a page and two a visit', () => {
  test.use(shopWith({ per_page: 1, per_session: 2 }, several('first', 'second', 'third')));

  test('the rest waits for the next page, and then for the next visit', async ({ page, host, sandbox, offers }) => {
    await page.goto(host.page({ tag: { shop: sandbox.shop } }));
    await expect(offers.named(headlineOf('first'))).toBeVisible();
    await offers.close();
    await offers.nothingComes();
    await goTo(page, '/second-page');
    await expect(offers.any).toHaveCount(1);
    await offers.close();
    await goTo(page, '/third-page');
    await offers.nothingComes();
    await page.goto(host.page({ tag: { shop: sandbox.shop } }));
    await offers.begun();
    await offers.nothingComes();

    await sandbox.setClock(hoursLater(2));
    await page.reload();
    await expect(offers.any).toHaveCount(1);
  });
});

test.describe('with a rest after a no', () => {
  test.use(shopWith({ rest_after_dismissal_minutes: 60, rest_of_dismissed_days: 30 }, several('refused', 'other')));

  test('nothing is offered for a while, and what was refused not for a month', async ({ page, host, sandbox, offers }) => {
    await page.goto(host.page({ tag: { shop: sandbox.shop } }));
    await expect(offers.named(headlineOf('refused'))).toBeVisible();
    await offers.close();
    await page.reload();
    await offers.begun();
    await offers.nothingComes();
    await sandbox.setClock(hoursLater(2));
    await page.reload();
    await expect(offers.named(headlineOf('other'))).toBeVisible();
    await sandbox.setClock(hoursLater(31 * 24));
    await page.reload();
    await expect(offers.named(headlineOf('refused'))).toBeVisible();
  });
});

test.describe('with an offer that may be shown once', () => {
  test.use(shopWith({}, [offerOf('once', { limits: { total: 1 } })]));

  test('a second look at the page is without it', async ({ page, host, sandbox, offers }) => {
    await page.goto(host.page({ tag: { shop: sandbox.shop } }));
    await expect(offers.named(headlineOf('once'))).toBeVisible();
    await page.reload();
    await offers.begun();
    await offers.nothingComes();
  });

  test('a member who has seen it on one device does not see it on another', async ({ page, host, sandbox, offers, browser }) => {
    const address = host.page({ tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } });
    await page.goto(address);
    await expect(offers.named(headlineOf('once'))).toBeVisible();
    await offers.wait(3_000);
    await expect.poll(() => sandbox.candidates(MEMBER), 'the wallet has heard of it').not.toContain('once');

    const context = await browser.newContext();
    const elsewhere = new offers.constructor(await context.newPage(), offers.language);
    await elsewhere.holdClock();
    await elsewhere.page.goto(address);
    await elsewhere.begun();
    await elsewhere.nothingComes();
    await context.close();
  });

  test('on a checkout there is nothing, whether its kind or its path says so', { tag: '@both' }, async ({ page, host, sandbox, widget, offers }) => {
    await page.goto(host.page({ tag: { shop: sandbox.shop, page: 'checkout' } }));
    await expect(widget.visitorLauncher).toBeVisible();
    await offers.begun();
    await offers.nothingComes();
    await page.goto(host.page({ tag: { shop: sandbox.shop } }));
    await expect(offers.named(headlineOf('once'))).toBeVisible();
    await goTo(page, '/shop/checkouts/42/shipping');
    await expect(offers.any).toHaveCount(0);
  });

  test('where consent is required nothing is kept and nothing is offered before it', async ({ page, host, sandbox, widget, offers }) => {
    const kept = () => page.evaluate(() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie].flat().filter(Boolean));
    await page.goto(host.page({ tag: { shop: sandbox.shop, consent: 'required' } }));
    await expect(widget.visitorLauncher).toBeVisible();
    await offers.nothingComes();
    expect(await kept()).toEqual([]);
    await page.evaluate(() => window.regulars('consent', true));
    await expect(offers.named(headlineOf('once'))).toBeVisible();
    expect(await kept()).toEqual(expect.arrayContaining([`regulars:${sandbox.shop}:visitor`, `regulars:${sandbox.shop}:memory`]));
    await page.evaluate(() => window.regulars('consent', false));
    await expect(offers.any).toHaveCount(0);
    await offers.wait();
    expect(await kept()).toEqual([]);
  });
});
