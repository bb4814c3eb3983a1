// What is on display: what stands beside what, how long it stays, and what a click brings.

import { expect, test } from './support/fixtures.mjs';
import { EAGER, headlineOf, offerOf } from './support/offers.mjs';

const MEMBER = 'ana';
const BUTTON = '<p><button type="button" data-regulars-mark="guide">Which size?</button></p>';
const PLACE = '<aside aria-label="News" data-regulars-place="news"></aside>';
const CARD = { display: { type: 'slide_in' } };

/** What a sandbox with these offers is made with; without settings everything is as it is by default. */
const shopWith = (offers, attention) => ({ shopWith: { offers: { ...(attention && { settings: { attention } }), offers } } });

/** A single-page shop goes to another page. */
const goTo = (page, path) => page.evaluate((path) => history.pushState(null, '', path), path);

test.beforeEach(({ offers }) => offers.holdClock());

test.describe('by default', () => {
  const GUIDE = offerOf('guide', { ...CARD, triggers: [{ type: 'click', mark: 'guide' }] });
  const ALWAYS = { limits: {} };
  const FIRST = offerOf('first', { ...CARD, ...ALWAYS, priority: 9 });
  const SECOND = offerOf('second', { ...CARD, ...ALWAYS });
  const INLINE = offerOf('inline', { ...ALWAYS, display: { type: 'inline', place: 'news' } });
  test.use(shopWith([FIRST, SECOND, offerOf('bar', ALWAYS), INLINE, GUIDE]));

  test('a bar and a block of the page stand beside a card, and one card a page is enough', { tag: '@both' }, async ({ page, host, sandbox, offers }) => {
    await page.goto(host.page({ tag: { shop: sandbox.shop }, body: PLACE }));
    for (const id of ['first', 'bar', 'inline']) await expect(offers.named(headlineOf(id))).toBeVisible();
    await offers.named(headlineOf('first')).locator('[part=offer-close]').click();
    await offers.wait();
    await expect(offers.named(headlineOf('second'))).toHaveCount(0);
    await expect(offers.named(headlineOf('bar'))).toBeVisible();
  });

  test('what is clicked for comes each time, in place of what is there, and uses up nothing', { tag: '@both' }, async ({ page, host, sandbox, offers }) => {
    await page.goto(host.page({ tag: { shop: sandbox.shop }, body: BUTTON }));
    await expect(offers.named(headlineOf('first'))).toBeVisible();
    const guide = offers.named(headlineOf('guide'));
    for (let times = 0; times < 7; times += 1) {
      await page.getByRole('button', { name: 'Which size?' }).click();
      await expect(guide).toBeVisible();
      await expect(offers.named(headlineOf('first'))).toHaveCount(0);
      await guide.locator('[part=offer-close]').click();
      await expect(guide).toHaveCount(0);
    }
    await page.reload();
    await offers.begun();
    await page.getByRole('button', { name: 'Which size?' }).click();
    await expect(guide).toBeVisible();
  });

  test('a click before the code is there is not lost', async ({ page, host, sandbox, offers }) => {
    let release;
    const released = new Promise((resolve) => (release = resolve));
    await page.route('**/offers.wasm', async (route) => {
      await released;
      await route.continue();
    });
    const asked = page.waitForRequest('**/offers.wasm');
    await page.goto(host.page({ tag: { shop: sandbox.shop }, body: BUTTON }));
    await asked;
    await page.getByRole('button', { name: 'Which size?' }).click();
    release();
    await expect(offers.named(headlineOf('guide'))).toBeVisible();
  });

  test('another tab has been interrupted, too', async ({ page, host, sandbox, offers, context }) => {
    const address = host.page({ tag: { shop: sandbox.shop } });
    await page.goto(address);
    await expect(offers.named(headlineOf('first'))).toBeVisible();
    const other = new offers.constructor(await context.newPage(), offers.language);
    await other.holdClock();
    await other.page.goto(address);
    await expect(other.named(headlineOf('bar'))).toBeVisible();
    await other.wait();
    await expect(other.named(headlineOf('second'))).toHaveCount(0);
  });
});

test.describe('with an offer that may be shown once', () => {
  test.use(shopWith([offerOf('once', { limits: { total: 1 } })], EAGER));

  test('it stays with who sees it, whatever the newest answer says', async ({ page, host, sandbox, offers }) => {
    await page.goto(host.page({ tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
    await expect(offers.named(headlineOf('once'))).toBeVisible();
    await offers.wait(3_000);
    const sent = async () => (await sandbox.boot(MEMBER)).offers.candidates.map(({ id }) => id);
    await expect.poll(sent, 'the edge sends it no more').not.toContain('once');
    const answered = page.waitForResponse(/\/boot/);
    await page.evaluate(() => window.regulars('refresh'));
    await answered;
    await offers.wait(3_000);
    await expect(offers.named(headlineOf('once'))).toBeVisible();
  });
});

test.describe('with conditions', () => {
  const NEARLY = offerOf('nearly', { condition: { 'cart.total': { $lt: 5_000 } } });
  const ALBUMS = offerOf('albums', { ...CARD, condition: { 'page.path': { $regex: '^/albums|^/čaji' } } });
  test.use(shopWith([NEARLY, ALBUMS], EAGER));

  test('what no longer holds leaves, and what still holds stays on the next page', async ({ page, host, sandbox, offers }) => {
    await page.goto(host.page({ tag: { shop: sandbox.shop } }));
    await offers.begun();
    await page.evaluate(() => window.regulars('cart', { currency: 'USD', total: 4_000 }));
    await expect(offers.named(headlineOf('nearly'))).toBeVisible();
    await page.evaluate(() => window.regulars('cart', { currency: 'USD', total: 6_000 }));
    await expect(offers.named(headlineOf('nearly'))).toHaveCount(0);

    await goTo(page, '/albums/1');
    const album = offers.named(headlineOf('albums'));
    await expect(album).toBeVisible();
    await album.evaluate((card) => (card.dataset.same = 'yes'));
    await goTo(page, encodeURI('/čaji'));
    await offers.wait(3_000);
    await expect(album).toHaveAttribute('data-same', 'yes');
    await goTo(page, '/news');
    await offers.wait(3_000);
    await expect(album).toHaveCount(0);
  });
});

test.describe('with a card at once', () => {
  test.use(shopWith([offerOf('card', CARD)]));

  test('closed by a pointer it leaves the focus where it is, and loads nothing', async ({ page, host, sandbox, offers }) => {
    const panel = [];
    page.on('request', (request) => request.url().includes('/panel.') && panel.push(request.url()));
    await page.goto(host.page({ tag: { shop: sandbox.shop } }));
    await expect(offers.named(headlineOf('card'))).toBeVisible();
    await offers.close();
    await offers.wait(3_000);
    expect(await page.evaluate(() => document.activeElement.tagName)).toBe('BODY');
    expect(panel).toEqual([]);
  });

  test('it waits while the page has a dialog of its own, and while somebody types', async ({ page, host, sandbox, offers }) => {
    await page.goto(host.page({ tag: { shop: sandbox.shop }, body: '<dialog open>Cookies?</dialog>' }));
    await offers.begun();
    await offers.nothingComes();
    await page.getByLabel('Mail').fill('ana');
    await page.evaluate(() => document.querySelector('dialog').close());
    await offers.wait(2_000);
    await expect(offers.any).toHaveCount(0);
    await offers.wait(5_000);
    await expect(offers.named(headlineOf('card'))).toBeVisible();
  });
});
