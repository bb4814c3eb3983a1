// Takes the pictures: run by pictures.config.mjs.

import { expect, test } from './support/fixtures.mjs';
import { LANGUAGES } from './support/language.mjs';
import { breakApi, holdApi } from './support/network.mjs';

const MEMBER = '15953';
const FOLDER = new URL('results/pictures/', import.meta.url).pathname;

test.use({ shopWith: { customers: [MEMBER] } });

/** Saves what the window shows once nothing moves any more. */
const picture = (page, ...name) =>
  page.screenshot({ path: `${FOLDER}${[test.info().project.name, ...name].join('-')}.png`, animations: 'disabled', scale: 'css' });

/** Scrolls the panel's content to its end. */
const toEnd = (widget) => widget.panel.locator('.body').evaluate((body) => body.scrollTo(0, body.scrollHeight));

for (const colorScheme of ['light', 'dark']) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test('the states of a member', async ({ page, sandbox, shop, widget }) => {
      const shoot = (name) => picture(page, colorScheme, name);
      await shop.signIn(MEMBER);
      await expect(widget.launcher).toBeVisible();
      await shoot('1-launcher');
      await shop.open('/albums/blue-hour');
      await expect(shop.earn).not.toHaveText('');
      await shoot('1-product');
      await widget.open();
      await shoot('2-rewards');
      await toEnd(widget);
      await shoot('2-rewards-end');
      await widget.ask('five-off');
      await shoot('3-question');
      await widget.confirm();
      await expect(widget.codes).toHaveCount(1);
      await shoot('4-code');
      await widget.askBack(await widget.newestCode());
      await shoot('5-giving-back');
      await widget.button('keep').click();
      await widget.tab('tab_earn').click();
      await widget.tab('tab_earn').scrollIntoViewIfNeeded();
      await shoot('6-earn');
      await toEnd(widget);
      await shoot('6-earn-end');
      await widget.tab('tab_history').click();
      await expect(widget.tabPanel('tab_history').getByRole('listitem').first()).toBeVisible();
      await shoot('7-history');
      await toEnd(widget);
      await shoot('7-history-end');

      await widget.tab('tab_rewards').click();
      await widget.ask('ten-percent');
      await sandbox.adjust(MEMBER, 20 - (await sandbox.member(MEMBER)).available);
      await widget.confirm();
      await expect(widget.panel.getByRole('alert')).toBeVisible();
      await shoot('8-refused');
      await breakApi(page);
      await page.evaluate(() => window.regulars('refresh'));
      await expect(widget.line('failed')).toBeVisible();
      await widget.panel.locator('.body').evaluate((body) => body.scrollTo(0, 0));
      await shoot('9-failed');
    });

    test('those who have nothing yet', async ({ page, host, sandbox, widget }) => {
      const shoot = (name) => picture(page, colorScheme, name);
      await page.goto(host.page({ tag: { shop: sandbox.shop, 'join-url': '#join', 'signin-url': '#signin' } }));
      await expect(widget.launcher).toBeVisible();
      await shoot('a-visitor-launcher');
      await widget.open();
      await shoot('a-visitor');
      await toEnd(widget);
      await shoot('a-visitor-end');
      await page.goto(host.page({ tag: { shop: sandbox.shop, token: await sandbox.token('newcomer') } }));
      await widget.open();
      await shoot('b-newcomer');
      await widget.tab('tab_history').click();
      await expect(widget.line('history_empty')).toBeVisible();
      await shoot('b-newcomer-history');
    });

    test('waiting, failing, signed out', async ({ page, host, sandbox, widget }) => {
      const shoot = (name) => picture(page, colorScheme, name);
      const token = await sandbox.token(MEMBER);
      const release = await holdApi(page);
      await page.goto(host.page({ tag: { shop: sandbox.shop, token } }));
      await widget.openByCommand();
      await shoot('c-waiting');
      await expect(widget.line('slow')).toBeVisible();
      await shoot('c-slow');
      release();
      await page.unrouteAll({ behavior: 'wait' });
      await breakApi(page);
      await page.evaluate(() => localStorage.clear());
      await page.reload();
      await widget.openByCommand();
      await expect(widget.line('failed')).toBeVisible();
      await shoot('c-failed');
      await page.unrouteAll({ behavior: 'wait' });
      await page.goto(host.page({ tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER, { ttl_s: -600 }), 'signin-url': '#signin' } }));
      await widget.openByCommand();
      await expect(widget.line('expired_title')).toBeVisible();
      await shoot('c-expired');
    });
  });
}

for (const lang of LANGUAGES) {
  test.describe(lang, () => {
    test.use({ lang });

    test('the panel and the till', async ({ page, shop, widget }) => {
      const shoot = (name) => picture(page, lang, name);
      await shop.signIn(MEMBER);
      await shop.addToCart('blue-hour', 2);
      await expect(shop.earn).not.toHaveText('');
      await shoot('1-cart');
      await widget.open();
      await shoot('2-rewards');
      await widget.redeem('five-off');
      await shoot('3-code');
      await widget.tab('tab_earn').click();
      await shoot('4-earn');
      await widget.tab('tab_history').click();
      await expect(widget.tabPanel('tab_history').getByRole('listitem').first()).toBeVisible();
      await toEnd(widget);
      await shoot('5-history');
    });
  });
}

test('right to left', async ({ page, host, sandbox, widget }) => {
  await page.goto(host.page({ dir: 'rtl', tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
  await widget.open();
  await widget.redeem('five-off');
  await picture(page, 'rtl');
});

test.describe('without a program', () => {
  test.use({ shopWith: { program: null } });

  test('the panel', async ({ page, host, sandbox, widget }) => {
    await page.goto(host.page({ tag: { shop: sandbox.shop } }));
    await widget.openByCommand();
    await expect(widget.line('closed_title')).toBeVisible();
    await picture(page, 'closed');
  });
});
