// What a customer thinks of an order, on the demo shop: from its delivery to what the shop makes of the answer.

import { daysAfter } from './support/expected.mjs';
import { expect, test } from './support/fixtures.mjs';
import { START, demoSurveys } from './support/sandbox.mjs';

const CUSTOMER = '00004';
const ALBUM = 'static-garden';
/** What the demo shop asks a day after a delivery, and a day after a case. */
const [AFTER_DELIVERY, HOW_IT_ENDED] = demoSurveys().surveys;
const [RECOMMEND, BETTER, BEST] = AFTER_DELIVERY.steps;
const [SORRY, DELIGHTED] = AFTER_DELIVERY.thanks;
const [ENDED] = HOW_IT_ENDED.steps;
const GESTURE = 200;

test.use({ shopWith: { customers: [CUSTOMER], surveys: demoSurveys() } });

/** Buys a record and has it delivered; gives the order. */
async function haveDelivered(shop) {
  await shop.signIn(CUSTOMER);
  await shop.addToCart(ALBUM);
  await shop.toCheckout();
  const order = await shop.placeOrder();
  await shop.act(order, 'do_complete');
  await shop.act(order, 'do_deliver');
  return order;
}

test('an order that disappoints: a low score, why, a case, an answer with a gesture, and how it ended', { tag: '@both' }, async ({ page, sandbox, shop, survey, cases, widget }) => {
  const { available } = await sandbox.member(CUSTOMER);
  const order = await haveDelivered(shop);
  expect((await sandbox.boot(CUSTOMER)).survey, 'nobody has listened to it yet').toBeUndefined();

  await test.step('a day later the question comes, and a 3 with a reason is answered', async () => {
    await sandbox.setClock(daysAfter(START, 1));
    expect(await sandbox.due(CUSTOMER)).toMatchObject({ id: AFTER_DELIVERY.id, occasion: `order:${order}` });
    await survey.holdClock();
    await shop.open('/');
    await survey.comes(RECOMMEND.title.en);
    await survey.tap('3');
    await expect(survey.asking(BETTER.title.en)).toBeVisible();
    await survey.words.fill('The sleeve was bent.');
    await survey.button('send').click();
    await expect(survey.asking(SORRY.text.en)).toBeVisible();
    await expect(survey.says('earned', { n: AFTER_DELIVERY.points })).toBeVisible();
  });

  await test.step('what went wrong becomes a case about this order', async () => {
    await survey.button('tell').click();
    await survey.words.fill('One corner is quite flat.');
    await survey.button('send').click();
    await expect(survey.asking(survey.language.survey('told'))).toBeVisible();
    await survey.close();
    await expect(widget.launcherWith(available + AFTER_DELIVERY.points)).toBeVisible();
  });

  const [{ id }] = await test.step('the shop sees it, with the order and the answer it came from', async () => {
    const line = { kind: 'complaint', status: 'open', member: CUSTOMER, order };
    await expect.poll(sandbox.cases.bind(sandbox)).toMatchObject([line]);
    const found = await sandbox.cases();
    expect(found[0].answer).toEqual({ survey: AFTER_DELIVERY.id, occasion: `order:${order}` });
    await expect.poll(async () => (await sandbox.feedback()).overall.nps?.detractors).toBe(1);
    return found;
  });

  await test.step('the shop answers with a gesture; both are read in the widget', async () => {
    await sandbox.answerCase(CUSTOMER, id, 'We are sorry. A new one is on its way.', 'Eva');
    await sandbox.giveInCase(CUSTOMER, id, { points: GESTURE }, 'For the flat corner');
    await page.reload();
    const points = available + AFTER_DELIVERY.points + GESTURE;
    await expect(cases.launcherWith(points, 1)).toBeVisible();
    await cases.enter(1);
    await cases.threads.first().click();
    await expect(cases.items.filter({ hasText: 'One corner is quite flat.' })).toBeVisible();
    await expect(cases.items.filter({ hasText: 'A new one is on its way.' })).toBeVisible();
    await expect(cases.items.filter({ hasText: 'For the flat corner' })).toBeVisible();
    await expect(widget.launcherWith(points)).toBeAttached();
    await widget.close();
  });

  await test.step('closed, it is asked a day later how it ended', async () => {
    await sandbox.patchCase(CUSTOMER, id, { status: 'closed' });
    expect((await sandbox.boot(CUSTOMER)).survey).toBeUndefined();
    await sandbox.setClock(daysAfter(START, 2.5));
    expect(await sandbox.due(CUSTOMER)).toMatchObject({ id: HOW_IT_ENDED.id, occasion: `case:${id}` });
    await page.reload();
    await survey.comes(ENDED.title.en);
    await survey.card.locator('label').last().click();
    await expect(survey.asking(HOW_IT_ENDED.thanks[1].text.en)).toBeVisible();
    await expect.poll(async () => (await sandbox.feedback()).overall.csat?.answers).toBe(1);
  });
});

test('an order that delights: a ten, said in public, looked at, and read by everybody on the front page', { tag: '@both' }, async ({ browser, page, sandbox, shop, survey, language }) => {
  const WORDS = 'Plays as if the band were in the room.';
  const order = await haveDelivered(shop);
  await sandbox.setClock(daysAfter(START, 1));
  expect(await sandbox.due(CUSTOMER)).toMatchObject({ occasion: `order:${order}` });
  await survey.holdClock();
  await shop.open('/');
  await survey.comes(RECOMMEND.title.en);
  await survey.tap('10');
  await expect(survey.asking(BEST.title.en)).toBeVisible();
  await survey.button('skip').click();
  await expect(survey.asking(DELIGHTED.text.en)).toBeVisible();
  await expect(survey.button('recommend')).toBeVisible();

  await survey.button('public').click();
  await survey.card.getByLabel(language.survey('public_words')).fill(WORDS);
  await survey.card.getByLabel(language.survey('public_name')).fill('A customer since 1997');
  await survey.card.getByRole('checkbox').check();
  await survey.button('send').click();
  await expect(survey.asking(language.survey('said'))).toBeVisible();
  await expect.poll(async () => (await sandbox.testimonials()).length).toBe(1);
  const [{ id }] = await sandbox.testimonials();

  /** What somebody else reads, on a device of their own. */
  const read = async (expected) => {
    const stranger = await browser.newPage({ viewport: page.viewportSize() });
    const asked = stranger.waitForResponse('**/testimonials/shown');
    await stranger.goto(shop.url);
    await asked;
    await expect(stranger.locator('main regulars-testimonials').getByRole('figure')).toHaveText(expected);
    await stranger.close();
  };
  await read([]);
  await sandbox.judge(id, 'approved');
  await read([/Plays as if the band were in the room.*A customer since 1997/]);
});
