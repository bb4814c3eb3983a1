// Previews: a link shows a draft to who it is not for, tells why each offer would show or not, and leaves no trace.

import { expectAccessible } from './support/axe.mjs';
import { expect, test } from './support/fixtures.mjs';
import { LANGUAGES } from './support/language.mjs';
import { overflowing } from './support/layout.mjs';
import { PREVIEW, breakApi, cutApi, restore } from './support/network.mjs';
import { EAGER, headlineOf, offerOf } from './support/offers.mjs';

const MEMBER = 'ana';
const BUTTON = { label: { en: 'Take it' } };
const POINTS = { gives: { points: { points: 100, reason: 'Welcome' } }, limit_per_member: { count: 1 }, budget: 100 };
const EVERYTHING = { button: BUTTON, body: { en: 'There is **more** than one line of it.' } };

/** Not for this member, on no page, and at no time. */
const draftOf = (id, changes = {}) =>
  offerOf(id, {
    status: 'draft',
    condition: { 'member.orders': { $gte: 2 }, 'page.type': 'none' },
    triggers: [{ type: 'time_on_site', seconds: 3600 }],
    schedule: { from: '2030-01-01T00:00' },
    limits: { total: 1 },
    holdout: 5_000,
    ...changes,
  });

const shopWith = (offers, attention = {}) => ({ shopWith: { offers: { settings: { attention: { ...EAGER, ...attention } }, offers } } });

/** Opens a page of the shop with a link to a preview. */
async function open({ page, host, sandbox, preview }, id, { tag = {}, token = MEMBER, ...more } = {}) {
  const signed = token ? { token: await sandbox.token(token) } : {};
  await page.goto(`${host.page({ tag: { shop: sandbox.shop, ...signed, ...tag }, ...more })}?${await sandbox.preview(id)}`);
  await preview.open();
}

/** What the page sends that leaves something behind. */
function deeds(page) {
  const sent = [];
  page.on('request', (request) => /\/(events|claims|captures|redemptions)/.test(request.url()) && sent.push(request.url()));
  return sent;
}

const kept = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.endsWith(':memory')));

test.describe('a draft', () => {
  const twice = ['short', 'long'].map((key) => ({ key, content: { headline: { en: `The ${key} one` } } }));
  const capture = { kind: 'birthday', consent: { en: 'You may keep my birthday.' } };
  test.use(
    shopWith([
      draftOf('gift', { display: { type: 'slide_in' }, content: EVERYTHING, value: POINTS }),
      draftOf('birthday', { display: { type: 'slide_in' }, content: { capture } }),
      draftOf('two', { variants: twice }),
      draftOf('place', { display: { type: 'inline', place: 'news' } }),
      offerOf('other'),
    ]),
  );

  test('shows to whom it is not for, and nothing that is done with it is told or kept', { tag: '@both' }, async ({ page, host, sandbox, offers, language, preview }) => {
    const sent = deeds(page);
    await offers.holdClock();
    await open({ page, host, sandbox, preview }, 'gift');
    await expect(offers.named(headlineOf('gift'))).toBeVisible();
    await expect(preview.head).toContainText('gift');
    await expect(preview.line('draft')).toBeVisible();
    await preview.says('gift', 'schedule');

    await offers.button(BUTTON.label.en).click();
    await expect(offers.line('done')).toBeVisible();
    await offers.close();
    await expect(preview.line('closed')).toBeVisible();
    await preview.button('show_again').click();
    await expect(offers.named(headlineOf('gift'))).toBeVisible();
    await offers.close();

    await open({ page, host, sandbox, preview }, 'birthday');
    const card = offers.named(headlineOf('birthday'));
    await card.getByRole('combobox', { name: language.form('month') }).selectOption('5');
    await card.getByRole('combobox', { name: language.form('day') }).selectOption('17');
    await card.getByRole('checkbox').check();
    await card.getByRole('button', { name: language.offers('send') }).click();
    await expect(offers.line('thanks')).toBeVisible();

    await offers.wait();
    await expect(offers.named(headlineOf('other'))).toHaveCount(0);
    await page.goto('about:blank');
    expect(sent).toEqual([]);
    await page.goBack();
    expect(await kept(page)).toEqual([]);
    expect((await sandbox.member(MEMBER)).available).toBe(0);
  });

  test('goes along to other pages of the tab until it is left', { tag: '@both' }, async ({ page, host, sandbox, offers, preview }) => {
    await open({ page, host, sandbox, preview }, 'two');
    await expect(offers.named('The short one')).toBeVisible();
    const token = await sandbox.token(MEMBER);
    await page.goto(host.page({ tag: { shop: sandbox.shop, token } }));
    await expect(offers.named('The short one')).toBeVisible();
    await preview.open();
    await preview.button('leave').click();
    await expect(offers.named(headlineOf('other'))).toBeVisible();
    await expect(preview.panel).toHaveCount(0);
    expect(new URL(page.url()).search).toBe('');

    await open({ page, host, sandbox, preview }, 'two');
    await preview.button('leave').click();
    await expect(preview.panel).toHaveCount(0);
    expect(new URL(page.url()).search).toBe('');
  });

  test('shows each of its variants', { tag: '@both' }, async ({ page, host, sandbox, offers, preview }) => {
    await open({ page, host, sandbox, preview }, 'two');
    await expect(offers.named('The short one')).toBeVisible();
    await expect(preview.variant('short')).toHaveAttribute('aria-pressed', 'true');
    await preview.variant('long').click();
    await expect(offers.named('The long one')).toBeVisible();
    await expect(offers.named('The short one')).toHaveCount(0);
    await expect(preview.variant('long')).toHaveAttribute('aria-pressed', 'true');
  });

  test('waits for the place it needs, and never comes where people pay', async ({ page, host, sandbox, offers, preview }) => {
    await open({ page, host, sandbox, preview }, 'place');
    await expect(preview.line('nowhere')).toBeVisible();
    await page.evaluate(() => {
      const place = document.createElement('div');
      place.dataset.regularsPlace = 'news';
      document.querySelector('main').append(place);
    });
    await expect(offers.named(headlineOf('place'))).toBeVisible();
    await expect(preview.line('nowhere')).toHaveCount(0);
    await page.evaluate(() => history.pushState(null, '', '/checkout'));
    await expect(preview.panel.getByRole('status')).toHaveText(preview.language.preview('checkout'));
    await expect(offers.any).toHaveCount(0);
    await preview.says('other', 'checkout');
  });
});

test.describe('why', () => {
  const offers = [
    draftOf('draft'),
    offerOf('first', { priority: 50 }),
    offerOf('second', { priority: 40 }),
    offerOf('for-regulars', { condition: { 'member.orders': { $gte: 2 } } }),
    offerOf('next-year', { schedule: { from: '1999-01-01T00:00' } }),
    offerOf('held-out', { priority: 60, holdout: 9_999 }),
    offerOf('on-products', { condition: { $or: [{ 'page.type': 'product' }, { 'cart.total': { $gte: 5000 } }] } }),
    offerOf('asked-for', { triggers: [{ type: 'click', mark: 'open' }, { type: 'event', name: 'now' }, { type: 'time_on_page', seconds: 600 }] }),
    offerOf('nowhere', { display: { type: 'inline', place: 'news' } }),
  ];

  test.describe('with attention to spare', () => {
    test.use(shopWith(offers));

    test('each offer would show or not is said by what the edge knows and the page does', { tag: '@both' }, async ({ page, host, sandbox, preview }) => {
      const body = '<button type="button" data-regulars-mark="open">Open it</button>';
      await open({ page, host, sandbox, preview }, 'draft', { body });
      await preview.says('held-out', 'holdout');
      await preview.says('first', 'another_first', { name: 'held-out' });
      await preview.says('for-regulars', 'condition');
      const actual = preview.language.preview('it_is', { value: '0' });
      await preview.asks('for-regulars', false, 'must_be_least', { path: 'member.orders', expected: '2', actual });
      await preview.says('next-year', 'schedule');
      await preview.says('nowhere', 'no_place', { place: 'news' });

      await preview.says('on-products', 'page_condition');
      const unknown = preview.language.preview('unknown');
      await preview.asks('on-products', false, 'must_be_least', { path: 'cart.total', expected: '5000', actual: unknown });
      await page.evaluate(() => window.regulars('cart', { currency: 'USD', total: 6000, lines: [] }));
      const total = preview.language.preview('it_is', { value: '6000' });
      await preview.asks('on-products', true, 'must_be_least', { path: 'cart.total', expected: '5000', actual: total });
      await preview.says('on-products', 'another_first', { name: 'held-out' });

      await preview.says('asked-for', 'waits');
      await preview.asks('asked-for', false, 'click', { mark: 'open' });
      await preview.asks('asked-for', false, 'event', { name: 'now' });
      await preview.folded(() => page.getByRole('button', { name: 'Open it' }).click());
      await preview.asks('asked-for', true, 'click', { mark: 'open' });
      await page.evaluate(() => window.regulars('track', 'now'));
      await preview.asks('asked-for', true, 'event', { name: 'now' });
    });

    test('a visitor is told of themselves', async ({ page, host, sandbox, preview }) => {
      await open({ page, host, sandbox, preview }, 'draft', { token: null, tag: { consent: 'required' } });
      await preview.says('first', 'nobody');
      await page.evaluate(() => window.regulars('consent', true));
      await expect(preview.row('first').locator('.preview-verdict')).not.toHaveText(preview.language.preview('nobody'));
    });
  });

  test.describe('without attention to spare', () => {
    // A bar interrupts nothing: it needs none.
    const interrupting = offers.map((offer) => (offer.id === 'first' ? { ...offer, display: { type: 'slide_in' } } : offer));
    test.use(shopWith(interrupting, { per_session: 0 }));

    test('the budget is what speaks against them', async ({ page, host, sandbox, preview }) => {
      await open({ page, host, sandbox, preview }, 'draft');
      await preview.says('first', 'cap_per_session', { shown: '0', cap: '0' });
    });
  });
});

test.describe('a link', () => {
  test.use(shopWith([draftOf('draft'), offerOf('other')]));

  /** Opens a page with what is no link any more, or never was one. */
  const openWith = async ({ page, host, sandbox, preview }, query) => {
    await page.goto(`${host.page({ tag: { shop: sandbox.shop } })}?${query}`);
    await expect(preview.head).toBeVisible();
    if ((await preview.head.getAttribute('aria-expanded')) === 'false') await preview.head.click();
  };

  test('that is none says so, and how to get one', { tag: '@both' }, async ({ page, host, sandbox, offers, preview }) => {
    const link = await sandbox.preview('draft');
    await openWith({ page, host, sandbox, preview }, link.slice(0, -3));
    await expect(preview.line('link_invalid')).toBeVisible();
    await expect(preview.line('ask_again')).toBeVisible();
    await breakApi(page, 410, 'preview_expired', PREVIEW);
    await openWith({ page, host, sandbox, preview }, link);
    await expect(preview.line('link_expired')).toBeVisible();
    await restore(page);
    await breakApi(page, 404, 'not_found', PREVIEW);
    await openWith({ page, host, sandbox, preview }, link);
    await expect(preview.line('gone')).toBeVisible();
    await restore(page);
    await expect(offers.any).toHaveCount(0);
    await preview.button('leave').click();
    await expect(offers.named(headlineOf('other'))).toBeVisible();
  });

  test('opens as soon as the service answers', async ({ page, host, sandbox, offers, preview }) => {
    await cutApi(page, PREVIEW);
    await openWith({ page, host, sandbox, preview }, await sandbox.preview('draft'));
    await expect(preview.line('failed')).toBeVisible();
    await restore(page);
    await expect(offers.named(headlineOf('draft'))).toBeVisible();
  });
});

test.describe('the panel', () => {
  const long = 'A name that somebody wrote who wanted everything about the offer to be in it, spring or not';
  const many = Array.from({ length: 30 }, (_, index) => offerOf(`offer-${index}`, { name: `${long}, ${index}`, condition: { 'page.type': 'product' } }));
  test.use(
    shopWith([
      ...many,
      draftOf('top', { name: long, display: { type: 'bar', edge: 'top' }, content: EVERYTHING }),
      draftOf('bottom', { display: { type: 'bar', edge: 'bottom' }, content: EVERYTHING }),
      draftOf('card', { display: { type: 'slide_in' }, content: EVERYTHING }),
      draftOf('modal', { display: { type: 'modal' }, content: EVERYTHING }),
    ]),
  );

  for (const colorScheme of ['light', 'dark']) {
    test.describe(colorScheme === 'light' ? 'by day' : 'by night', () => {
      test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

      test('axe finds nothing, and everything has room beside what is previewed', { tag: '@both' }, async ({ page, host, sandbox, offers, preview }) => {
        for (const id of ['top', 'bottom', 'card']) {
          await test.step(id, async () => {
            await open({ page, host, sandbox, preview }, id);
            await expect(offers.any).toBeVisible();
            await preview.says(`${long}, 0`, 'page_condition');
            await expectAccessible(page, id);
            expect(await overflowing(page), id).toEqual([]);
            await expect(async () => {
              const [one, other] = await Promise.all([preview.panel.boundingBox(), offers.any.first().boundingBox()]);
              const isApart = one.x + one.width <= other.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
              expect(isApart, `${id} is not covered`).toBe(true);
            }).toPass();
          });
        }
      });
    });
  }

  test('waits behind a modal, and folds by key', { tag: '@both' }, async ({ page, host, sandbox, offers, preview }) => {
    await page.goto(`${host.page({ tag: { shop: sandbox.shop } })}?${await sandbox.preview('modal')}`);
    await expect(offers.named(headlineOf('modal'))).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(offers.any).toHaveCount(0);
    await preview.open();
    await expect(preview.line('closed')).toBeVisible();
    await preview.list.focus();
    await page.keyboard.press('End');
    await expect.poll(() => preview.list.evaluate((list) => list.scrollTop)).toBeGreaterThan(0);
    await preview.head.focus();
    await page.keyboard.press('Enter');
    await expect(preview.button('leave')).toBeHidden();
    await page.reload();
    await expect(preview.head).toHaveAttribute('aria-expanded', 'false');
  });

  for (const lang of LANGUAGES) {
    test.describe(lang, () => {
      test.use({ lang });

      test('speaks the page’s language, and nothing overflows', { tag: '@both' }, async ({ page, host, sandbox, offers, preview }) => {
        await open({ page, host, sandbox, preview }, 'card', { lang });
        await expect(offers.any).toBeVisible();
        await preview.says(`${long}, 0`, 'page_condition');
        await expect(preview.line('no_deeds')).toBeVisible();
        expect(await overflowing(page)).toEqual([]);
      });
    });
  }
});
