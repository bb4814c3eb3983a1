// What the panel says adds up and is true: a history whose changes are the balance, what points without a date wait for,
// and until when an order keeps a level.

import { daysAfter, pointsFor } from './support/expected.mjs';
import { expect, test } from './support/fixtures.mjs';
import { demoProgram, START } from './support/sandbox.mjs';

const MEMBER = 'ana';

/** So many days after the sandbox's clock began, as the API writes it. */
const after = (days) => daysAfter(START, days).replace('.000', '');

/** An order of one album, placed so many days before the sandbox's clock began, and updated at `updated`. */
function orderOf(cents, daysBefore, { updated, ...more } = {}) {
  const placed_at = after(-daysBefore);
  const lines = [{ id: '1', product: 'cd', labels: ['rock'], quantity: 1, price: cents }];
  return { member: MEMBER, currency: 'USD', status: 'paid', placed_at, updated_at: updated ?? placed_at, lines, ...more };
}

/** Opens the panel of the member as it is published. */
async function openPanel({ page, host, sandbox, widget }) {
  await sandbox.published(MEMBER);
  await page.goto(host.page({ tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
  await widget.open();
}

test.describe('history', () => {
  test('has every change, also of what was told before, and adds up to the balance', async ({ page, host, sandbox, widget }) => {
    const points = pointsFor([{ cents: 6000 }]);
    await sandbox.putOrder('o1', orderOf(6000, 60));
    // A code that is used, points that are taken by hand, and an order of a month ago that is cancelled after all.
    const { redemption } = await sandbox.redeemElsewhere(MEMBER, 'free-shipping');
    await sandbox.capture(redemption.code);
    await sandbox.adjust(MEMBER, 250 - points, 'A mistake of ours');
    await sandbox.putOrder('o1', orderOf(6000, 60, { status: 'cancelled', updated: START }));
    await sandbox.adjust(MEMBER, 70);

    const { balance, held, entries } = await sandbox.member(MEMBER);
    const kinds = entries.map((entry) => entry.kind);
    expect(kinds, 'what the debit and the redemption take is known anew').toContain('corrected');
    await openPanel({ page, host, sandbox, widget });
    await widget.tab('tab_history').click();
    const changes = widget.panel.locator('[part~=entry] .change');
    await expect(changes).toHaveCount(entries.length);
    await expect(widget.line('entry_corrected').first()).toBeVisible();

    // What was set aside and is now gone changes nothing; it is shown without a sign.
    const shown = await changes.evaluateAll((all) => all.map((change) => (change.classList.contains('even') ? '0' : change.textContent)));
    const number = (text) => Number(text.replace('−', '-').replace(/[^\d-]/g, ''));
    const sum = shown.reduce((total, text) => total + number(text), 0);
    expect(sum, shown.join(' ')).toBe(balance - held);
    await widget.expectBalance(balance - held);
  });
});

test.describe('with a return window from delivery', () => {
  test.use({ shopWith: { program: { ...demoProgram(), return_window_from: 'delivered' } } });

  test('points without a date say what they wait for, and then have one', async ({ page, host, sandbox, widget, language }) => {
    const n = pointsFor([{ cents: 2000 }]);
    const dated = pointsFor([{ cents: 1000 }]);
    await sandbox.putOrder('o1', orderOf(2000, 1));
    await sandbox.putOrder('o2', orderOf(1000, 3, { delivered_at: after(-1), updated: after(-1) }));
    await openPanel({ page, host, sandbox, widget });
    const waits = `${language.t('pending', { n })} · ${language.t('waits_delivered')}`;
    await expect(widget.panel.getByText(waits, { exact: true })).toBeVisible();
    await expect(widget.line('pending_on', { n: dated, date: language.day(after(29)) })).toBeVisible();

    await sandbox.putOrder('o1', orderOf(2000, 1, { delivered_at: START, updated: START }));
    await sandbox.published(MEMBER);
    await page.evaluate(() => window.regulars('refresh'));
    await expect(widget.line('pending_on', { n, date: language.day(after(30)) })).toBeVisible();
    await expect(widget.panel.getByText(language.t('waits_delivered'))).toHaveCount(0);
  });
});

test.describe('a level', () => {
  const SILVER_CENTS = 10_000;
  const program = demoProgram();
  program.tiers = { ...program.tiers, period: { rolling_days: 365 }, grace_days: 60 };
  test.use({ shopWith: { program } });

  // Silver takes $100 in 365 days. $60 leave in 65 days, and with the grace Silver ends 60 days later. Until the $20 leave,
  // in 75 days, $30 keep it; after that it would take $50. The $50 stay.
  const ORDERS = [orderOf(6000, 300), orderOf(2000, 290), orderOf(5000, 100)];

  test('is kept until a day, by an order before an earlier one', async ({ page, host, sandbox, widget, language }) => {
    for (const [number, order] of ORDERS.entries()) await sandbox.putOrder(`o${number}`, order);
    const [until, before] = [after(125), after(75)];
    const { tier } = await sandbox.member(MEMBER);
    expect(tier).toMatchObject({ id: 'silver', kept_until: until, to_keep: { missing: SILVER_CENTS - 7000, by: before } });

    await openPanel({ page, host, sandbox, widget });
    const silver = language.tier('silver');
    await expect(widget.line('kept_until', { tier: silver, date: language.day(until) })).toBeVisible();
    const keeps = { money: language.wholeMoney(3000), date: language.day(before), tier: silver };
    await expect(widget.line('keep_spend', keeps)).toBeVisible();
    // And what is above: 120 of 250 are missing until the first of them leaves.
    const next = { money: language.wholeMoney(25_000 - 13_000), date: language.day(after(65)), tier: language.tier('gold') };
    await expect(widget.line('next_spend_by', next)).toBeVisible();
  });

  test('that both days end alike is said once', async ({ page, host, sandbox, widget, language }) => {
    await sandbox.putOrder('o1', orderOf(12_000, 300));
    const { tier } = await sandbox.member(MEMBER);
    expect(tier.to_keep, 'an order keeps it up to the last day').toMatchObject({ missing: SILVER_CENTS, by: tier.kept_until });
    await openPanel({ page, host, sandbox, widget });
    const silver = language.tier('silver');
    const keeps = { money: language.wholeMoney(SILVER_CENTS), date: language.day(tier.kept_until), tier: silver };
    await expect(widget.line('keep_spend', keeps)).toBeVisible();
    await expect(widget.line('kept_until', { tier: silver, date: language.day(tier.kept_until) })).toHaveCount(0);
  });
});
