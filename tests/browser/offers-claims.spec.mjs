// What an offer gives is given: once, to members, whatever the network does; and it is worth what was said.

import { expect, test } from './support/fixtures.mjs';
import { cutApi, loseAnswers, restore } from './support/network.mjs';
import { demoOffers, headlineOf, offerOf, only } from './support/offers.mjs';

const LAPSED = '19339';
const ONCE = '06075';
const WELCOME_POINTS = 300;
const FIVE_OFF_CENTS = 500;

const GIFT = offerOf('gift', {
  content: { button: { label: { en: 'Take it' } } },
  value: { gives: { points: { points: 40, reason: 'A gift' } }, limit_per_member: { count: 1 }, budget: 10 },
});

test.describe('on the demo shop', () => {
  test.use({ shopWith: { customers: [LAPSED, ONCE], offers: only({ 'come-back': {}, 'second-record': {} }) } });

  test('points are on the launcher at once, in the history and at the shop, and are given once', { tag: '@both' }, async ({ page, shop, sandbox, widget, language, offers }) => {
    const before = (await sandbox.member(LAPSED)).available;
    await offers.holdClock();
    await shop.signIn(LAPSED);
    await expect(widget.launcherWith(before)).toBeVisible();
    await offers.comes(demoOffers().offers.find(({ id }) => id === 'come-back'));
    await offers.button('Take 300 points').click();
    await expect(offers.line('points', { n: WELCOME_POINTS })).toBeVisible();
    await offers.close();

    await expect(widget.launcherWith(before + WELCOME_POINTS)).toBeVisible();
    expect((await sandbox.member(LAPSED)).available).toBe(before + WELCOME_POINTS);
    await widget.open();
    await widget.tab('tab_history').click();
    const entry = widget.panel.locator('[part~=entry]').first();
    await expect(entry).toContainText('Welcome back');
    await expect(entry).toContainText(language.number(WELCOME_POINTS));
    await widget.close();
    await expect(sandbox.claimElsewhere(LAPSED, 'come-back')).rejects.toThrow(/409.*limit_reached/);
    await page.reload();
    await offers.nothingComes();
    await expect(widget.launcherWith(before + WELCOME_POINTS)).toBeVisible();
  });

  test('a coupon has a code, which is in the panel too and takes its worth off at the till', { tag: '@both' }, async ({ shop, widget, language, offers }) => {
    await offers.holdClock();
    await shop.signIn(ONCE);
    await offers.comes(demoOffers().offers.find(({ id }) => id === 'second-record'));
    await offers.button('Get my 5 $').click();
    await expect(offers.line('code')).toBeVisible();
    const code = await offers.any.getByRole('code').innerText();
    await offers.close();
    await widget.open();
    await expect(widget.codes.filter({ hasText: code })).toBeVisible();
    await widget.close();

    await shop.addToCart('blue-hour');
    await shop.toCheckout();
    await shop.applyCoupon(code);
    await expect(shop.sum('discount')).toHaveText(language.money(-FIVE_OFF_CENTS));
    await shop.placeOrder();
  });
});

test.describe('with a form and a gift', () => {
  const MEMBER = 'ana';
  const NEWS = offerOf('news', {
    display: { type: 'slide_in' },
    content: { button: { label: { en: 'Send it' } }, capture: { kind: 'email', consent: { en: 'You may write to me.' } } },
    value: { gives: { points: { points: 40, reason: 'News' } }, limit_per_member: { count: 1 }, budget: 10 },
  });
  test.use({ shopWith: { offers: { offers: [NEWS] } } });

  /** Fills in the form and sends it. */
  async function fill({ offers, language }) {
    const card = offers.named(headlineOf('news'));
    await card.getByLabel(language.form('email')).fill('ana@example.org');
    await card.getByRole('checkbox').check();
    await offers.button('Send it').click();
  }

  test('a member has the gift with the form, once, whatever the network does', { tag: '@both' }, async ({ page, host, sandbox, language, offers }) => {
    const lost = await loseAnswers(page, 'POST', `/v1/shops/${sandbox.shop}/offers/news/claims`, 1);
    await page.goto(host.page({ tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
    await fill({ offers, language });
    await expect(offers.line('points', { n: 40 })).toBeVisible();
    expect(lost()).toBe(1);
    expect((await sandbox.member(MEMBER)).available).toBe(40);
  });

  test('a visitor fills in the form, and has the gift as a member', { tag: '@both' }, async ({ page, host, sandbox, language, offers }) => {
    await page.goto(host.page({ tag: { shop: sandbox.shop, 'signin-url': '#signin' } }));
    await fill({ offers, language });
    await expect(offers.line('thanks')).toBeVisible();
    await expect(offers.any.getByRole('link', { name: language.t('sign_in') })).toBeVisible();
    // Signed in, on another page: the card is there again, without the form.
    await page.goto(host.page({ tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
    await offers.button('Send it').click();
    await expect(offers.line('points', { n: 40 })).toBeVisible();
    expect((await sandbox.member(MEMBER)).available).toBe(40);
  });

  test('a form that cannot be loaded is not shown and not counted', async ({ page, host, sandbox, offers, problems }) => {
    problems.expect(/Failed to fetch/);
    let broken = 0;
    await page.route('**/form.wasm', (route) => {
      broken += 1;
      return broken === 1 ? route.abort('connectionfailed') : route.continue();
    });
    await offers.holdClock();
    await page.goto(host.page({ tag: { shop: sandbox.shop } }));
    await offers.begun();
    await expect.poll(() => broken).toBe(1);
    await expect(offers.any).toHaveCount(0);
    expect(await page.evaluate((shop) => localStorage.getItem(`regulars:${shop}:memory`), sandbox.shop)).toBeNull();
    await offers.wait(11_000);
    await expect(offers.named(headlineOf('news'))).toBeVisible();
  });
});

test.describe('anywhere', () => {
  const MEMBER = 'ana';

  test.use({ shopWith: { offers: { offers: [GIFT] } } });

  /** Opens a page of the host's with the gift on it. */
  async function visit({ page, host, sandbox, offers }, member, attributes = {}) {
    const token = member && { token: await sandbox.token(member) };
    await page.goto(host.page({ tag: { shop: sandbox.shop, ...token, ...attributes } }));
    await expect(offers.named(headlineOf('gift'))).toBeVisible();
  }

  const availableOf = async (sandbox) => (await sandbox.member(MEMBER)).available;

  test('a visitor is told how to be a member', { tag: '@both' }, async ({ page, host, sandbox, language, offers }) => {
    await visit({ page, host, sandbox, offers }, null, { 'join-url': '#join', 'signin-url': '#signin' });
    await expect(offers.any.getByRole('link', { name: language.t('sign_in') })).toHaveAttribute('href', '#signin');
    await offers.button(language.t('join', { name: language.program })).click();
    await expect(page).toHaveURL(/#join$/);
  });

  test('a visitor who signs in meanwhile takes it as a member', async ({ page, host, sandbox, offers }) => {
    await visit({ page, host, sandbox, offers }, null);
    await page.evaluate((token) => window.regulars('identify', token), await sandbox.token(MEMBER));
    await offers.button('Take it').click();
    await expect(offers.line('points', { n: 40 })).toBeVisible();
    expect(await availableOf(sandbox)).toBe(40);
  });

  test('what was had elsewhere meanwhile is refused, and said so', async ({ page, host, sandbox, widget, offers }) => {
    await visit({ page, host, sandbox, offers }, MEMBER);
    await sandbox.claimElsewhere(MEMBER, 'gift');
    await offers.button('Take it').click();
    await expect(offers.line('refused_limit')).toBeVisible();
    await expect(widget.launcherWith(40)).toBeVisible();
    expect(await availableOf(sandbox)).toBe(40);
  });

  test('an answer that is lost on its way is asked for again, and gives nothing twice', async ({ page, host, sandbox, offers }) => {
    const lost = await loseAnswers(page, 'POST', `/v1/shops/${sandbox.shop}/offers/gift/claims`, 1);
    await visit({ page, host, sandbox, offers }, MEMBER);
    await offers.button('Take it').click();
    await expect(offers.line('points', { n: 40 })).toBeVisible();
    expect(lost()).toBe(1);
    expect(await availableOf(sandbox)).toBe(40);
  });

  test('without an answer nothing is lost: it can be tried again', async ({ page, host, sandbox, language, offers }) => {
    await offers.holdClock();
    await visit({ page, host, sandbox, offers }, MEMBER);
    await cutApi(page);
    await offers.button('Take it').click();
    await expect.poll(async () => {
      await offers.wait();
      return offers.line('failed').isVisible();
    }).toBe(true);
    await restore(page);
    await offers.button(language.t('retry')).click();
    await expect(offers.line('points', { n: 40 })).toBeVisible();
    expect(await availableOf(sandbox)).toBe(40);
  });
});
