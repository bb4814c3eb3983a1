// What the tag costs a page: nothing moves. How long its work takes is measured in `tasks.spec.mjs`.

import { expect, test } from './support/fixtures.mjs';
import { layoutShift, watchLayout } from './support/traces.mjs';

const MEMBER = '15953';

test.use({ shopWith: { customers: [MEMBER] } });

test('loading it and opening the panel moves nothing on the page', async ({ page, host, sandbox, widget }) => {
  await watchLayout(page);
  await page.goto(host.page({ tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
  await expect(widget.launcher).toBeVisible();
  await widget.openByCommand();
  expect(await layoutShift(page)).toBe(0);
});

test('on the demo shop, with “this earns” on the page, nothing moves', async ({ page, shop, widget }) => {
  await watchLayout(page);
  await shop.signIn(MEMBER);
  for (const path of ['/albums/blue-hour', '/']) {
    await shop.open(path);
    await expect(widget.launcher).toBeVisible();
    expect(await layoutShift(page), path).toBe(0);
  }
});
