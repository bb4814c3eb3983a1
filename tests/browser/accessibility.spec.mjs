// axe finds nothing: on the demo shop's pages, and on the widget in each of its states, by day and by night.

import AxeBuilder from '@axe-core/playwright';
import { expect, test } from './support/fixtures.mjs';
import { settled } from './support/layout.mjs';
import { cutApi } from './support/network.mjs';

const MEMBER = '15953';

test.use({ shopWith: { customers: [MEMBER] } });

/** Every rule axe has for WCAG 2.2 A and AA, and its best practices. */
async function expectNoFindings(page, what) {
  await settled(page);
  const { violations } = await new AxeBuilder({ page }).analyze();
  const findings = violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
  expect(findings, what).toEqual([]);
}

for (const colorScheme of ['light', 'dark']) {
  test.describe(`by ${colorScheme === 'light' ? 'day' : 'night'}`, () => {
    test.use({ colorScheme });

    test('the demo shop’s pages', { tag: '@both' }, async ({ page, shop, widget }) => {
      await shop.signIn(MEMBER);
      await expect(widget.launcher).toBeVisible();
      for (const path of ['/', '/albums/blue-hour', '/blog', '/prices', '/orders', '/sign-in', '/demo', '/nowhere']) {
        await shop.open(path);
        await expect(widget.launcher).toBeVisible();
        await expectNoFindings(page, path);
      }
      await shop.addToCart('blue-hour');
      await expectNoFindings(page, 'cart');
      await shop.toCheckout();
      await expectNoFindings(page, 'checkout');
      await shop.placeOrder();
      await expectNoFindings(page, 'order');
    });

    test('the panel of a member', { tag: '@both' }, async ({ page, host, sandbox, widget }) => {
      await page.goto(host.page({ tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
      await expect(widget.launcher).toBeVisible();
      await expectNoFindings(page, 'launcher');
      await widget.open();
      await expectNoFindings(page, 'rewards');
      await widget.ask('five-off');
      await expectNoFindings(page, 'question');
      await widget.confirm();
      await expect(widget.codes).toHaveCount(1);
      const code = await widget.newestCode();
      await expectNoFindings(page, 'code');
      await widget.askBack(code);
      await expectNoFindings(page, 'question about giving back');
      await widget.tab('tab_earn').click();
      await expectNoFindings(page, 'ways to earn');
      await widget.tab('tab_history').click();
      await expect(widget.tabPanel('tab_history').getByRole('listitem').first()).toBeVisible();
      await expectNoFindings(page, 'history');
    });

    test('the panel of a visitor', { tag: '@both' }, async ({ page, host, sandbox, widget }) => {
      await page.goto(host.page({ tag: { shop: sandbox.shop, 'join-url': '#join' } }));
      await widget.open();
      await expectNoFindings(page, 'visitor');
    });

    test('the panel without an answer, and with one that is refused', { tag: '@both' }, async ({ page, host, sandbox, widget }) => {
      await page.goto(host.page({ tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
      await widget.open();
      await widget.ask('five-off');
      const { available } = await sandbox.member(MEMBER);
      await sandbox.adjust(MEMBER, -available);
      await widget.confirm();
      await expect(widget.line('refused_points', { n: 500 })).toBeVisible();
      await expectNoFindings(page, 'refused');

      await cutApi(page);
      await page.evaluate(() => window.regulars('refresh'));
      await expect(widget.line('failed')).toBeVisible();
      await expectNoFindings(page, 'failed, with known numbers');
    });
  });
}
