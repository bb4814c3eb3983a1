// The reference of the API: made from the description, read with a script and without one.

import { expectAccessible } from './support/axe.mjs';
import { expect, test } from './support/fixtures.mjs';
import { readJson, stack } from './support/stack.mjs';

const ADDRESS = `${stack.url}/reference/`;
const METHODS = ['get', 'put', 'post', 'patch', 'delete'];

/** `[id, path, operation]` of each operation that is described. */
const operations = Object.entries(readJson('worker/openapi.json').paths).flatMap(([path, item]) =>
  METHODS.filter((method) => item[method]).map((method) => [item[method].operationId, path, item[method]]),
);

const list = (page) => page.getByRole('navigation', { name: 'Operations' });
const search = (page) => page.getByRole('searchbox', { name: 'Search' });
const shown = (page) => page.getByRole('main').locator('article:visible');

test('every operation has a link and a place, with its address', async ({ page }) => {
  await page.goto(ADDRESS);
  const shown = await page.evaluate(() =>
    [...document.querySelectorAll('nav li a')].map((link) => {
      const piece = document.getElementById(link.hash.slice(1));
      return [piece.id, piece.querySelector('.address code').textContent, link.querySelector('span:last-child').textContent];
    }),
  );
  const described = operations.map(([id, path, { summary }]) => [id, path, summary]);
  expect(shown.sort()).toEqual(described.sort());
});

test('a search finds operations by path, summary, field and code', { tag: '@both' }, async ({ page, problems }) => {
  const check = async (words, ids) => {
    await search(page).fill(words);
    const found = await list(page).locator('li a:visible').evaluateAll((links) => links.map((link) => link.hash.slice(1)));
    for (const id of ids) expect(found, words).toContain(id);
    expect(found.length, words).toBeLessThan(operations.length / 2);
    await expect(list(page).getByRole('status')).toHaveText(found.length === 1 ? '1 operation' : `${found.length} operations`);
  };
  await page.goto(ADDRESS);
  await check('orders/batch', ['put_orders']);
  await check('current state', ['put_order']);
  await check('refunded', ['put_order', 'put_orders']);
  await check('insufficient_points', ['redeem']);
  await check('PUT profile', ['putProfile']);
  await search(page).fill('no such thing anywhere');
  await expect(list(page).getByRole('status')).toHaveText('No operations');
  await search(page).press('Escape');
  await expect(list(page).locator('li a:visible')).toHaveCount(operations.length);
  expect(problems.unexpected()).toEqual([]);
});

test('a keyboard goes from the search to an operation, and opens an object in it', async ({ page }) => {
  await page.goto(ADDRESS);
  await page.keyboard.press('/');
  await expect(search(page)).toBeFocused();
  await page.keyboard.type('full current state');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${ADDRESS}#put_order`);
  await expect(shown(page)).toHaveCount(1);
  await expect(page).toHaveTitle(/Tell an order's full current state/);
  const opener = shown(page).getByRole('button', { name: 'Show fields of lines' });
  await opener.focus();
  await page.keyboard.press('Enter');
  const opened = shown(page).locator('.opened');
  await expect(opened.getByText('refunded', { exact: true })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(opened).toHaveCount(0);
});

test('the command in an example is copied, for this address', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`${ADDRESS}#put_order`);
  await shown(page).getByRole('button', { name: 'Copy' }).first().click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toContain(`curl -X PUT ${stack.url}/v1/shops/`);
  expect(copied).toContain('-H "Authorization: Bearer $API_KEY"');
});

test('it may load its own files alone, and has no script in the page', async ({ page, request }) => {
  const answer = await request.get(ADDRESS);
  expect(answer.headers()['content-security-policy']).toContain("default-src 'none'");
  await page.goto(ADDRESS);
  expect(await page.locator('script:not([src]), [style], [onclick]').count()).toBe(0);
  const scripts = await request.get(`${ADDRESS}render/page.mjs`);
  expect(scripts.status()).toBe(404);
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('the list, the overview and each operation are there', { tag: '@both' }, async ({ page }) => {
    await page.goto(ADDRESS);
    await expect(list(page).getByRole('link', { name: 'Tell an order' })).toBeVisible();
    await expect(search(page)).toBeHidden();
    await list(page).getByRole('link', { name: 'Tell an order' }).click();
    await expect(shown(page)).toHaveCount(1);
    await expect(shown(page).getByRole('heading', { level: 2 })).toHaveText("Tell an order's full current state");
    await expect(shown(page).getByText('currency', { exact: true })).toBeVisible();
  });
});

for (const colorScheme of ['light', 'dark']) {
  test.describe(`by ${colorScheme === 'light' ? 'day' : 'night'}`, () => {
    test.use({ colorScheme });

    test('axe finds nothing, and nothing is wider than the window', { tag: '@both' }, async ({ page }) => {
      await page.goto(ADDRESS);
      await expectAccessible(page, 'reference');
      for (const id of ['overview', 'put_order', 'put_offer', 'type-Survey']) {
        await page.goto(`${ADDRESS}#${id}`);
        // Most of the page is hidden, and takes axe its time all the same.
        await expectAccessible(page, id, `#${id}`);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), id).toBeLessThanOrEqual(0);
      }
    });
  });
}
