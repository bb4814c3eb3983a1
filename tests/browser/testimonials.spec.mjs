// What members let the shop show: said after a good answer, looked at by the shop, shown to everybody, taken back.

import { expectAccessible } from './support/axe.mjs';
import { expect, test } from './support/fixtures.mjs';
import { LANGUAGES } from './support/language.mjs';
import { overflowing } from './support/layout.mjs';
import { cutApi, restore } from './support/network.mjs';
import { partsNamed, partsOf } from './support/parts.mjs';

const [ANA, BOR, EVA] = ['15953', 'bor', 'eva'];
const DELIVERED = '1998-07-01T12:00:00Z';
const A_DAY_LATER = '1998-07-02T12:00:00Z';

const SURVEY = {
  id: 'delivery',
  name: 'After delivery',
  status: 'published',
  timing: { after_delivery: { from_hours: 12, until_hours: 72 } },
  steps: [
    { id: 'score', ask: { nps: {} }, title: { en: 'Would you recommend us?' } },
    { id: 'why', ask: { open: {} }, title: { en: 'What did you like?' }, optional: true },
  ],
  thanks: [{ from: 9, text: { en: 'Wonderful!' }, recommends: true, asks_testimonial: true }, { text: { en: 'Thank you!' } }],
};
const ELEMENT = '<section><regulars-testimonials></regulars-testimonials></section>';
const WORDS = 'Carefully packed, and here the next day.\n<b>Thank you!</b>';

test.use({ shopWith: { customers: [ANA], now: DELIVERED }, contextOptions: { reducedMotion: 'reduce' } });

/** Has an order delivered to each of these members, and lets a day pass: now they are asked about it. */
async function ask(sandbox, members) {
  await sandbox.publishSurvey(SURVEY);
  for (const member of members) {
    await sandbox.putOrder(`late-${member}`, {
      member,
      currency: 'USD',
      status: 'completed',
      placed_at: '1998-06-28T12:00:00Z',
      updated_at: DELIVERED,
      delivered_at: DELIVERED,
      lines: [{ id: '1', product: 'cd-1', quantity: 1, price: 1499 }],
    });
  }
  await sandbox.setClock(A_DAY_LATER);
  return Promise.all(members.map((member) => sandbox.due(member)));
}

/** Has a member say something that the shop approves. */
async function approved(sandbox, member, due, said) {
  await sandbox.answerElsewhere(member, due, 'score', { score: 10 });
  await sandbox.answerElsewhere(member, due, 'why', { skipped: true });
  const id = await sandbox.sayElsewhere(member, { survey: due.id, occasion: due.occasion, ...said });
  await sandbox.judge(id, 'approved');
}

const tagOf = async (sandbox, member) => ({ shop: sandbox.shop, ...(member && { token: await sandbox.token(member) }) });

/** Opens a page on which the question comes, and answers it as somebody who is happy. */
async function answer({ page, host, sandbox, survey, language }, words) {
  await survey.holdClock();
  await page.goto(host.page({ lang: language.lang, tag: await tagOf(sandbox, ANA) }));
  await survey.comes(SURVEY.steps[0].title.en);
  await survey.tap('10');
  await expect(survey.asking(SURVEY.steps[1].title.en)).toBeVisible();
  if (words) await survey.words.fill(words);
  await survey.button(words ? 'send' : 'skip').click();
  await expect(survey.asking('Wonderful!')).toBeVisible();
}

/** The fields of the form. */
const fields = (survey, language) => ({
  words: survey.card.getByLabel(language.survey('public_words')),
  name: survey.card.getByLabel(language.survey('public_name')),
  consent: survey.card.getByRole('checkbox'),
});

test('said with consent, approved, shown to a stranger, taken back, gone', { tag: '@both' }, async ({ page, browser, host, sandbox, survey, testimonials, language }) => {
  await ask(sandbox, [ANA]);
  await answer({ page, host, sandbox, survey, language }, 'Carefully packed.');
  const { available } = await sandbox.member(ANA);
  await survey.button('public').click();
  const { words, name, consent } = fields(survey, language);
  await expect(words).toHaveValue('Carefully packed.');
  await words.fill(WORDS);
  await name.fill('Ana K.');
  // Without the agreement nothing is sent: the browser says what is missing.
  await survey.button('send').click();
  await expect(consent).toBeFocused();
  expect(await consent.evaluate((box) => box.validity.valueMissing)).toBe(true);
  expect(await sandbox.testimonials()).toEqual([]);
  await consent.check();
  await survey.button('send').click();
  await expect(survey.asking(language.survey('said'))).toBeVisible();
  await expect.poll(async () => (await sandbox.testimonials()).map(({ text, name }) => [text, name])).toEqual([[WORDS, 'Ana K.']]);
  const [{ id }] = await sandbox.testimonials();
  expect((await sandbox.member(ANA)).available, 'nobody is paid for it').toBe(available);
  await sandbox.judge(id, 'approved');

  /** Somebody else, on a device of their own. */
  const strangerSees = async (check) => {
    const context = await browser.newContext({ viewport: page.viewportSize() });
    const stranger = await context.newPage();
    const asked = stranger.waitForResponse('**/testimonials/shown');
    await stranger.goto(host.page({ tag: await tagOf(sandbox), body: ELEMENT }));
    await asked;
    await check(stranger.locator('regulars-testimonials'));
    await context.close();
  };
  await strangerSees(async (element) => {
    // Markup is what it is made of: characters.
    await expect(element.getByRole('blockquote')).toHaveText(WORDS, { useInnerText: true });
    await expect(element.getByRole('figure')).toContainText('Ana K.');
    await expect(element.getByRole('button')).toHaveCount(0);
  });

  await page.clock.resume();
  const asked = [];
  page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname.replace(/.*\/shops\/[^/]+/, '')}`));
  await page.goto(host.page({ tag: await tagOf(sandbox, ANA), body: ELEMENT }));
  await testimonials.button('withdraw').click();
  // Whose it is came with the member's state: no wallet is woken for a page view.
  expect(asked).not.toContain('GET /testimonials');
  await expect(testimonials.says('sure')).toBeVisible();
  expect(new Set(await partsOf(page, 'regulars-testimonials'))).toEqual(new Set(await partsNamed(page, 'testimonials-parts')));
  await testimonials.button('keep').click();
  await expect(testimonials.says('sure')).toHaveCount(0);
  await testimonials.button('withdraw').click();
  await testimonials.button('yes').click();
  await expect(testimonials.all).toHaveCount(0);
  await expect.poll(() => sandbox.shown()).toEqual([]);
  await strangerSees(async (element) => expect(element.getByRole('figure')).toHaveCount(0));
});

test('where there is nothing to show it takes no room, and its code is loaded for the element alone', async ({ page, host, sandbox }) => {
  const loaded = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  const chunks = () => loaded.filter((path) => path.endsWith('/testimonials.wasm'));
  await page.clock.install();
  const booted = page.waitForResponse('**/boot?*');
  await page.goto(host.page({ tag: await tagOf(sandbox) }));
  await booted;
  await expect(page.locator('regulars-widget')).toBeAttached();
  await page.clock.runFor(5_000);
  expect(chunks()).toEqual([]);
  // Put there later, it is found.
  await page.clock.resume();
  const asked = page.waitForResponse('**/testimonials/shown');
  await page.evaluate((html) => document.querySelector('main').insertAdjacentHTML('beforeend', html), ELEMENT);
  await asked;
  expect(chunks()).toHaveLength(1);
  await expect(page.locator('regulars-testimonials')).toHaveJSProperty('offsetHeight', 0);
});

test('an element says how many it wants, and in which language', async ({ page, host, sandbox, testimonials }) => {
  const [ana, bor, eva] = await ask(sandbox, [ANA, BOR, EVA]);
  await approved(sandbox, ANA, ana, { text: 'Good', name: 'Ana', lang: 'en-GB' });
  await approved(sandbox, BOR, bor, { text: 'Dobro', name: 'Bor', lang: 'sl' });
  await approved(sandbox, EVA, eva, { text: 'Very good', name: 'Eva', lang: 'en' });
  const body = '<regulars-testimonials limit="2"></regulars-testimonials>';
  await page.goto(host.page({ tag: await tagOf(sandbox), body }));
  const names = testimonials.element.locator('figcaption');
  await expect(names).toHaveText(['Eva', 'Bor']);
  await expect(testimonials.of('Bor').getByRole('blockquote')).toHaveAttribute('lang', 'sl');
  // What it asks for may change, and the element may move.
  await testimonials.element.evaluate((element) => element.setAttribute('lang', 'en'));
  await expect(names).toHaveText(['Eva', 'Ana']);
  await testimonials.element.evaluate((element) => document.body.append(element));
  await expect(names).toHaveText(['Eva', 'Ana']);
});

test('a friend is told by the device, or by an address to paste', async ({ page, context, host, sandbox, survey, language }) => {
  await ask(sandbox, [ANA]);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  /** The device's own way to share, which does this with it. */
  const shareBy = (way) =>
    page.evaluate((way) => {
      window.shared = [];
      const ways = {
        well: async (what) => void window.shared.push(what),
        cancelled: async (what) => {
          window.shared.push(what);
          throw new DOMException('', 'AbortError');
        },
      };
      Object.defineProperty(navigator, 'share', { configurable: true, value: ways[way] });
    }, way);
  const shared = () => page.evaluate(() => window.shared);
  const what = { title: 'Groove & Grain', url: host.origin };
  await answer({ page, host, sandbox, survey, language });
  await page.evaluate(() => navigator.clipboard.writeText('something else'));
  for (const way of ['well', 'cancelled']) {
    await shareBy(way);
    await survey.button('recommend').click();
    await expect.poll(shared).toEqual([what]);
  }
  // Thought better of, nothing is done in its place.
  await expect(survey.says('recommended')).toHaveCount(0);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('something else');
  await shareBy('not at all');
  await survey.button('recommend').click();
  await expect(survey.says('recommended')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(host.origin);
});

test('by keyboard from the first field to the last; what does not get through can be sent again', async ({ page, host, sandbox, survey, language }) => {
  await ask(sandbox, [ANA]);
  await answer({ page, host, sandbox, survey, language });
  await page.clock.resume();
  await survey.button('public').focus();
  await page.keyboard.press('Enter');
  await expect(survey.asking(language.survey('public_title'))).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.type('Good');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Ana');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await cutApi(page);
  await page.keyboard.press('Enter');
  await expect(survey.says('failed')).toBeVisible();
  await restore(page);
  const { words, name, consent } = fields(survey, language);
  await expect(words).toHaveValue('Good');
  await expect(name).toHaveValue('Ana');
  await expect(consent).toBeChecked();
  await survey.button('send').click();
  await expect(survey.asking(language.survey('said'))).toBeFocused();
  await expect.poll(async () => (await sandbox.testimonials()).length).toBe(1);
});

for (const lang of LANGUAGES) {
  test.describe(`in ${lang}`, () => {
    test.use({ lang });

    test('it has room, and axe finds nothing', { tag: '@both' }, async ({ page, host, sandbox, survey, testimonials, language }) => {
      const [, bor] = await ask(sandbox, [ANA, BOR]);
      await approved(sandbox, BOR, bor, { text: 'Good. '.repeat(160).trim(), name: 'B'.repeat(60) });
      await answer({ page, host, sandbox, survey, language });
      const look = async (what, within) => {
        await expectAccessible(page, what, within);
        expect(await overflowing(page), what).toEqual([]);
      };
      await look('thanks', 'regulars-widget');
      await survey.button('public').click();
      await look('form', 'regulars-widget');
      const { words, name, consent } = fields(survey, language);
      await words.fill('Good');
      await name.fill('Ana');
      await consent.check();
      await survey.button('send').click();
      await expect(survey.asking(language.survey('said'))).toBeVisible();
      await look('said', 'regulars-widget');
      const own = async () => (await sandbox.testimonials()).find(({ member }) => member === ANA)?.id;
      await expect.poll(own).toBeDefined();
      await sandbox.judge(await own(), 'approved');

      await page.clock.resume();
      await page.goto(host.page({ lang, tag: await tagOf(sandbox, ANA), body: ELEMENT }));
      await expect(testimonials.all).toHaveCount(2);
      await look('shown', 'regulars-testimonials');
      await testimonials.button('withdraw').click();
      await expect(testimonials.button('yes')).toBeFocused();
      await look('asked', 'regulars-testimonials');
    });
  });
}
