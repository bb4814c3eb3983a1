// The shop's look on the widget: its theme, its own properties, its parts; and light and dark.

import { expect, test } from './support/fixtures.mjs';
import { breakApi } from './support/network.mjs';
import { partsNamed, partsOf } from './support/parts.mjs';

const MEMBER = '21490';
const ACCENT = '#0a5c4a';

test.use({ shopWith: { customers: [MEMBER], theme: { accent: ACCENT } } });

const tagOf = async (sandbox, attributes = {}) => ({ shop: sandbox.shop, token: await sandbox.token(MEMBER), ...attributes });

/** Gives the page a style of its own for the widget. */
const style = (page, css) => page.addStyleTag({ content: css });

/** `#0a5c4a` as a computed style has it. */
const rgb = (hex) => `rgb(${[1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)).join(', ')})`;

test('the theme of the shop’s settings colours the launcher', async ({ page, host, sandbox, widget }) => {
  await page.goto(host.page({ tag: await tagOf(sandbox) }));
  await expect(widget.launcher).toHaveCSS('background-color', rgb(ACCENT));
});

test('a page’s own properties win over the theme', async ({ page, host, sandbox, widget }) => {
  await page.goto(host.page({ tag: await tagOf(sandbox) }));
  await style(page, 'regulars-widget { --regulars-accent: #7a1fa2; }');
  await expect(widget.launcher).toHaveCSS('background-color', rgb('#7a1fa2'));
});

test('a page may style the parts it is given, and reaches nothing else', async ({ page, host, sandbox, widget }) => {
  await page.goto(host.page({ tag: await tagOf(sandbox) }));
  await style(page, 'regulars-widget::part(launcher) { border-radius: 3px; } button { outline: 9px solid red; }');
  await expect(widget.launcher).toHaveCSS('border-radius', '3px');
  await expect(widget.launcher).not.toHaveCSS('outline-width', '9px');
});

test('every part the page for site owners names is there to be styled', async ({ page, host, sandbox, widget }) => {
  const named = await partsNamed(page, 'parts');
  const seen = new Set();
  const look = async () => {
    const parts = await partsOf(page, 'regulars-widget');
    parts.forEach((part) => seen.add(part));
  };
  await sandbox.adjust(MEMBER, 5000);
  await page.goto(host.page({ tag: await tagOf(sandbox) }));
  await widget.open();
  await look();
  await widget.redeem('five-off');
  await look();
  for (const [tab, part] of [['tab_earn', 'way'], ['tab_history', 'entry']]) {
    await widget.tab(tab).click();
    await expect(widget.panel.locator(`[part~=${part}]`).first()).toBeVisible();
    await look();
  }
  // Only there while something is wrong.
  await breakApi(page);
  await page.evaluate(() => window.regulars('refresh'));
  await expect(widget.panel.locator('[part~=notice]').first()).toBeVisible();
  await look();
  expect(named.filter((name) => !seen.has(name))).toEqual([]);
  expect([...seen].filter((name) => !named.includes(name))).toEqual([]);
});

test('a page decides between light and dark; without a word the system does', async ({ page, host, sandbox, widget }) => {
  const brightness = async () => {
    const colour = await widget.panel.evaluate((panel) => getComputedStyle(panel).backgroundColor);
    const [red, green, blue] = colour.match(/[\d.]+/g).map(Number);
    return red + green + blue > 384 ? 'light' : 'dark';
  };
  for (const [system, attributes, expected] of [
    ['light', {}, 'light'],
    ['dark', {}, 'dark'],
    ['dark', { theme: 'light' }, 'light'],
    ['light', { theme: 'dark' }, 'dark'],
  ]) {
    await page.emulateMedia({ colorScheme: system });
    await page.goto(host.page({ tag: await tagOf(sandbox, attributes) }));
    await widget.open();
    expect(await brightness(), `${system} system, ${JSON.stringify(attributes)}`).toBe(expected);
  }
});

test('a shop with a button of its own hides the launcher', async ({ page, host, sandbox, widget }) => {
  const body = '<button type="button" onclick="regulars(\'open\')">My points</button>';
  await page.goto(host.page({ body, tag: await tagOf(sandbox, { launcher: 'hidden' }) }));
  const own = page.getByRole('button', { name: 'My points' });
  await own.click();
  await expect(widget.panel).toBeVisible();
  await expect(widget.launcher).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(own, 'the focus returns to what opened it').toBeFocused();
});
