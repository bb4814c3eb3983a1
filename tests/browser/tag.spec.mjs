// The tag is a contract with pages we do not control: its commands, its events, its queue, and how it stays attached.

import { pointsFor } from './support/expected.mjs';
import { expect, test } from './support/fixtures.mjs';
import { scriptTag } from './support/host.mjs';
import { readJson, stack } from './support/stack.mjs';

const MEMBER = '21490';
const OTHER = '00004';
const QUEUE = 'window.regulars = window.regulars || function () { (window.regulars.q = window.regulars.q || []).push(arguments); };';

test.use({ shopWith: { customers: [MEMBER, OTHER] } });

/** The tag of a signed-in member. */
const tagOf = async (sandbox, member, attributes = {}) => ({ shop: sandbox.shop, token: await sandbox.token(member), ...attributes });

test('commands given before the tag has loaded are kept for it', async ({ page, host, sandbox, widget }) => {
  await page.goto(host.page({ inline: `${QUEUE} regulars('open');`, tag: await tagOf(sandbox, MEMBER) }));
  await expect(widget.panel).toBeVisible();
});

test('open and close do what they say', async ({ page, host, sandbox, widget }) => {
  await page.goto(host.page({ tag: await tagOf(sandbox, MEMBER) }));
  await expect(widget.launcher).toBeVisible();
  await page.evaluate(() => window.regulars('open'));
  await expect(widget.panel).toBeVisible();
  await page.evaluate(() => window.regulars('close'));
  await expect(widget.panel).toBeHidden();
});

test('a page identifies its shopper, another one, and nobody', async ({ page, host, sandbox, widget }) => {
  const available = async (member) => (await sandbox.member(member)).available;
  const identify = (token) => page.evaluate((token) => window.regulars('identify', token), token);

  await page.goto(host.page({ tag: { shop: sandbox.shop } }));
  await expect(widget.visitorLauncher).toBeVisible();
  await identify(await sandbox.token(MEMBER));
  await expect(widget.launcherWith(await available(MEMBER))).toBeVisible();
  await identify(await sandbox.token(OTHER));
  await expect(widget.launcherWith(await available(OTHER))).toBeVisible();
  await identify(null);
  await expect(widget.visitorLauncher).toBeVisible();
  expect(await page.evaluate(() => JSON.stringify(localStorage)), 'whoever signs out leaves nothing').toBe('{}');
});

test('listeners and DOM events tell the same, in the same order', async ({ page, host, sandbox, widget }) => {
  const record = `
    window.heard = { listeners: [], events: [] };
    for (const name of ['ready', 'update', 'open', 'close']) {
      regulars('on', name, (detail) => heard.listeners.push([name, detail && detail.available]));
      document.addEventListener('regulars:' + name, (event) => heard.events.push([name, event.detail && event.detail.available]));
    }`;
  await page.goto(host.page({ inline: QUEUE + record, tag: await tagOf(sandbox, MEMBER) }));
  const { available } = await sandbox.member(MEMBER);
  await widget.open();
  await widget.close();

  const heard = await page.evaluate(() => window.heard);
  expect(heard.listeners).toEqual(heard.events);
  const names = heard.events.map(([name]) => name);
  expect(names.filter((name) => name !== 'update')).toEqual(['ready', 'open', 'close']);
  expect(heard.events).toContainEqual(['update', available]);
});

test('a listener that fails does not take the widget with it', async ({ page, host, sandbox, widget, problems }) => {
  problems.expect(/a mistake of the page/);
  const inline = `${QUEUE} regulars('on', 'update', () => { throw new Error('a mistake of the page'); });`;
  await page.goto(host.page({ inline, tag: await tagOf(sandbox, MEMBER) }));
  await widget.open();
});

test('refresh shows what has happened elsewhere', async ({ page, host, sandbox, widget }) => {
  await page.goto(host.page({ tag: await tagOf(sandbox, MEMBER) }));
  const { available } = await sandbox.member(MEMBER);
  await expect(widget.launcherWith(available)).toBeVisible();
  await sandbox.adjust(MEMBER, 55);
  await page.evaluate(() => window.regulars('refresh'));
  await expect(widget.launcherWith(available + 55)).toBeVisible();
});

test('a command nobody knows changes nothing', async ({ page, host, sandbox, widget }) => {
  await page.goto(host.page({ tag: await tagOf(sandbox, MEMBER) }));
  await expect(widget.launcher).toBeVisible();
  await page.evaluate(() => window.regulars('dance', {}, null));
  await widget.open();
});

test('a single-page shop that replaces its body keeps the widget', async ({ page, host, sandbox, widget }) => {
  await page.goto(host.page({ tag: await tagOf(sandbox, MEMBER) }));
  const { available } = await sandbox.member(MEMBER);
  await widget.open();
  await page.evaluate(() => {
    const body = document.createElement('body');
    body.innerHTML = '<main><h1>The next page</h1></main>';
    document.body = body;
  });
  await expect(widget.launcherWith(available)).toBeVisible();
  await expect(page.locator('regulars-widget')).toHaveCount(1);
  if (!(await widget.panel.isVisible())) await widget.open();
  await widget.close();
});

test('a single-page shop that empties its body and brings a new tag keeps one widget', async ({ page, host, sandbox, widget }) => {
  await page.goto(host.page({ tag: await tagOf(sandbox, MEMBER) }));
  await expect(widget.launcher).toBeVisible();
  const token = await sandbox.token(OTHER);
  await page.evaluate(({ url, shop, token }) => {
    document.body.innerHTML = '<main><h1>The next page</h1></main>';
    document.querySelector('script[data-shop]').remove();
    const tag = Object.assign(document.createElement('script'), { src: `${url}/regulars.js`, async: true });
    Object.assign(tag.dataset, { shop, token });
    document.body.append(tag);
  }, { url: stack.url, shop: sandbox.shop, token });
  await expect(widget.launcherWith((await sandbox.member(OTHER)).available)).toBeVisible();
  await expect(page.locator('regulars-widget')).toHaveCount(1);
});

test('the tag pasted twice works once', async ({ page, host, sandbox, widget }) => {
  const tag = await tagOf(sandbox, MEMBER);
  const boots = [];
  page.on('request', (request) => request.url().includes('/boot') && request.method() === 'GET' && boots.push(request.url()));
  await page.goto(host.page({ tag, body: scriptTag(tag) }));
  await expect(widget.launcher).toBeVisible();
  expect(boots).toHaveLength(1);
  await widget.open();
  await expect(page.locator('regulars-widget')).toHaveCount(1);
});

test('the language of the page is followed when it changes', async ({ page, host, sandbox }) => {
  await page.goto(host.page({ tag: await tagOf(sandbox, MEMBER) }));
  await expect(page.getByRole('button', { name: 'Open CD Club' })).toBeVisible();
  await page.evaluate(() => (document.documentElement.lang = 'sl'));
  await expect(page.getByRole('button', { name: 'Odpri CD-klub' })).toBeVisible();
});

test('“this earns” follows its attributes and says what the worker then awards', async ({ page, host, sandbox, language }) => {
  const body = '<regulars-earn amount="1499" product="blue-hour" labels="cd,jazz" currency="USD"></regulars-earn>';
  await page.goto(host.page({ tag: await tagOf(sandbox, OTHER), body }));
  const element = page.locator('regulars-earn');
  const says = (points) => expect(element).toHaveText(language.t('earn_with', { n: points }));
  const set = (name, value) => element.evaluate((element, [name, value]) => element.setAttribute(name, value), [name, value]);

  await says(pointsFor([{ cents: 1499, jazz: true }]));
  await set('amount', '2599');
  await says(pointsFor([{ cents: 2599, jazz: true }]));
  await set('labels', 'cd,rock');
  await says(pointsFor([{ cents: 2599 }]));

  const shipping = { price: 399, tax: 0, refunded: 0, refunded_tax: 0 };
  const lines = [
    { id: '1', product: 'blue-hour', labels: ['cd', 'jazz'], quantity: 3, price: 1499, discount: 123, tax: 350 },
    { id: '2', product: 'route-nine', labels: ['cd', 'rock'], quantity: 1, price: 999, discount: 0, tax: 80 },
  ];
  await element.evaluate((element, cart) => (element.cart = cart), { currency: 'USD', lines, shipping });
  const points = pointsFor([{ cents: 3 * 1499 - 123, jazz: true }, { cents: 999 }]);
  await says(points);

  const { now } = await sandbox.boot();
  const order = { member: OTHER, currency: 'USD', status: 'paid', placed_at: now, updated_at: now, lines, shipping };
  expect((await sandbox.putOrder('same-cart', order)).points).toBe(points);
});

test('“this earns” knows the shopper’s level', async ({ page, host, sandbox, language }) => {
  const { tier } = await sandbox.member(MEMBER);
  const levels = readJson('www/demo-shop/program.json').rules[0].multipliers;
  const level = levels.find(({ tiers }) => tiers.includes(tier?.id));
  expect(level, `${MEMBER} has a level with a multiplier`).toBeDefined();
  const body = '<regulars-earn amount="1599" product="static-garden" labels="cd,rock" currency="USD"></regulars-earn>';
  await page.goto(host.page({ tag: await tagOf(sandbox, MEMBER), body }));
  await expect(page.locator('regulars-earn')).toHaveText(
    language.t('earn_with', { n: pointsFor([{ cents: 1599 }], level.percent) }),
  );
});

test('“this earns” says nothing where nothing is earned', async ({ page, host, sandbox, widget }) => {
  const body = ['amount="0"', 'amount="abc"', 'amount="1599" currency="XTS"', '']
    .map((attributes) => `<regulars-earn ${attributes}></regulars-earn>`)
    .join('');
  await page.goto(host.page({ tag: await tagOf(sandbox, MEMBER), body }));
  await expect(widget.launcher).toBeVisible();
  await expect(page.locator('regulars-earn')).toHaveText(['', '', '', '']);
});
