// The demo shop's nine offers, each shown to whom it is for and to nobody else: real customers, on the shop's own pages.

import { expect, test } from './support/fixtures.mjs';
import { demoOffers } from './support/offers.mjs';

const ALL = demoOffers();
const offer = (id) => ALL.offers.find((offer) => offer.id === id);

/** What each of them is in the purchases, on 1 July 1998. */
const ONCE = '06075';
const LAPSED = '19339';
const REGULAR = '20111';
/** Four orders, of which 93.30 $ count: Silver begins at 100 $. */
const NEAR_SILVER = '10689';

const withCustomers = (...customers) => ({ shopWith: { customers, offers: ALL } });

test.beforeEach(({ offers }) => offers.holdClock());

test.describe('of members, by what they have bought', () => {
  test.use(withCustomers(ONCE, LAPSED));

  test('a second record for who has bought once, a welcome back for who has bought much and long ago', { tag: '@both' }, async ({ shop, sandbox, offers }) => {
    await shop.signIn(ONCE);
    await offers.comes(offer('second-record'));
    expect(await sandbox.candidates(ONCE)).not.toContain('come-back');
    await shop.signOut();

    await shop.signIn(LAPSED);
    await offers.comes(offer('come-back'));
    expect(await sandbox.candidates(LAPSED)).not.toContain('second-record');
  });

  test('a page is told nothing of why', async ({ page, shop }) => {
    const secrets = ['member.', 'lapsed', 'segment', 'spend', 'second-record', 'one-time', 'near-silver', 'advocate'];
    const answers = [];
    // What came to a page that was left before it was read cannot be read any more; the page that is stayed on can.
    const read = (response) => response.text().catch(() => '{}');
    page.on('response', (response) => response.url().includes('/boot?') && response.ok() && answers.push(read(response)));
    await shop.signIn(LAPSED);
    await expect.poll(async () => (await Promise.all(answers)).some((text) => text.includes('come-back'))).toBe(true);
    for (const text of await Promise.all(answers)) {
      const { candidates = [], ...rest } = JSON.parse(text).offers ?? {};
      const told = JSON.stringify([candidates, rest]);
      expect(secrets.filter((word) => told.includes(word))).toEqual([]);
    }
  });

  test('neither to a visitor, nor to somebody new', async ({ shop, sandbox, widget, offers }) => {
    const theirs = ['second-record', 'come-back', 'close-to-silver', 'birthday', 'thank-you'];
    for (const member of [undefined, 'somebody-new']) {
      const sent = await sandbox.candidates(member);
      expect(theirs.filter((id) => sent.includes(id))).toEqual([]);
    }
    await shop.open('/');
    await expect(widget.visitorLauncher).toBeVisible();
    await offers.begun();
    await offers.nothingComes();
  });
});

test.describe('of members, by what the shop says of them', () => {
  test.use(withCustomers(REGULAR));

  test('a thank-you for who has sent a friend is a mark on the launcher', { tag: '@both' }, async ({ shop, sandbox, offers }) => {
    await shop.signIn(REGULAR);
    await offers.begun();
    await offers.nothingComes();
    await sandbox.profile(REGULAR, { recommendations: 2 });
    await shop.open('/');
    await offers.mark.click();
    await expect(offers.of(offer('thank-you'))).toBeVisible();
  });

  test('the birthday is asked for after reading, once, and never again when the shop knows it', { tag: '@both' }, async ({ page, shop, sandbox, language, offers }) => {
    await shop.signIn(REGULAR);
    await offers.begun();
    await offers.nothingComes();
    await offers.scrollTo(0.5);
    await offers.nothingComes();
    await offers.scrollTo(1);
    const card = offers.of(offer('birthday'));
    await expect(card).toBeVisible();

    await card.getByRole('combobox', { name: language.form('month') }).selectOption('5');
    await card.getByRole('combobox', { name: language.form('day') }).selectOption('17');
    await card.getByRole('checkbox').check();
    await card.getByRole('button', { name: 'Tell us' }).click();
    await expect(offers.line('thanks')).toBeVisible();
    expect(await sandbox.captures('birthday')).toMatchObject([
      { member: REGULAR, kind: 'birthday', value: '05-17', consent: 'You may keep my birthday for this.' },
    ]);
    const { profile } = await sandbox.member(REGULAR);
    expect(profile).toMatchObject({ birthday: '05-17', consents: { birthday: { given: true } } });
    await sandbox.published(REGULAR);
    expect(await sandbox.candidates(REGULAR)).not.toContain('birthday');
  });
});

test.describe('of members, in the page', () => {
  test.use(withCustomers(NEAR_SILVER, LAPSED));

  test('who is close to Silver reads so on the home page, in the place it has there', { tag: '@both' }, async ({ page, shop, sandbox, offers }) => {
    await shop.signIn(NEAR_SILVER);
    await expect(page.locator('[data-regulars-place=club]').getByRole('region', { name: 'Silver is closer than you think' })).toBeVisible();
    await shop.open('/prices');
    await offers.begun();
    await offers.nothingComes();
    expect(await sandbox.candidates(LAPSED)).not.toContain('close-to-silver');
  });
});

test.describe('of everybody', () => {
  test.use({ shopWith: { offers: ALL } });

  test('the sale is for those who read Slovene or Ukrainian, while it lasts', { tag: '@both' }, async ({ page, shop, sandbox, widget, offers }) => {
    const bar = (headline) => offers.named(headline);
    await shop.open('/', { lang: 'sl' });
    await expect(bar('Poletna razprodaja: ljudska in jazz')).toBeVisible();
    await shop.open('/prices', { lang: 'uk' });
    await expect(bar('Літній розпродаж: фольк і джаз')).toBeVisible();

    expect(await sandbox.candidates(undefined, 'sl')).toContain('slovene-sale');
    expect(await sandbox.candidates(undefined, 'en')).not.toContain('slovene-sale');
    await shop.open('/prices', { lang: 'en' });
    await expect(widget.visitorLauncher).toBeVisible();
    await offers.nothingComes();

    await sandbox.setClock('1998-07-16T00:01:00Z');
    expect(await sandbox.candidates(undefined, 'sl')).not.toContain('slovene-sale');
    await page.goto(`${shop.url}/?lang=sl`);
    await expect(widget.element.getByRole('button')).toBeVisible();
    await offers.nothingComes();
  });

  test('a page that was open when the sale ended goes on without it', async ({ shop, sandbox, offers }) => {
    await sandbox.setClock('1998-07-15T23:59:30Z');
    await shop.open('/', { lang: 'sl' });
    await expect(offers.any).toHaveCount(1);
    await offers.wait();
    await expect(offers.any).toHaveCount(0);
  });

  test('whoever leaves the journal is asked for an address, which the shop then has', async ({ shop, sandbox, widget, language, offers }) => {
    await shop.open('/prices');
    await expect(widget.visitorLauncher).toBeVisible();
    await offers.begun();
    await offers.leave();
    await offers.nothingComes();

    await shop.open('/blog');
    await offers.begun();
    await offers.nothingComes();
    await offers.leave();
    const modal = offers.of(offer('before-you-go'));
    await expect(modal).toBeVisible();

    await modal.getByRole('button', { name: 'Write to me' }).click();
    await expect(modal.getByText(language.form('wrong_email'))).toBeVisible();
    await modal.getByLabel(language.form('email')).fill('ana@example.org');
    await modal.getByRole('button', { name: 'Write to me' }).click();
    await expect(modal.getByText(language.form('wrong_consent'))).toBeVisible();
    await modal.getByRole('checkbox').check();
    await modal.getByRole('button', { name: 'Write to me' }).click();
    await expect(offers.line('thanks')).toBeVisible();
    expect(await sandbox.captures('before-you-go')).toMatchObject([
      { member: null, kind: 'email', value: 'ana@example.org', consent: 'I agree to one letter a month from Groove & Grain.' },
    ]);
  });

  test('a cart close to free shipping is told so, one that has it is not', { tag: '@both' }, async ({ shop, widget, offers }) => {
    const bar = offers.of(offer('almost-free-shipping'));
    // 14.99 $ each.
    await shop.addToCart('blue-hour');
    await offers.begun();
    await offers.nothingComes();
    await shop.addToCart('blue-hour');
    await expect(bar).toBeVisible();
    await shop.addToCart('blue-hour', 2);
    await expect(widget.visitorLauncher).toBeVisible();
    await offers.begun();
    await offers.nothingComes();
  });

  test('the listening evening is asked for with a click, and some never hear of it', { tag: '@both' }, async ({ page, shop, sandbox, offers }) => {
    const reported = page.waitForRequest((request) => request.url().includes('/events'));
    await shop.open('/albums/blue-hour');
    await offers.begun();
    await offers.nothingComes();
    await page.locator('[data-regulars-mark=listening-evening]').click();
    await offers.wait(3_000);
    const { events } = (await reported).postDataJSON();
    expect(events).toMatchObject([{ event: 'seen', offer: 'listening-evening' }]);
    const { arm } = events[0];
    if (arm === 'holdout') {
      await expect(offers.any).toHaveCount(0);
    } else {
      const { content } = offer('listening-evening').variants.find(({ key }) => key === arm.variant);
      await expect(offers.named(content.headline.en)).toBeVisible();
    }
  });
});
