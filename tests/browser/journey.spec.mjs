// One customer's summer, from signing in to a refund. Every number is computed here, from prices and the program's
// rates, and looked for in three places: on the launcher, in the panel and in what the API tells the shop's server.

import { daysAfter, pointsFor, taxOn } from './support/expected.mjs';
import { expect, test } from './support/fixtures.mjs';
import { START } from './support/sandbox.mjs';

// Four visits. On 1 July 1998 the points of the first two have expired: they were bought more than 30 + 365 days ago.
const CUSTOMER = '00004';
const LIVE_PURCHASES = [
  { cents: 1496, expires: '1998-09-01T12:00:00Z' },
  { cents: 2648, expires: '1999-01-11T12:00:00Z' },
];
const BLUE_HOUR = { id: 'blue-hour', cents: 1499, jazz: true };
const STATIC_GARDEN = { id: 'static-garden', cents: 1599 };
const COPPER_WIRE_HEART = { id: 'copper-wire-heart', title: 'Copper Wire Heart', cents: 1399 };
const SHIPPING_CENTS = 399;
const FIVE_OFF = { id: 'five-off', points: 500, cents: 500 };
const SILVER_CENTS = 10_000;
const LATER = '1998-08-01T12:00:00Z';

test.use({ shopWith: { customers: [CUSTOMER] } });

test('a customer buys, waits, redeems, spends the code and is refunded in part', { tag: '@both' }, async ({ page, sandbox, shop, widget, language, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: shop.url });

  /** Compares what is shown and what is true with what was computed. */
  const expectNumbers = async ({ available, pending = 0, held = 0, silverIn }) => {
    const { balance, ...member } = await sandbox.member(CUSTOMER);
    expect(member).toMatchObject({ available, pending, held, debt: 0 });
    expect(balance).toBe(available + pending + held);
    expect(member.next_tier).toMatchObject({ id: 'silver', missing: silverIn });
    await sandbox.published(CUSTOMER);

    await page.reload();
    await expect(widget.launcherWith(available)).toBeVisible();
    await widget.open();
    await widget.expectBalance(available);
    if (held) await expect(widget.line('held', { n: held })).toBeVisible();
    await expect(widget.panel).toContainText(language.wholeMoney(silverIn));
  };

  const before = LIVE_PURCHASES.map(({ cents }) => pointsFor([{ cents }]));
  const spentBefore = LIVE_PURCHASES.reduce((sum, { cents }) => sum + cents, 0);
  const atStart = before[0] + before[1];

  await test.step('signed in, the points of earlier purchases are there', async () => {
    await shop.signIn(CUSTOMER);
    await expectNumbers({ available: atStart, silverIn: SILVER_CENTS - spentBefore });
    await expect(widget.line('expires_on', { n: before[0], date: language.day(LIVE_PURCHASES[0].expires) })).toBeVisible();
    await widget.close();
  });

  // One order, rounded once: jazz counts double.
  const first = pointsFor([BLUE_HOUR, STATIC_GARDEN]);
  const spentFirst = spentBefore + BLUE_HOUR.cents + STATIC_GARDEN.cents;

  await test.step('an order’s points are on their way, with the day they arrive', async () => {
    await shop.addToCart(BLUE_HOUR.id);
    await shop.addToCart(STATIC_GARDEN.id);
    await expect(shop.earn).toHaveText(language.t('earn_with', { n: first }));
    await shop.toCheckout();
    await shop.placeOrder();
    await expect(shop.earned).toContainText(language.shop('order_points', { n: first }));
    await expectNumbers({ available: atStart, pending: first, silverIn: SILVER_CENTS - spentFirst });
    await expect(widget.line('pending_on', { n: first, date: language.day(daysAfter(START, 30)) })).toBeVisible();
    await widget.close();
  });

  await test.step('a month later they can be spent', async () => {
    await sandbox.setClock(LATER);
    await expectNumbers({ available: atStart + first, silverIn: SILVER_CENTS - spentFirst });
  });

  const afterRedeeming = atStart + first - FIVE_OFF.points;

  const code = await test.step('redeemed, they are set aside for a code that can be copied', async () => {
    const shown = await widget.redeem(FIVE_OFF.id);
    await widget.button('copy_label', { code: shown }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(shown);
    await expect(widget.launcherWith(afterRedeeming)).toBeAttached();
    await expectNumbers({ available: afterRedeeming, held: FIVE_OFF.points, silverIn: SILVER_CENTS - spentFirst });
    await widget.close();
    return copied;
  });

  const goods = 2 * COPPER_WIRE_HEART.cents - FIVE_OFF.cents;
  const second = pointsFor([{ cents: goods }]);

  const order = await test.step('the code takes its worth off at the till and is spent with the order', async () => {
    await shop.addToCart(COPPER_WIRE_HEART.id, 2);
    await shop.toCheckout();
    await shop.applyCoupon(code);
    await expect(shop.sum('discount')).toHaveText(language.money(-FIVE_OFF.cents));
    await expect(shop.sum('total')).toHaveText(language.money(goods + taxOn(goods) + SHIPPING_CENTS));
    await expect(shop.earn).toHaveText(language.t('earn_with', { n: second }));
    const id = await shop.placeOrder();
    await expect(shop.earned).toContainText(language.shop('order_points', { n: second }));
    await expectNumbers({ available: afterRedeeming, pending: second, silverIn: SILVER_CENTS - spentFirst - goods });
    const { redemptions } = await sandbox.member(CUSTOMER);
    expect(redemptions).toMatchObject([{ code, status: 'captured', points: FIVE_OFF.points, order: id }]);
    await widget.close();
    return id;
  });

  await test.step('a refund in part takes back its own points and no others', async () => {
    const refunded = 1000;
    await shop.refund(order, COPPER_WIRE_HEART.title, '10.00');
    await expectNumbers({
      available: afterRedeeming,
      pending: pointsFor([{ cents: goods - refunded }]),
      silverIn: SILVER_CENTS - spentFirst - goods + refunded,
    });
    await widget.close();
  });

  await test.step('when everything has arrived, nothing of it was lost on the way', async () => {
    // The points that would have expired today were the first to be spent.
    await sandbox.setClock('1998-09-02T12:00:00Z');
    await page.reload();
    await expect(widget.launcherWith(afterRedeeming + pointsFor([{ cents: goods - 1000 }]))).toBeVisible();
  });
});
