// axe finds nothing: on the demo shop's pages, and on the widget in each of its states, by day and by night.

import { expectAccessible } from './support/axe.mjs';
import { expect, test } from './support/fixtures.mjs';
import { cutApi } from './support/network.mjs';

const MEMBER = '15953';

test.use({ shopWith: { customers: [MEMBER] } });

for (const colorScheme of ['light', 'dark']) {
  test.describe(`by ${colorScheme === 'light' ? 'day' : 'night'}`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } });

    test('the demo shop’s pages', { tag: '@both' }, async ({ page, shop, widget }) => {
      await shop.signIn(MEMBER);
      await expect(widget.launcher).toBeVisible();
      for (const path of ['/', '/albums/blue-hour', '/blog', '/prices', '/orders', '/sign-in', '/demo', '/nowhere']) {
        await shop.open(path);
        await expect(widget.launcher).toBeVisible();
        await expectAccessible(page, path);
      }
      await shop.addToCart('blue-hour');
      await expect(widget.launcher).toBeVisible();
      await expectAccessible(page, 'cart');
      await shop.toCheckout();
      await expectAccessible(page, 'checkout');
      await shop.placeOrder();
      await expect(widget.launcher).toBeVisible();
      await expectAccessible(page, 'order');
    });

    test('the panel of a member', { tag: '@both' }, async ({ page, host, sandbox, widget }) => {
      await page.goto(host.page({ tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
      await expect(widget.launcher).toBeVisible();
      await expectAccessible(page, 'launcher');
      await widget.open();
      await expectAccessible(page, 'rewards');
      await widget.ask('five-off');
      await expectAccessible(page, 'question');
      await widget.confirm();
      await expect(widget.codes).toHaveCount(1);
      const code = await widget.newestCode();
      await expectAccessible(page, 'code');
      await widget.askBack(code);
      await expectAccessible(page, 'question about giving back');
      await widget.tab('tab_earn').click();
      await expectAccessible(page, 'ways to earn');
      await widget.tab('tab_history').click();
      await expect(widget.tabPanel('tab_history').getByRole('listitem').first()).toBeVisible();
      await expectAccessible(page, 'history');
    });

    test('the panel of a visitor', { tag: '@both' }, async ({ page, host, sandbox, widget }) => {
      await page.goto(host.page({ tag: { shop: sandbox.shop, 'join-url': '#join' } }));
      await widget.open();
      await expectAccessible(page, 'visitor');
    });

    test('the panel without an answer, and with one that is refused', { tag: '@both' }, async ({ page, host, sandbox, widget }) => {
      await page.goto(host.page({ tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
      await widget.open();
      await widget.ask('five-off');
      const { available } = await sandbox.member(MEMBER);
      await sandbox.adjust(MEMBER, -available);
      await widget.confirm();
      await expect(widget.line('refused_points', { n: 500 })).toBeVisible();
      await expectAccessible(page, 'refused');

      await cutApi(page);
      await page.evaluate(() => window.regulars('refresh'));
      await expect(widget.line('failed')).toBeVisible();
      await expectAccessible(page, 'failed, with known numbers');
    });
  });
}
