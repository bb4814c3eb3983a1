// Pages that make life hard for what they embed. The widget works on them, and they do not notice it.

import { expect, test } from './support/fixtures.mjs';
import { changes, globalsOf, layoutShift, lookOf, watchLayout } from './support/traces.mjs';

const MEMBER = '21490';

/** What the tag adds to a page's globals: all of it is documented. */
const DOCUMENTED_GLOBALS = ['window.regulars'];

/** How each page differs from a plain one. */
const PAGES = {
  'a plain page': {},
  'a page with a reset that means every element': { styles: ['reset'] },
  'a page that unsets every property of every element': { styles: ['unset'] },
  'a page that adds to the prototypes of everything': { scripts: ['prototypes'] },
  'a page that wraps fetch and attachShadow': { scripts: ['wrapped'] },
  'a page whose clock stands still': { scripts: ['frozen-clock'] },
  'a page without any storage': { scripts: ['no-storage'] },
  'a page with a strict policy and the documented lines': { policy: 'strict' },
  'a page with all of that at once': {
    styles: ['reset', 'unset'],
    scripts: ['prototypes', 'wrapped', 'frozen-clock', 'no-storage'],
    policy: 'strict',
  },
};

/** Policies that leave out a line we need, and so keep the widget away. */
const CLOSED_DOORS = {
  'does not allow its script': 'without_us',
  'does not allow WebAssembly': 'without_wasm',
  'does not allow its requests': 'without_connect',
};

test.use({ shopWith: { customers: [MEMBER] } });

for (const [name, page_] of Object.entries(PAGES)) {
  test(`on ${name} the widget works and leaves no trace`, async ({ page, host, sandbox, widget }) => {
    await watchLayout(page);
    await page.goto(host.page({ ...page_, tag: null }));
    const before = { look: await lookOf(page), globals: await globalsOf(page) };

    await page.goto(host.page({ ...page_, tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
    const { available } = await sandbox.member(MEMBER);
    await expect(widget.launcherWith(available)).toBeVisible();
    await widget.open();
    await widget.expectBalance(available);
    const code = await widget.redeem('free-shipping');
    await widget.giveBack(code);
    await widget.expectBalance(available);
    await widget.close();

    expect(changes(before.look, await lookOf(page))).toEqual([]);
    expect(difference(await globalsOf(page), before.globals)).toEqual(DOCUMENTED_GLOBALS);
    expect(difference(before.globals, await globalsOf(page))).toEqual([]);
    expect(await layoutShift(page)).toBe(0);
  });
}

for (const [name, policy] of Object.entries(CLOSED_DOORS)) {
  test(`where the page’s policy ${name}, nothing happens, quietly`, async ({ page, host, sandbox, problems }) => {
    // The browser's own report of what the page has forbidden.
    problems.expect(/Content Security Policy/);
    await watchLayout(page);
    await page.addInitScript(() => {
      window.addEventListener('error', (event) => (window.broken = event.message));
      window.addEventListener('unhandledrejection', (event) => (window.broken = String(event.reason)));
    });
    await page.goto(host.page({ policy, tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
    await page.waitForLoadState('networkidle');
    await expect(page.getByRole('heading', { name: 'A page of its own' })).toBeVisible();
    await expect(page.locator('regulars-widget')).toHaveCount(0);
    expect(await page.evaluate(() => window.broken)).toBeUndefined();
    expect(await layoutShift(page)).toBe(0);
  });
}

test('on the demo shop a strict policy with the documented lines lets the widget work, and without them keeps it away', async ({ page, shop, widget, problems }) => {
  problems.expect(/Content Security Policy/);
  await shop.signIn(MEMBER);
  await shop.open('/albums/blue-hour', { csp: 'strict' });
  await widget.open();
  await expect(shop.earn).not.toHaveText('');
  await shop.open('/albums/blue-hour', { csp: 'none-for-us' });
  await shop.addToCart('blue-hour');
  await page.waitForLoadState('networkidle');
  await expect(widget.element).toHaveCount(0);
});

/** What is in `all` and not in `known`. */
function difference(all, known) {
  return all.filter((name) => !known.includes(name));
}
