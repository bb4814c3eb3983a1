// A question that is due: asked once in a card in the corner, answered by a tap, a key or a few words, saved step by step.

import { expectAccessible } from './support/axe.mjs';
import { expect, test } from './support/fixtures.mjs';
import { LANGUAGES } from './support/language.mjs';
import { overflowing } from './support/layout.mjs';
import { cutApi, restore } from './support/network.mjs';

const MEMBER = '15953';
/** A day after this an order is delivered, and the question about it is due. */
const DELIVERED = '1998-07-01T12:00:00Z';
const A_DAY_LATER = '1998-07-02T12:00:00Z';

const in_all = (words) => Object.fromEntries(LANGUAGES.map((lang) => [lang, words[lang] ?? words.en]));
const LIKELY = { en: 'Would you recommend us?', uk: 'Чи порадили б ви нас?', ru: 'Посоветовали бы вы нас?', zh: '您会推荐我们吗？', sl: 'Bi nas priporočili?' };
const WHY = { en: 'What could be better?', uk: 'Що можна поліпшити?', ru: 'Что можно улучшить?', zh: '哪里可以做得更好？', sl: 'Kaj bi lahko bilo boljše?' };
const SORRY = { en: 'Thank you. We are sorry.', uk: 'Дякуємо. Нам прикро.', ru: 'Спасибо. Нам жаль.', zh: '谢谢，我们很抱歉。', sl: 'Hvala. Žal nam je.' };

const SURVEY = {
  id: 'delivery',
  name: 'After delivery',
  status: 'published',
  timing: { after_delivery: { from_hours: 12, until_hours: 72 } },
  points: 50,
  steps: [
    { id: 'score', ask: { nps: {} }, title: in_all(LIKELY), next: [{ from: 9, step: 'best' }, { step: 'why' }] },
    { id: 'why', ask: { open: {} }, title: in_all(WHY), optional: true, next: [{ step: 'end' }] },
    {
      id: 'best',
      ask: { choice: { options: [{ id: 'music', label: { en: 'The music' } }, { id: 'post', label: { en: 'The post' } }] } },
      title: { en: 'What is best?' },
      optional: true,
    },
  ],
  thanks: [{ to: 6, text: in_all(SORRY), offers_case: true }, { text: { en: 'Thank you!' } }],
};

test.use({ shopWith: { customers: [MEMBER], now: DELIVERED } });

/** Has an order delivered, lets a day pass, and opens a page of the shop, where the question comes. */
async function open({ page, host, sandbox, survey, language }, changes = {}) {
  await sandbox.publishSurvey({ ...SURVEY, ...changes });
  await sandbox.putOrder('late', {
    member: MEMBER,
    currency: 'USD',
    status: 'completed',
    placed_at: '1998-06-28T12:00:00Z',
    updated_at: DELIVERED,
    delivered_at: DELIVERED,
    lines: [{ id: '1', product: 'cd-1', quantity: 1, price: 1499 }],
  });
  await sandbox.setClock(A_DAY_LATER);
  await sandbox.due(MEMBER);
  await survey.holdClock();
  await page.goto(host.page({ lang: language.lang, tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
  const [first] = changes.steps ?? SURVEY.steps;
  await survey.comes(first.title[language.lang]);
}

test('a low score, why, and a case: all of it arrives', { tag: '@both' }, async ({ page, host, sandbox, survey, widget, language }) => {
  const { available } = await sandbox.member(MEMBER);
  await open({ page, host, sandbox, survey, language });
  await expect(survey.says('points', { n: 50 })).toBeVisible();
  await survey.tap('3');
  await expect(survey.asking(WHY.en)).toBeVisible();
  await survey.words.fill('<b>The sleeve</b> was bent.');
  await survey.button('send').click();
  await expect(survey.asking(SORRY.en)).toBeVisible();
  await expect(survey.says('earned', { n: 50 })).toBeVisible();

  await survey.button('tell').click();
  await survey.words.fill('And it came late.');
  await survey.button('send').click();
  await expect(survey.asking(language.survey('told'))).toBeVisible();
  await survey.close();
  await expect(survey.card).toHaveCount(0);
  await expect(widget.launcherWith(available + 50)).toBeVisible();

  await expect.poll(async () => (await sandbox.cases()).map(({ kind, order }) => [kind, order])).toEqual([['complaint', 'late']]);
  await expect.poll(async () => (await sandbox.feedback()).overall.nps?.detractors).toBe(1);
  // Answered, it is not asked again, however often one comes.
  expect((await sandbox.boot(MEMBER)).survey).toBeUndefined();
});

test('by keyboard: what is chosen waits to be sent, and the focus stays with the question', async ({ page, host, sandbox, survey, language }) => {
  await open({ page, host, sandbox, survey, language });
  await survey.card.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  for (let step = 0; step < 9; step += 1) await page.keyboard.press('ArrowRight');
  await expect(survey.degree('9')).toBeChecked();
  await expect(survey.asking(LIKELY.en)).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(survey.asking('What is best?')).toBeFocused();
  await survey.tap('The music');
  await expect(survey.asking('Thank you!')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(survey.card).toHaveCount(0);
});

test('who leaves half-way has said half', async ({ page, host, sandbox, survey, language }) => {
  await open({ page, host, sandbox, survey, language });
  await survey.tap('7');
  await expect(survey.asking(WHY.en)).toBeVisible();
  await page.goto('about:blank');
  await expect.poll(async () => (await sandbox.feedback()).overall.partial).toBe(1);
  const { answered } = await sandbox.due(MEMBER);
  expect(answered).toEqual([{ step: 'score', score: 7 }]);
});

test('what was begun goes on where it was left, on the next page', { tag: '@both' }, async ({ page, host, sandbox, survey, language }) => {
  await open({ page, host, sandbox, survey, language });
  await survey.tap('3');
  await expect(survey.asking(WHY.en)).toBeVisible();
  await page.goto(host.page({ lang: language.lang, tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
  await survey.comes(WHY.en);
  await survey.words.fill('The sleeve.');
  await survey.button('send').click();
  await expect(survey.asking(SORRY.en)).toBeVisible();
  await expect.poll(async () => (await sandbox.feedback()).overall).toMatchObject({ asked: 1, answered: 1 });
});

test('who closes it is not asked again', async ({ page, host, sandbox, survey, language }) => {
  await open({ page, host, sandbox, survey, language });
  await survey.close();
  await expect(survey.card).toHaveCount(0);
  await expect.poll(async () => (await sandbox.boot(MEMBER)).survey).toBeUndefined();
  await expect.poll(async () => (await sandbox.feedback()).overall.skipped).toBe(1);
});

test('a question leaves with whom it asked, whatever was said to it', { tag: '@both' }, async ({ page, host, sandbox, survey, language }) => {
  await open({ page, host, sandbox, survey, language });
  await survey.tap('3');
  await survey.button('skip').click();
  await survey.button('tell').click();
  await survey.words.fill('My words');
  // Another token of the same member changes nothing.
  await page.evaluate((token) => window.regulars('identify', token), await sandbox.token(MEMBER));
  await expect(survey.words).toHaveValue('My words');
  await page.evaluate((token) => window.regulars('identify', token), await sandbox.token('bor'));
  await expect(survey.card).toHaveCount(0);
  expect(await sandbox.cases()).toEqual([]);
});

test('a question leaves a checkout, and is nobody’s no', async ({ page, host, sandbox, survey, language }) => {
  await open({ page, host, sandbox, survey, language });
  await page.evaluate(() => history.pushState(null, '', '/checkout'));
  await expect(survey.card).toHaveCount(0);
  expect((await sandbox.feedback()).overall.skipped).toBe(0);
});

test('a question that cannot be loaded was not asked, and comes later', async ({ page, host, sandbox, survey, language, problems }) => {
  problems.expect(/Failed to fetch/);
  let broken = 0;
  await page.route('**/survey.wasm', (route) => {
    broken += 1;
    return broken === 1 ? route.abort('connectionfailed') : route.continue();
  });
  await open({ page, host, sandbox, survey, language });
  expect(broken).toBe(2);
  await expect.poll(async () => (await sandbox.feedback()).overall.asked).toBe(1);
});

test('an answer that does not get through can be sent again', async ({ page, host, sandbox, survey, language }) => {
  await open({ page, host, sandbox, survey, language });
  await cutApi(page);
  await survey.tap('9');
  await expect(survey.says('failed')).toBeVisible();
  await restore(page);
  await survey.button('next').click();
  await expect(survey.asking('What is best?')).toBeVisible();
});

for (const lang of LANGUAGES) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang, contextOptions: { reducedMotion: 'reduce' } });

    test('it has room, and axe finds nothing', { tag: '@both' }, async ({ page, host, sandbox, survey, language }) => {
      await open({ page, host, sandbox, survey, language });
      const look = async (what) => {
        await expectAccessible(page, what, 'regulars-widget');
        expect(await overflowing(page), what).toEqual([]);
      };
      await look('score');
      await survey.tap('3');
      await expect(survey.asking(WHY[lang])).toBeVisible();
      await look('why');
      await survey.button('skip').click();
      await expect(survey.asking(SORRY[lang])).toBeVisible();
      await look('thanks');
      await survey.button('tell').click();
      await look('telling');
    });
  });
}
