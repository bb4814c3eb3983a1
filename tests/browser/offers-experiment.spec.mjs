// An experiment from the first look to the shop's numbers: who is in which arm, who saw what, and who bought.

import { expect, test } from './support/fixtures.mjs';
import { headlineOf, offerOf } from './support/offers.mjs';

const OFFER = offerOf('trial', { holdout: 5_000 });
const MEMBER = 'ana';
const ORDER_CENTS = 2_000;
/** With half of them in the holdout one arm stays empty once in 2^11 runs. */
const VISITORS_MAX = 12;

test.use({ shopWith: { offers: { offers: [OFFER] } } });

test('those in the holdout see nothing and are counted; an order counts for who placed it', async ({ browser, host, sandbox, offers }) => {
  /** Somebody new looks at a page; gives the arm they are told to be in, and has looked whether that is what they see. */
  const visit = async () => {
    const context = await browser.newContext();
    const visitor = new offers.constructor(await context.newPage(), offers.language);
    const told = visitor.page.waitForResponse((response) => response.url().includes('/events'));
    await visitor.page.goto(host.page({ tag: { shop: sandbox.shop } }));
    const response = await told;
    expect(response.status()).toBe(204);
    const { events } = response.request().postDataJSON();
    expect(events).toMatchObject([{ event: 'seen', offer: 'trial' }]);
    const isShown = events[0].arm !== 'holdout';
    await expect(visitor.named(headlineOf('trial'))).toHaveCount(isShown ? 1 : 0);
    return { isShown, visitor, context };
  };
  const met = { holdout: 0, shown: 0 };
  let buyer;
  while ((!met.holdout || !met.shown) && met.holdout + met.shown < VISITORS_MAX) {
    const { isShown, visitor, context } = await visit();
    met[isShown ? 'shown' : 'holdout'] += 1;
    if (isShown && !buyer) buyer = visitor;
    else await context.close();
  }

  // One who saw it signs in, stays who they were, and buys.
  const isDismissed = ({ event }) => event == 'dismissed';
  const linked = buyer.page.waitForResponse((response) => response.url().includes('/events') && response.request().postDataJSON().events.some(isDismissed));
  await buyer.page.evaluate((token) => window.regulars('identify', token), await sandbox.token(MEMBER));
  await buyer.close();
  expect((await linked).request().postDataJSON().events).toMatchObject([{ event: 'dismissed', arm: { variant: 'only' } }]);
  const { now } = await sandbox.boot(MEMBER);
  const lines = [{ id: '1', product: 'cd', labels: ['cd'], quantity: 1, price: ORDER_CENTS }];
  await sandbox.putOrder('o1', { member: MEMBER, currency: 'USD', status: 'completed', placed_at: now, updated_at: now, lines });

  const numbers = async () =>
    (await sandbox.results('trial')).arms.map(({ arm, visitors, dismissals, orders, revenue }) => ({ arm, visitors, dismissals, orders, revenue }));
  await expect.poll(numbers, 'the shop’s numbers').toEqual([
    { arm: 'holdout', visitors: met.holdout, dismissals: 0, orders: 0, revenue: 0 },
    { arm: { variant: 'only' }, visitors: met.shown, dismissals: 1, orders: 1, revenue: ORDER_CENTS },
  ]);
});

test('a guest’s order counts for the device whose page names it', async ({ page, host, sandbox }) => {
  const told = (what) =>
    page.waitForResponse((response) => response.url().includes('/events') && response.request().postDataJSON()?.[what]?.length > 0);
  const seen = told('events');
  await page.goto(host.page({ tag: { shop: sandbox.shop } }));
  expect((await seen).status()).toBe(204);
  const placed = told('orders');
  await page.evaluate(() => window.regulars('order', '1001'));
  const response = await placed;
  expect(response.status()).toBe(204);
  expect(response.request().postDataJSON()).toMatchObject({ events: [], orders: ['1001'] });

  const { now } = await sandbox.boot(MEMBER);
  const lines = [{ id: '1', product: 'cd', labels: ['cd'], quantity: 1, price: ORDER_CENTS }];
  await sandbox.putOrder('1001', { currency: 'USD', status: 'completed', placed_at: now, updated_at: now, lines });
  const orders = async () => (await sandbox.results('trial')).arms.reduce((sum, arm) => sum + arm.orders, 0);
  await expect.poll(orders, 'the shop’s number of orders').toBe(1);
});
