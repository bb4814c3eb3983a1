// Every language: its words, its plural forms, its numbers and dates, and room for all of it on a phone.

import { expect, test } from './support/fixtures.mjs';
import { LANGUAGES } from './support/language.mjs';
import { overflowing } from './support/layout.mjs';
import { EAGER, headlineOf, offerOf } from './support/offers.mjs';

const MEMBER = '15953';
const COUNTED = 'counts-points';
/** Each of these takes another form in at least one of the languages: singular, dual, few, many, and “21” like “1”. */
const NUMBERS = [1, 2, 3, 5, 21, 1234];

/** Names that are the same in every language, and the shop's own labels: these stand in Latin letters everywhere. */
const PROPER_NAMES = /June Bug|Marigold Static|Ida Quill Trio|Ida Quill|Blue Hour|CD|jazz|cdnow-\d+/g;
/** What must not be found in a text of the language. */
const FOREIGN = {
  uk: /[A-Za-z]{2,}|[ыэъё]/i,
  ru: /[A-Za-z]{2,}|[іїєґ]/i,
  zh: /[A-Za-z]{2,}|[а-я]/i,
  sl: /\b(the|your|points?|rewards?|history|earn|order|until|with)\b|[а-я]/i,
  en: /[а-я一-鿿]/i,
};

for (const lang of LANGUAGES) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang, shopWith: { customers: [MEMBER] } });

    test('numbers of points take the right form on the launcher and in the panel', async ({ page, host, sandbox, widget, language }) => {
      await sandbox.adjust(COUNTED, NUMBERS[0]);
      await page.goto(host.page({ lang, tag: { shop: sandbox.shop, token: await sandbox.token(COUNTED) } }));
      let had = NUMBERS[0];
      for (const n of NUMBERS) {
        if (n !== had) await sandbox.adjust(COUNTED, n - had);
        had = n;
        await page.evaluate(() => window.regulars('refresh'));
        await expect(widget.launcherWith(n)).toBeAttached();
        if (!(await widget.panel.isVisible())) await widget.open();
        await widget.expectBalance(n);
      }
    });

    test('the demo shop and the panel speak it and nothing overflows', { tag: '@both' }, async ({ page, sandbox, shop, widget, language }) => {
      await shop.signIn(MEMBER);
      await shop.addToCart('blue-hour', 3);
      expect(await overflowing(page), 'the cart').toEqual([]);

      const { available, expirations } = await sandbox.member(MEMBER);
      await expect(widget.launcherWith(available)).toBeVisible();
      await widget.open();
      await expect(page.locator('html')).toHaveAttribute('lang', lang);
      await expect(widget.root).toHaveAttribute('lang', lang);
      await expect(widget.line('expires_on', { n: expirations[0].points, date: language.day(expirations[0].at) })).toBeVisible();

      for (const tab of ['tab_rewards', 'tab_earn', 'tab_history']) {
        await widget.tab(tab).click();
        await expect(widget.tabPanel(tab)).toBeVisible();
        expect(await overflowing(page), tab).toEqual([]);
        expect((await widget.text()).replace(PROPER_NAMES, ''), tab).not.toMatch(FOREIGN[lang]);
      }
      await widget.tab('tab_rewards').click();
      const code = await widget.redeem('five-off');
      expect(await overflowing(page), 'with a code').toEqual([]);
      expect((await widget.text()).replace(code, '').replace(PROPER_NAMES, ''), 'with a code').not.toMatch(FOREIGN[lang]);
    });
  });
}

test.describe('right to left', () => {
  test.use({ shopWith: { customers: [MEMBER] } });

  test('the widget is mirrored with its page', { tag: '@both' }, async ({ page, host, sandbox, widget }) => {
    const tag = { shop: sandbox.shop, token: await sandbox.token(MEMBER) };
    const middle = async (locator) => {
      const box = await locator.boundingBox();
      return box.x + box.width / 2;
    };
    const half = page.viewportSize().width / 2;

    await page.goto(host.page({ tag }));
    expect(await middle(widget.launcher), 'at the end of the line').toBeGreaterThan(half);
    await page.goto(host.page({ tag, dir: 'rtl' }));
    expect(await middle(widget.launcher), 'at the end of the line').toBeLessThan(half);
    await widget.open();
    await expect(widget.root).toHaveCSS('direction', 'rtl');
    expect(await middle(widget.closeButton), 'the close button').toBeLessThan(await middle(widget.panel));
    expect(await overflowing(page)).toEqual([]);
  });
});

test.describe('in German, which the widget does not speak', () => {
  const headline = { en: headlineOf('german'), de: 'Fünf Dollar weniger' };
  test.use({ shopWith: { offers: { settings: { attention: EAGER }, offers: [offerOf('german', { content: { headline } })] } } });

  test('an offer is in it, and the rest in English', async ({ page, host, sandbox, widget }) => {
    await page.goto(host.page({ lang: 'de-AT', tag: { shop: sandbox.shop, token: await sandbox.token('ana') } }));
    const shown = page.getByRole('heading', { name: headline.de });
    await expect(shown).toBeVisible();
    expect(await shown.evaluate((heading) => heading.closest('[lang]').lang)).toBe('de');
    await expect(widget.root).toHaveAttribute('lang', 'en');
  });
});
