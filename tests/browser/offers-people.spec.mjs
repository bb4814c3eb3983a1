// Whom a device belongs to: a visitor who signs in is the same person, and the next member on it is another one.

import { expect, test } from './support/fixtures.mjs';
import { EAGER, headlineOf, offerOf } from './support/offers.mjs';

const OFFER = offerOf('once', { limits: { total: 1 } });
const ORDER_CENTS = 2_000;

test.use({ shopWith: { offers: { settings: { attention: EAGER }, offers: [OFFER] } } });

/** What the device keeps under a name; nothing if it keeps nothing. */
const kept = (page, shop, name) => page.evaluate((key) => localStorage.getItem(key) ?? '', `regulars:${shop}:${name}`);

const reports = (page) => page.waitForResponse((response) => response.url().includes('/events'));

test('a visitor who signs in is the member, although nothing else happens', async ({ page, host, sandbox, offers }) => {
  const seen = reports(page);
  await page.goto(host.page({ tag: { shop: sandbox.shop } }));
  await expect(offers.named(headlineOf('once'))).toBeVisible();
  const { visitor } = (await seen).request().postDataJSON();

  const joined = reports(page);
  await page.evaluate((token) => window.regulars('identify', token), await sandbox.token('ana'));
  const response = await joined;
  expect(response.status()).toBe(204);
  expect(response.request().postDataJSON()).toEqual({ visitor, events: [] });
  const { now } = await sandbox.boot('ana');
  const lines = [{ id: '1', product: 'cd', labels: ['cd'], quantity: 1, price: ORDER_CENTS }];
  await sandbox.putOrder('o1', { member: 'ana', currency: 'USD', status: 'completed', placed_at: now, updated_at: now, lines });
  const numbers = async () => (await sandbox.results('once')).arms.map(({ visitors, orders, revenue }) => ({ visitors, orders, revenue }));
  await expect.poll(numbers, 'the shop’s numbers').toEqual([{ visitors: 1, orders: 1, revenue: ORDER_CENTS }]);
});

/** The ways in which a page says who is signed in. */
const ways = {
  'the same page': (page, host, shop) => (token) => {
    if (page.url() == 'about:blank') return page.goto(host.page({ tag: { shop, token } }));
    return page.evaluate((token) => window.regulars('identify', token), token);
  },
  'another page': (page, host, shop) => (token) => page.goto(host.page({ tag: token ? { shop, token } : { shop } })),
};

for (const [way, by] of Object.entries(ways)) {
  test(`on ${way} a member leaves nothing, and the next one is somebody else`, async ({ page, host, sandbox, offers }) => {
    const signIn = by(page, host, sandbox.shop);
    const once = offers.named(headlineOf('once'));
    await signIn(await sandbox.token('ana'));
    await expect(once).toBeVisible();
    await offers.close();
    await expect.poll(() => sandbox.candidates('ana'), 'the wallet has heard of it').not.toContain('once');
    expect(await kept(page, sandbox.shop, 'member')).toContain('once');
    const visitor = await kept(page, sandbox.shop, 'visitor');
    const owner = await kept(page, sandbox.shop, 'owner');
    expect(owner).toMatch(/^\w{8}$/);

    await signIn(null);
    await expect.poll(() => kept(page, sandbox.shop, 'member'), 'nothing of the member stays').toBe('');
    expect(await kept(page, sandbox.shop, 'visitor'), 'the visitor stays').toBe(visitor);
    await expect(once, 'the visitor has seen nothing').toBeVisible();

    await signIn(await sandbox.token('bor'));
    await expect(once, 'bor has not seen it').toBeVisible();
    await expect.poll(() => kept(page, sandbox.shop, 'visitor')).not.toBe('');
    expect(await kept(page, sandbox.shop, 'visitor'), 'a visitor becomes one member').not.toBe(visitor);
    expect(await kept(page, sandbox.shop, 'owner')).not.toBe(owner);
    await offers.close();

    await signIn(await sandbox.token('ana'));
    await expect.poll(() => kept(page, sandbox.shop, 'owner')).toBe(owner);
    await expect(offers.any, 'ana has').toHaveCount(0);
  });
}

test('what could not be told is told again without another event', async ({ page, host, sandbox, offers }) => {
  await offers.holdClock();
  let refused = 0;
  await page.route('**/events', (route) => {
    if (refused++) return route.continue();
    return route.abort();
  });
  await page.goto(host.page({ tag: { shop: sandbox.shop } }));
  await expect(offers.named(headlineOf('once'))).toBeVisible();
  await offers.wait(3_000);
  await expect.poll(() => refused, 'it was tried').toBe(1);
  const told = reports(page);
  await offers.wait(3_000);
  expect((await told).status()).toBe(204);
});
