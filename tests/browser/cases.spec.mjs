// Writing to the shop and reading its answers, in the panel: asked once, answered, read, and nothing lost on the way.

import { expectAccessible } from './support/axe.mjs';
import { expect, test } from './support/fixtures.mjs';
import { LANGUAGES } from './support/language.mjs';
import { overflowing } from './support/layout.mjs';
import { breakApi, cutApi, holdApi, loseAnswers, restore } from './support/network.mjs';
import { stack } from './support/stack.mjs';

const MEMBER = '15953';
/** Longest message, in characters. */
const LONGEST = 2000;
const MARKUP = '<img src=x onerror="window.hacked = 1"> <b>bold</b>\n{0} & "the next line"';

test.use({ shopWith: { customers: [MEMBER] } });

async function visit({ page, host, sandbox }, { lang, member = MEMBER, ...more } = {}) {
  const token = member && { token: await sandbox.token(member) };
  await page.goto(host.page({ lang, tag: { shop: sandbox.shop, ...token }, ...more }));
}

const refresh = (page) => page.evaluate(() => window.regulars('refresh'));

/** The routes of a shop's cases. */
const casesOf = (sandbox) => `${stack.url}/v1/shops/${sandbox.shop}/cases*`;

test('asking about an order, an answer with a gesture, and a reply', { tag: '@both' }, async ({ page, host, sandbox, widget, cases, language }) => {
  await sandbox.settleFeedback({ gestures: { owner: 500, per_member: 500 } });
  const { available, orders } = await sandbox.member(MEMBER);
  const order = orders.at(-1).id;
  await visit({ page, host, sandbox });
  await cases.begin('complaint');
  await cases.order.selectOption(order);
  await cases.send('The sleeve was bent.\nThe disc is fine.');
  await expect(cases.items.filter({ hasText: 'The sleeve was bent.' })).toBeVisible();
  await expect(widget.announcements).toHaveText(language.cases('sent', { shop: 'Groove & Grain' }));
  await expect(cases.says('about', { order })).toBeVisible();

  await expect.poll(async () => (await sandbox.cases()).map(({ kind, order }) => ({ kind, order }))).toEqual([{ kind: 'complaint', order }]);
  const [{ id }] = await sandbox.cases();
  await sandbox.answerCase(MEMBER, id, 'We are sorry. Another sleeve is on its way.');
  await sandbox.giveInCase(MEMBER, id, { points: 150 }, 'For the trouble');
  await widget.close();
  await refresh(page);
  await expect(cases.launcherWith(available + 150, 1)).toBeVisible();
  await expect(widget.announcements).toHaveText(language.t('unread', { n: 1 }));

  await cases.enter(1);
  await expect(cases.threads).toHaveText([/Another sleeve/]);
  await expect(cases.threads).toContainText(language.cases('new'));
  await cases.threads.click();
  await expect(cases.items.filter({ hasText: 'Eva · Groove & Grain' })).toContainText('Another sleeve is on its way.');
  // Read, it is not new any more: on the launcher, in the list, and for the shop.
  await expect(widget.launcherWith(available + 150)).toBeVisible();
  await cases.send('Thank you!');
  await expect(cases.items.last()).toContainText('Thank you!');
  await expect(cases.words).toHaveValue('');
  await expect.poll(async () => (await sandbox.cases())[0].status).toBe('open');

  await cases.button('back').click();
  await expect(cases.threads).toHaveText([new RegExp(language.cases('open'))]);
  await cases.button('back').click();
  await expect(cases.row()).toBeFocused();
  await widget.expectBalance(available + 150);
});

test('points and a reward that were given stand in the thread, and the code among the others', async ({ page, host, sandbox, widget, cases, language }) => {
  await sandbox.settleFeedback({ gestures: { owner: 5000, per_member: 5000 } });
  const id = await sandbox.openCase(MEMBER, 'It came late.', { kind: 'complaint' });
  await sandbox.giveInCase(MEMBER, id, { points: 150 }, 'For the trouble');
  await sandbox.giveInCase(MEMBER, id, { reward: 'free-single' }, 'With our apology');
  await visit({ page, host, sandbox });
  await cases.enter();
  await cases.threads.click();
  await expect(cases.items.nth(-2)).toHaveText(`${language.cases('given_points', { n: 150 })} For the trouble`);
  const given = language.cases('given_reward', { reward: language.reward('free-single') });
  await expect(cases.items.last()).toHaveText(`${given} With our apology`);
  await cases.button('back').click();
  await cases.button('back').click();
  await expect(widget.codes).toHaveCount(1);
});

test('words with markup, and of every length, are shown as they were written', { tag: '@both' }, async ({ page, host, sandbox, cases }) => {
  const id = await sandbox.openCase(MEMBER, MARKUP, { kind: 'idea' });
  await sandbox.answerCase(MEMBER, id, `${MARKUP} ${'w'.repeat(300)}`, '<i>Eva</i>');
  await visit({ page, host, sandbox });
  await cases.enter(1);
  await cases.threads.click();
  await expect(cases.items.filter({ hasText: '<i>Eva</i>' }).locator('.case-words')).toContainText(MARKUP);
  await cases.send('字'.repeat(LONGEST));
  await expect(cases.items.last()).toContainText('字'.repeat(LONGEST));
  expect(await overflowing(page)).toEqual([]);
  expect(await page.evaluate(() => window.hacked)).toBeUndefined();
});

test('one says how much room is left, and sends no more than there is', async ({ page, host, sandbox, cases }) => {
  await visit({ page, host, sandbox });
  await cases.begin('begin_question');
  await cases.words.fill('a'.repeat(LONGEST - 1));
  await expect(cases.says('left', { n: 1 })).toBeVisible();
  await cases.words.fill('a'.repeat(LONGEST + 2));
  await expect(cases.says('over', { n: 2 })).toBeVisible();
  await cases.button('send').click();
  await expect(cases.trouble.filter({ hasText: cases.language.cases('too_long') })).toBeVisible();
  await expect(cases.words).toBeFocused();
  await cases.words.fill('a'.repeat(LONGEST));
  await cases.button('send').click();
  await expect(cases.items.last()).toContainText('a'.repeat(LONGEST));
});

test.describe('nothing is lost', () => {
  test('words that do not get through stay, and arrive once', async ({ page, host, sandbox, cases }) => {
    await visit({ page, host, sandbox });
    await cases.begin('begin_question');
    await cutApi(page);
    await cases.send('Do you have it on vinyl?');
    await expect(cases.says('failed')).toBeVisible();
    await restore(page);
    await loseAnswers(page, 'POST', `/v1/shops/${sandbox.shop}/cases`, 1);
    await expect(cases.words).toHaveValue('Do you have it on vinyl?');
    await cases.button('send').click();
    await expect(cases.items.last()).toContainText('Do you have it on vinyl?');
    await expect.poll(async () => (await sandbox.cases()).length).toBe(1);
  });

  test('words stay where they were written, by going elsewhere and by closing', async ({ page, host, sandbox, widget, cases, language }) => {
    const { orders } = await sandbox.member(MEMBER);
    const order = orders.at(-1).id;
    await visit({ page, host, sandbox });
    await cases.begin('begin_idea');
    await cases.words.fill('A listening room');
    await cases.order.selectOption(order);
    await cases.button('back').click();
    await expect(cases.button('begin_idea')).toBeFocused();
    await cases.button('praise').click();
    await expect(cases.words).toHaveValue('');
    await widget.close();
    // Another token is the same member's; what they were writing is for nobody else.
    await page.evaluate((token) => window.regulars('identify', token), await sandbox.token(MEMBER, { ttl_s: 1800 }));
    await cases.begin('begin_idea');
    await expect(cases.words).toHaveValue('A listening room');
    await expect(cases.order).toHaveValue(order);
    await page.evaluate((token) => window.regulars('identify', token), await sandbox.token('somebody-else'));
    await expect(cases.row()).toBeVisible();
    await cases.row().click();
    await cases.button('begin_idea').click();
    await expect(cases.words).toHaveValue('');
    expect(await widget.text()).not.toContain(language.cases('order'));
  });

  test('the same words again are another message', async ({ page, host, sandbox, cases }) => {
    await sandbox.openCase(MEMBER, 'When?');
    await visit({ page, host, sandbox });
    await cases.enter();
    await cases.threads.click();
    for (const count of [1, 2]) {
      await cases.send('Any news?');
      await expect(cases.items.filter({ hasText: 'Any news?' })).toHaveCount(count);
    }
  });
});

test.describe('meanwhile', () => {
  test('an answer that comes while the thread is open is there and read', async ({ page, host, sandbox, widget, cases }) => {
    const { available } = await sandbox.member(MEMBER);
    const id = await sandbox.openCase(MEMBER, 'When?');
    await visit({ page, host, sandbox });
    await cases.enter();
    await cases.threads.click();
    await cases.words.fill('Not sent yet');
    await sandbox.answerCase(MEMBER, id, 'Today.');
    await refresh(page);
    await expect(cases.items.filter({ hasText: 'Today.' })).toBeVisible();
    await expect(cases.words).toHaveValue('Not sent yet');
    await expect(widget.launcherWith(available)).toBeVisible();
    await expect.poll(async () => (await sandbox.boot(MEMBER)).member.cases).toBeUndefined();
  });

  test('what was written in another tab is there', async ({ page, host, sandbox, widget, cases }) => {
    await sandbox.openCase(MEMBER, 'When?');
    await visit({ page, host, sandbox });
    await cases.enter();
    await expect(cases.threads).toHaveCount(1);
    await sandbox.openCase(MEMBER, 'And where?');
    await sandbox.published(MEMBER);
    await refresh(page);
    await expect(cases.threads).toHaveText([/And where\?/, /When\?/]);
    await widget.close();
  });

  test('an answer that is late does not take a message away', async ({ page, host, sandbox, cases }) => {
    const id = await sandbox.openCase(MEMBER, 'When?');
    await visit({ page, host, sandbox });
    await cases.enter();
    await cases.threads.click();
    // The list is asked for, and on its way for a while.
    let release;
    const released = new Promise((resolve) => (release = resolve));
    const asked = page.waitForRequest(casesOf(sandbox));
    await page.route(casesOf(sandbox), async (route) => {
      const answer = await route.fetch();
      await released;
      await route.fulfill({ response: answer });
    });
    await sandbox.answerCase(MEMBER, id, 'Today.');
    await refresh(page);
    await asked;
    await cases.send('Hello?');
    await expect(cases.items.last()).toContainText('Hello?');
    release();
    await restore(page);
    await expect(cases.items.filter({ hasText: 'Today.' })).toBeVisible();
    await expect(cases.items.last()).toContainText('Hello?');
  });

  test('a closed thread says so, and is open again with the next word', async ({ page, host, sandbox, cases }) => {
    const id = await sandbox.openCase(MEMBER, 'When?');
    await sandbox.patchCase(MEMBER, id, { status: 'closed' });
    await visit({ page, host, sandbox });
    await cases.enter();
    await expect(cases.threads).toContainText(cases.language.cases('closed'));
    await cases.threads.click();
    await expect(cases.says('closed_hint')).toBeVisible();
    await cases.send('Still not here');
    await expect(cases.says('closed_hint')).toBeHidden();
    await expect(cases.panel.locator('.case-about')).toContainText(cases.language.cases('open'));
  });
});

test.describe('refused or unanswered', () => {
  test('a tenth open message is the last', async ({ page, host, sandbox, cases }) => {
    for (let number = 0; number < 10; number += 1) await sandbox.openCase(MEMBER, `Number ${number}`);
    await visit({ page, host, sandbox });
    await cases.begin('begin_question');
    await cases.send('One more');
    await expect(cases.says('many')).toBeVisible();
    await expect(cases.words).toHaveValue('One more');
  });

  test('what cannot be taken says so', async ({ page, host, sandbox, cases }) => {
    await visit({ page, host, sandbox });
    await cases.begin('begin_question');
    await breakApi(page, 422, 'invalid');
    await cases.send('When?');
    await expect(cases.says('wrong')).toBeVisible();
    await restore(page);
    await breakApi(page, 429, 'rate_limited');
    await cases.button('send').click();
    await expect(cases.says('failed')).toBeVisible();
    await expect(cases.words).toHaveValue('When?');
  });

  test('a list that does not come says so, and comes when asked again', { tag: '@both' }, async ({ page, host, sandbox, widget, cases }) => {
    await sandbox.openCase(MEMBER, 'When?');
    await visit({ page, host, sandbox });
    await breakApi(page, 500, 'internal', casesOf(sandbox));
    await cases.enter();
    await expect(cases.says('load_failed')).toBeVisible();
    await restore(page);
    await widget.button('retry').click();
    await expect(cases.threads).toHaveCount(1);
    await expect(widget.panel).toBeFocused();
  });

  test('a chunk that does not come says so, and comes when pressed again', async ({ page, host, sandbox, widget, cases, language, problems }) => {
    problems.expect(/Failed to fetch/);
    await visit({ page, host, sandbox });
    await widget.open();
    await page.route(`${stack.url}/widget/**`, (route) => (route.request().url().includes('cases') ? route.abort() : route.continue()));
    await cases.row().click();
    await expect(widget.line('write_failed')).toBeVisible();
    await expect(widget.announcements).toHaveText(language.t('write_failed'));
    await restore(page);
    await cases.row().click();
    await expect(cases.at('title')).toBeVisible();
  });

  test('nothing of it is loaded before somebody goes in', async ({ page, host, sandbox, widget, cases }) => {
    const asked = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const files = () => asked.filter((path) => /\/widget\/.*cases/.test(path));
    await visit({ page, host, sandbox });
    await widget.open();
    await expect(cases.row()).toBeVisible();
    expect(files()).toEqual([]);
    await cases.row().click();
    await expect(cases.at('title')).toBeVisible();
    expect(files().map((path) => path.replace(/.*\/widget\/\w+\//, '')).sort()).toEqual(['cases.css', 'cases.wasm', 'strings/cases/en.json']);
  });

  test('a slow list is waited for in words, and an empty one shows how to begin', async ({ page, host, sandbox, widget, cases }) => {
    await visit({ page, host, sandbox });
    await widget.open();
    const release = await holdApi(page);
    await cases.row().click();
    await expect(cases.says('loading')).toBeVisible();
    release();
    await expect(cases.says('loading')).toBeHidden();
    await expect(cases.button('begin_question')).toBeVisible();
    await expect(cases.says('yours')).toBeHidden();
  });

  test('somebody who is not signed in is shown no way in', async ({ page, host, sandbox, widget, cases }) => {
    await visit({ page, host, sandbox }, { member: null });
    await widget.open();
    await expect(cases.row()).toBeHidden();
  });
});

test('without a mouse', { tag: '@both' }, async ({ page, host, sandbox, widget, cases }) => {
  await visit({ page, host, sandbox });
  await widget.open();
  await cases.row().focus();
  await page.keyboard.press('Enter');
  await expect(widget.panel).toBeFocused();
  // The head first: back, close; then the ways to begin.
  for (const button of [cases.button('back'), widget.closeButton, cases.button('begin_question')]) {
    await page.keyboard.press('Tab');
    await expect(button).toBeFocused();
  }
  await page.keyboard.press('Enter');
  await expect(cases.words).toBeFocused();
  await page.keyboard.type('When do you open?');
  await expect(cases.order).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(cases.order).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(cases.button('send')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(cases.at('question')).toBeVisible();
  await expect(widget.panel).toBeFocused();
  await cases.words.focus();
  await page.keyboard.type('On Sunday?');
  await page.keyboard.press('Control+Enter');
  await expect(cases.items.last()).toContainText('On Sunday?');
  await expect(cases.words).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(widget.panel).toBeHidden();
  await expect(widget.launcher).toBeFocused();
});

test('on a page that reads from the right it is mirrored', { tag: '@both' }, async ({ page, host, sandbox, cases }) => {
  const id = await sandbox.openCase(MEMBER, 'When?');
  await sandbox.answerCase(MEMBER, id, 'Today.');
  await visit({ page, host, sandbox }, { dir: 'rtl' });
  await cases.enter(1);
  expect(await overflowing(page), 'list').toEqual([]);
  await cases.threads.click();
  const box = async (words) => (await cases.items.filter({ hasText: words })).boundingBox();
  expect((await box('When?')).x, 'mine is at the end of the line').toBeLessThan((await box('Today.')).x);
  expect(await overflowing(page), 'thread').toEqual([]);
});

for (const lang of LANGUAGES) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang, contextOptions: { reducedMotion: 'reduce' } });

    for (const colorScheme of lang === 'uk' ? ['light', 'dark'] : ['light']) {
      test.describe(colorScheme === 'light' ? 'by day' : 'by night', () => {
        test.use({ colorScheme });

        test('it has room, and axe finds nothing', { tag: '@both' }, async ({ page, host, sandbox, widget, cases }) => {
          const id = await sandbox.openCase(MEMBER, 'When?');
          await sandbox.openCase(MEMBER, 'A listening room', { kind: 'idea' });
          for (const words of ['Today.', 'Or tomorrow.']) await sandbox.answerCase(MEMBER, id, words);
          const { available } = await sandbox.member(MEMBER);
          await visit({ page, host, sandbox }, { lang });
          const look = async (what) => {
            await expectAccessible(page, what, 'regulars-widget');
            expect(await overflowing(page), what).toEqual([]);
          };
          await expect(cases.launcherWith(available, 2)).toBeVisible();
          await look('launcher');
          await widget.open();
          await expect(cases.row(2)).toBeVisible();
          await look('row');
          await cases.row(2).click();
          await expect(cases.threads).toHaveCount(2);
          await look('list');
          await cases.button('complaint').click();
          await expect(cases.order).toBeVisible();
          await cases.words.fill('a'.repeat(LONGEST + 1));
          await cases.button('send').click();
          await expect(cases.says('too_long')).toBeVisible();
          await look('form');
          await cases.button('back').click();
          await cases.threads.first().click();
          await expect(widget.launcherWith(available)).toBeVisible();
          await look('thread');
        });
      });
    }
  });
}
