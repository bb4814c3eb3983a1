// Everything without a mouse, and everything said to those who do not see it.

import { expect, test } from './support/fixtures.mjs';

const MEMBER = '15953';
/** More than there are stops on any page here: a search that goes further goes in circles. */
const TABS_MAX = 60;

test.use({ shopWith: { customers: [MEMBER] } });

test.beforeEach(async ({ page, host, sandbox }) => {
  await page.goto(host.page({ tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
});

/** Presses Tab until the element has the focus. */
async function tabTo(page, locator, key = 'Tab') {
  await expect(locator).toBeVisible();
  for (let pressed = 0; pressed < TABS_MAX; pressed += 1) {
    if (await locator.evaluate((element) => element.getRootNode().activeElement === element)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${TABS_MAX} times ${key} did not lead to ${locator}`);
}

/** The element with the focus, through shadow roots: what it is, and whether one can see that it has the focus. */
function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return {
      name: element.localName,
      in_widget: element.getRootNode() !== document,
      visible: (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none',
    };
  });
}

test('open, redeem, copy, give back and close without a mouse', { tag: '@both' }, async ({ page, sandbox, widget, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const { available } = await sandbox.member(MEMBER);
  await tabTo(page, widget.launcherWith(available));
  expect(await focused(page)).toMatchObject({ in_widget: true, visible: true });
  await page.keyboard.press('Enter');
  await expect(widget.panel).toBeVisible();
  await expect.poll(async () => (await focused(page)).in_widget, 'the focus has moved into the panel').toBe(true);

  await tabTo(page, widget.redeemButton('five-off'));
  expect((await focused(page)).visible).toBe(true);
  await page.keyboard.press('Enter');
  await tabTo(page, widget.button('confirm'));
  await page.keyboard.press('Enter');
  await expect(widget.codes).toHaveCount(1);
  const code = await widget.newestCode();
  await expect(widget.announcements).toContainText(code);

  // The code is what was wanted: the focus is there already.
  await expect(widget.button('copy_label', { code })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(widget.announcements).toContainText(widget.language.t('copied'));
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(code);

  await tabTo(page, widget.button('give_back_label', { code }));
  await page.keyboard.press('Enter');
  await tabTo(page, widget.button('give_back_confirm'));
  await page.keyboard.press('Enter');
  await expect(widget.announcements).toContainText(widget.language.t('given_back', { n: 500 }));
  await widget.expectBalance(available);

  await page.keyboard.press('Escape');
  await expect(widget.panel).toBeHidden();
  await expect(widget.launcher).toBeFocused();
  expect((await sandbox.member(MEMBER)).available).toBe(available);
});

test('arrow keys move between the panel’s sections', async ({ page, widget }) => {
  await widget.open();
  await widget.tab('tab_rewards').focus();
  await page.keyboard.press('ArrowRight');
  await expect(widget.tab('tab_earn')).toBeFocused();
  await expect(widget.tab('tab_earn')).toHaveAttribute('aria-selected', 'true');
  await expect(widget.tabPanel('tab_earn')).toBeVisible();
  await page.keyboard.press('End');
  await expect(widget.tab('tab_history')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(widget.tab('tab_rewards')).toBeFocused();
});

test('on a phone Tab stays inside the sheet', { tag: '@phone' }, async ({ page, widget }) => {
  await widget.open();
  for (let pressed = 0; pressed < TABS_MAX; pressed += 1) {
    await page.keyboard.press('Tab');
    expect(await focused(page)).toMatchObject({ in_widget: true });
  }
});

test('closing a question returns the focus to what asked it', async ({ page, widget }) => {
  await widget.open();
  await widget.redeemButton('five-off').focus();
  await page.keyboard.press('Enter');
  await tabTo(page, widget.button('cancel'));
  await page.keyboard.press('Enter');
  await expect(widget.redeemButton('five-off')).toBeFocused();
});

test('a state that arrives does not take the focus away', async ({ page, sandbox, widget }) => {
  const { available } = await sandbox.member(MEMBER);
  await widget.open();
  await widget.redeemButton('five-off').focus();
  await sandbox.adjust(MEMBER, 40);
  await page.evaluate(() => window.regulars('refresh'));
  await widget.expectBalance(available + 40);
  await expect(widget.redeemButton('five-off')).toBeFocused();
});

test('with reduced motion nothing moves', async ({ page, widget }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await widget.open();
  const moving = await page.evaluate(() => document.getAnimations({ subtree: true }).filter((animation) => animation.effect.getTiming().duration > 1).length);
  expect(moving).toBe(0);
});

test('a screen reader is told what everything is', async ({ sandbox, widget, language }) => {
  const { available, arrivals, expirations, tier } = await sandbox.member(MEMBER);
  expect(tier.id, 'the highest level').toBe('gold');
  const { t, number, day, program, reward } = language;
  const launcher = t('open_points', { name: program, points: t('points', { n: available }) });
  const redeem = (id) => t('redeem_label', { reward: reward(id) });

  await expect(widget.root).toMatchAriaSnapshot(`
    - 'button "${launcher}"'
    - status
  `);
  await widget.open();
  await expect(widget.root).toMatchAriaSnapshot(`
    - 'button "${launcher}" [expanded]'
    - dialog "${program}":
      - heading "${program}" [level=2]
      - button "${t('close')}"
      - paragraph:
        - strong: "${number(available)}"
        - text: ${t('available', { n: available })}
      - list:
        - listitem: ${t('pending_on', { n: arrivals[0].points, date: day(arrivals[0].at) })}
        - listitem: ${t('expires_on', { n: expirations[0].points, date: day(expirations[0].at) })}
      - paragraph:
        - text: "${t('tier_label')}:"
        - strong: ${language.tier('gold')}
      - paragraph: ${t('tier_top')}
      - paragraph: /./
      - tablist "${t('tabs')}":
        - tab "${t('tab_rewards')}" [selected]
        - tab "${t('tab_earn')}"
        - tab "${t('tab_history')}"
      - tabpanel "${t('tab_rewards')}":
        - list:
          - listitem:
            - heading "${reward('free-shipping')}" [level=3]
            - paragraph: We pay the postage on one order.
            - paragraph: ${t('points', { n: 250 })}
            - button "${redeem('free-shipping')}"
    - status
  `);
});
