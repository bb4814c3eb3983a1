// Previews of surveys: a link asks a draft whoever opens it, says why it would or would not be asked, and leaves no trace.

import { expectAccessible } from './support/axe.mjs';
import { expect, test } from './support/fixtures.mjs';
import { LANGUAGES } from './support/language.mjs';
import { overflowing } from './support/layout.mjs';
import { demoSurveys } from './support/sandbox.mjs';

const MEMBER = 'ana';
const DELIVERED = '1998-07-01T12:00:00Z';
const A_DAY_LATER = '1998-07-02T12:00:00Z';
/** The demo shop's question about a delivered order, and the one about how a case ended. */
const [AFTER_DELIVERY, HOW_IT_ENDED] = demoSurveys().surveys;
const [RECOMMEND, BETTER, BEST] = AFTER_DELIVERY.steps;
const [SORRY, DELIGHTED] = AFTER_DELIVERY.thanks;
const DRAFT = { ...AFTER_DELIVERY, status: 'draft' };

test.use({ shopWith: { now: DELIVERED, surveys: { settings: {}, surveys: [DRAFT, HOW_IT_ENDED] } } });

/** Opens a page of the shop with a link to the preview of a survey. */
async function open({ page, host, sandbox, preview, lang }, id, member = MEMBER) {
  const token = member ? { token: await sandbox.token(member) } : {};
  await page.goto(`${host.page({ lang, tag: { shop: sandbox.shop, ...token } })}?${await sandbox.previewSurvey(id)}`);
  await preview.open();
}

/** What the page sends that leaves something behind. */
function deeds(page) {
  const sent = [];
  page.on('request', (request) => request.method() === 'POST' && sent.push(new URL(request.url()).pathname));
  return sent;
}

test('a draft is asked of whom it is not due for, to every end, and nothing is told', { tag: '@both' }, async ({ page, host, sandbox, survey, preview, language }) => {
  const sent = deeds(page);
  await open({ page, host, sandbox, preview }, DRAFT.id);
  await expect(survey.asking(RECOMMEND.title.en)).toBeVisible();
  await expect(preview.head).toContainText(DRAFT.name);
  await expect(preview.line('draft')).toBeVisible();
  await preview.says(DRAFT.name, 'no_occasion');
  await preview.says(HOW_IT_ENDED.name, 'no_occasion');

  // On a phone the card lies along the bottom, where the panel is: it makes room, or is folded.
  await preview.head.click();
  await survey.tap('3');
  await expect(survey.asking(BETTER.title.en)).toBeVisible();
  await survey.words.fill('The sleeve was bent.');
  await survey.button('send').click();
  await expect(survey.asking(SORRY.text.en)).toBeVisible();
  await expect(survey.says('earned', { n: DRAFT.points })).toBeVisible();
  await survey.button('tell').click();
  await survey.words.fill('One corner is quite flat.');
  await survey.button('send').click();
  await expect(survey.asking(language.survey('told'))).toBeVisible();
  await survey.close();
  await preview.head.click();
  await expect(preview.line('closed')).toBeVisible();

  await preview.button('show_again').click();
  await expect(survey.asking(RECOMMEND.title.en)).toBeVisible();
  await preview.head.click();
  await survey.tap('10');
  await expect(survey.asking(BEST.title.en)).toBeVisible();
  await survey.button('skip').click();
  await expect(survey.asking(DELIGHTED.text.en)).toBeVisible();
  await survey.button('public').click();
  await survey.card.getByLabel(language.survey('public_words')).fill('Nothing of this is said.');
  await survey.card.getByLabel(language.survey('public_name')).fill('Nobody');
  await survey.card.getByRole('checkbox').check();
  await survey.button('send').click();
  await expect(survey.asking(language.survey('said'))).toBeVisible();
  await survey.close();

  await page.goto('about:blank');
  expect(sent).toEqual([]);
  expect(await sandbox.cases()).toEqual([]);
  expect(await sandbox.testimonials()).toEqual([]);
  expect((await sandbox.feedback()).overall).toMatchObject({ asked: 0, answered: 0 });
});

test('it says what is due, and goes along in the tab until it is left', async ({ page, host, sandbox, survey, preview }) => {
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
  await sandbox.published(MEMBER);
  await open({ page, host, sandbox, preview }, DRAFT.id);
  await preview.says(DRAFT.name, 'shows');
  await page.goto(host.page({ tag: { shop: sandbox.shop, token: await sandbox.token(MEMBER) } }));
  await expect(survey.asking(RECOMMEND.title.en)).toBeVisible();
  await preview.open();
  await preview.button('leave').click();
  await expect(preview.panel).toHaveCount(0);
  await expect(survey.card).toHaveCount(0);
});

test('a visitor sees it, too, and is told that only members are asked', async ({ page, host, sandbox, survey, preview }) => {
  await open({ page, host, sandbox, preview }, DRAFT.id, null);
  await expect(survey.asking(RECOMMEND.title.en)).toBeVisible();
  await expect(preview.line('members_only')).toBeVisible();
});

for (const lang of LANGUAGES) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang, contextOptions: { reducedMotion: 'reduce' } });

    test('card and panel have room, and axe finds nothing', { tag: '@both' }, async ({ page, host, sandbox, survey, preview }) => {
      await open({ page, host, sandbox, preview, lang }, DRAFT.id);
      await expect(survey.asking(RECOMMEND.title[lang])).toBeVisible();
      await preview.says(DRAFT.name, 'no_occasion');
      await expectAccessible(page, 'asked', 'regulars-widget');
      expect(await overflowing(page)).toEqual([]);
      await expect(async () => {
        const [panel, card] = await Promise.all([preview.panel.boundingBox(), survey.card.boundingBox()]);
        const isApart = panel.x + panel.width <= card.x || panel.y + panel.height <= card.y || card.y + card.height <= panel.y;
        expect(isApart, 'the card is not covered').toBe(true);
      }).toPass();
    });
  });
}
