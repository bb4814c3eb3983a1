// What shoppers see when things are not as usual: who they are, what the network does, what a rule refuses.

import { expect, test } from './support/fixtures.mjs';
import { breakApi, cutApi, holdApi, loseAnswers, restore } from './support/network.mjs';
import { stack } from './support/stack.mjs';

const MEMBER = '21490';
const WIDGET_FILES = `${stack.url}/widget/**`;

test.use({ shopWith: { customers: [MEMBER] } });

/** Opens a host page as the member, or as `member: null`, a visitor. */
async function visit({ page, host, sandbox }, { member = MEMBER, ttl_s, ...attributes } = {}) {
  const token = member && { token: await sandbox.token(member, { ttl_s }) };
  await page.goto(host.page({ tag: { shop: sandbox.shop, ...token, ...attributes } }));
}

const availableOf = async (sandbox) => (await sandbox.member(MEMBER)).available;

test.describe('who is there', () => {
  test('a visitor reads what the program is and how to join', { tag: '@both' }, async ({ page, host, sandbox, widget, language }) => {
    await visit({ page, host, sandbox }, { member: null, 'join-url': '#join', 'signin-url': '#signin' });
    await expect(widget.visitorLauncher).toBeVisible();
    await widget.open();
    await expect(widget.line('visitor_lead', { name: language.program })).toBeVisible();
    await expect(widget.reward('five-off')).toBeVisible();
    await expect(widget.panel.getByRole('link', { name: language.t('sign_in') })).toHaveAttribute('href', '#signin');
    await widget.button('join', { name: language.program }).click();
    await expect(page).toHaveURL(/#join$/);
  });

  test('a new member starts at nothing and is told what to do', async ({ page, host, sandbox, widget }) => {
    await visit({ page, host, sandbox }, { member: 'never-seen' });
    await expect(widget.launcherWith(0)).toBeVisible();
    await widget.open();
    await widget.tab('tab_history').click();
    await expect(widget.line('history_empty')).toBeVisible();
  });

  test('an expired token is asked for again, and the page may bring a new one', async ({ page, host, sandbox, widget }) => {
    await page.addInitScript(() => {
      document.addEventListener('regulars:token-expired', () => (window.asked = (window.asked ?? 0) + 1));
    });
    await visit({ page, host, sandbox }, { ttl_s: -600 });
    await expect.poll(() => page.evaluate(() => window.asked)).toBe(1);
    await widget.openByCommand();
    await expect(widget.line('expired_title')).toBeVisible();
    await page.evaluate((token) => window.regulars('identify', token), await sandbox.token(MEMBER));
    await widget.expectBalance(await availableOf(sandbox));
  });

  test('a page whose origin the shop has not allowed shows nothing, and is told no more than that', async ({ page, host, sandbox, widget, problems }) => {
    // The browser's own word: an answer for other origins cannot be read by this one.
    problems.expect(/blocked by CORS policy/);
    await visit({ page, host, sandbox });
    await expect(widget.launcher).toBeVisible();
    const { origin } = new URL(page.url());
    await page.goto(page.url().replace(origin, origin.replace('127.0.0.1', 'localhost')));
    await widget.openByCommand();
    await expect(widget.line('failed')).toBeVisible();
    await expect(widget.launcher).toBeHidden();
  });
});

test('history has what an order earned on the day it was placed, though it was imported later', async ({ page, host, sandbox, widget }) => {
  const { orders } = await sandbox.member(MEMBER);
  const old = orders.find((order) => order.placed_at.startsWith('1997'));
  await visit({ page, host, sandbox });
  await widget.open();
  await widget.tab('tab_history').click();
  const earned = widget.panel.locator('[part~=entry]').filter({ hasText: old.id });
  await expect(earned.locator('.when')).toContainText('1997');
});

test('a page that is looked at again shows what happened meanwhile', async ({ page, host, sandbox, widget }) => {
  await visit({ page, host, sandbox });
  const before = await availableOf(sandbox);
  await expect(widget.launcherWith(before)).toBeVisible();
  await sandbox.adjust(MEMBER, 77);
  // Headless pages are always visible; what the browser says when one becomes so can still be said.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(widget.launcherWith(before + 77)).toBeVisible();
});

test.describe('without a program', () => {
  test.use({ shopWith: { program: null } });

  test('a shop that has not opened its rewards shows no launcher, and says so when asked', async ({ page, host, sandbox, widget }) => {
    await visit({ page, host, sandbox }, { member: 'early-bird' });
    await widget.openByCommand();
    await expect(widget.line('closed_title')).toBeVisible();
    await expect(widget.launcher).toBeHidden();
  });
});

test.describe('the network', () => {
  test('without an answer at first, the page is unharmed and the launcher comes by itself later', async ({ page, host, sandbox, widget }) => {
    await cutApi(page);
    await visit({ page, host, sandbox });
    await page.waitForLoadState('networkidle');
    await expect(widget.launcher).toBeHidden();
    await restore(page);
    await expect(widget.launcherWith(await availableOf(sandbox))).toBeVisible();
  });

  test('asked to open without an answer, the panel says so and goes on trying', { tag: '@both' }, async ({ page, host, sandbox, widget }) => {
    await cutApi(page);
    await visit({ page, host, sandbox });
    await widget.openByCommand();
    await expect(widget.line('failed')).toBeVisible();
    await restore(page);
    await widget.expectBalance(await availableOf(sandbox));
    await expect(widget.line('failed')).toBeHidden();
  });

  test('the last known state is there at once and is then made new', async ({ page, host, sandbox, widget }) => {
    await visit({ page, host, sandbox });
    const known = await availableOf(sandbox);
    await expect(widget.launcherWith(known)).toBeVisible();

    const release = await holdApi(page);
    await sandbox.adjust(MEMBER, 70);
    await page.reload();
    await expect(widget.launcherWith(known)).toBeVisible();
    await widget.open();
    await widget.expectBalance(known);
    release();
    await widget.expectBalance(known + 70);
  });

  test('offline, the last known numbers stay with a word of warning until the network is back', { tag: '@both' }, async ({ page, host, sandbox, widget, context }) => {
    await visit({ page, host, sandbox });
    const known = await availableOf(sandbox);
    await widget.open();
    await widget.expectBalance(known);
    await context.setOffline(true);
    await page.evaluate(() => window.regulars('refresh'));
    await expect(widget.line('offline')).toBeVisible();
    await widget.expectBalance(known);
    await sandbox.adjust(MEMBER, 30);
    await context.setOffline(false);
    await widget.expectBalance(known + 30);
    await expect(widget.line('offline')).toBeHidden();
  });

  test('faults of the API are told in words, and trying again by hand helps at once', async ({ page, host, sandbox, widget }) => {
    await breakApi(page);
    await visit({ page, host, sandbox });
    await widget.openByCommand();
    await expect(widget.line('failed')).toBeVisible();
    await restore(page);
    await widget.button('retry').click();
    await widget.expectBalance(await availableOf(sandbox));
  });

  test('a slow answer is waited for in words', async ({ page, host, sandbox, widget }) => {
    const release = await holdApi(page);
    await visit({ page, host, sandbox });
    await widget.openByCommand();
    await expect(widget.line('slow')).toBeVisible();
    release();
    await widget.expectBalance(await availableOf(sandbox));
  });
});

test.describe('the widget’s own files', () => {
  test('a panel that does not arrive is fetched again, and says so meanwhile', async ({ page, host, sandbox, widget, problems }) => {
    problems.expect(/Failed to fetch/);
    await page.route(WIDGET_FILES, (route) => (route.request().url().includes('panel') ? route.abort() : route.continue()));
    await visit({ page, host, sandbox });
    await widget.launcher.click();
    await expect(widget.announcements).toHaveText(widget.language.t('launcher_failed'));
    await restore(page);
    await expect(widget.panel).toBeVisible();
  });

  test('a widget that does not arrive is fetched again', async ({ page, host, sandbox, widget }) => {
    await page.route(WIDGET_FILES, (route) => route.abort());
    await visit({ page, host, sandbox });
    await page.waitForLoadState('networkidle');
    await restore(page);
    await expect(widget.launcher).toBeVisible();
  });
});

test.describe('redeeming', () => {
  test('points that were spent in another tab are not spent again', async ({ page, host, sandbox, widget, language }) => {
    await visit({ page, host, sandbox });
    const before = await availableOf(sandbox);
    await widget.open();
    await widget.ask('free-single');
    await sandbox.redeemElsewhere(MEMBER, 'free-shipping');
    await widget.confirm();
    const left = before - 250;
    await expect(widget.line('refused_points', { n: 400 - left })).toBeVisible();
    expect((await sandbox.member(MEMBER)).available, 'nothing more was spent').toBe(left);
    await widget.expectBalance(left);
    await expect(widget.reward('free-single')).toContainText(language.t('to_go', { n: 400 - left }));
  });

  test('an answer that is lost on the way is asked for again, and nothing is spent twice', async ({ page, host, sandbox, widget }) => {
    const lost = await loseAnswers(page, 'POST', `/v1/shops/${sandbox.shop}/redemptions`, 1);
    await visit({ page, host, sandbox });
    const before = await availableOf(sandbox);
    await widget.open();
    await widget.redeem('free-shipping');
    expect(lost()).toBe(1);
    await widget.expectBalance(before - 250);
    const { redemptions, available } = await sandbox.member(MEMBER);
    expect(redemptions).toHaveLength(1);
    expect(available).toBe(before - 250);
  });

  test('when no answer comes at all the shopper is told, and trying again later spends once', async ({ page, host, sandbox, widget }) => {
    await loseAnswers(page, 'POST', `/v1/shops/${sandbox.shop}/redemptions`, Infinity);
    await visit({ page, host, sandbox });
    const before = await availableOf(sandbox);
    await widget.open();
    await widget.ask('free-shipping');
    await widget.confirm();
    await expect(widget.line('failed_action')).toBeVisible();
    await restore(page);
    await widget.button('retry').click();
    await expect(widget.codes).toHaveCount(1);
    await widget.expectBalance(before - 250);
    expect((await sandbox.member(MEMBER)).redemptions).toHaveLength(1);
  });

  test('a code that was used meanwhile cannot be given back', async ({ page, host, sandbox, widget }) => {
    await visit({ page, host, sandbox });
    await widget.open();
    const code = await widget.redeem('free-shipping');
    await sandbox.capture(code);
    await widget.askBack(code);
    await widget.confirmBack();
    await expect(widget.line('refused_captured')).toBeVisible();
  });

  test('what is out of reach says how far, and what is kept for others says for whom', async ({ page, host, sandbox, widget, language }) => {
    await sandbox.adjust(MEMBER, 300 - (await availableOf(sandbox)));
    await visit({ page, host, sandbox });
    await widget.open();
    await expect(widget.reward('five-off')).toContainText(language.t('to_go', { n: 200 }));
    await expect(widget.reward('surprise')).toContainText(language.t('to_go', { n: 300 }));
    await expect(widget.reward('signed-vinyl')).toContainText(language.t('status_tier', { tiers: language.tier('gold') }));
    await expect(widget.redeemButton('free-shipping')).toBeEnabled();
  });
});

test.describe('consent', () => {
  const stored = (page) => page.evaluate(() => ({ local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie }));
  const nothing = { local: {}, session: {}, cookies: '' };

  test('nothing is kept on the device before the shopper agrees, nor after they change their mind', async ({ page, host, sandbox, widget, context }) => {
    await visit({ page, host, sandbox }, { consent: 'required' });
    await widget.open();
    await widget.close();
    expect(await stored(page)).toEqual(nothing);

    await page.evaluate(() => window.regulars('consent', true));
    expect(Object.keys((await stored(page)).local)).toEqual([`regulars:${sandbox.shop}`]);
    await page.evaluate(() => window.regulars('consent', false));
    expect(await stored(page)).toEqual(nothing);
    expect(await context.cookies()).toEqual([]);
  });

  test('a visitor leaves nothing on the device', async ({ page, host, sandbox, widget, context }) => {
    await visit({ page, host, sandbox }, { member: null });
    await widget.open();
    expect(await stored(page)).toEqual(nothing);
    expect(await context.cookies()).toEqual([]);
  });
});
