// A shop of a test's own, made through the platform's API, with a clock that the test moves.

import { randomBytes } from 'node:crypto';
import { expect } from '@playwright/test';
import { SignJWT } from 'jose';
import { call } from './call.mjs';
import { purchasesOf, toOrder } from './cdnow.mjs';
import { readJson, stack } from './stack.mjs';

/** Noon of the day after the last CDNOW purchase: the same day in every time zone people shop in. */
export const START = '1998-07-01T12:00:00Z';

/** The program of the demo shop. Tests compute with its numbers; they change a copy when they need others. */
export const demoProgram = () => readJson('www/demo-shop/program.json');

/** What the demo shop asks, and how it answers. */
export const demoSurveys = () => readJson('www/demo-shop/surveys.json');

const TOKEN_TTL_S = 3600;

/** The last offer of every document. */
const LAST = {
  id: 'last',
  name: 'Published after everything else',
  status: 'published',
  display: { type: 'bar', edge: 'top' },
  triggers: [{ type: 'at_once' }],
  condition: { 'page.path': '/nowhere' },
  holdout: 0,
  variants: [{ key: 'only', content: { headline: { en: 'Nowhere' } } }],
};

/** One shop with its keys. Other tests' shops share the runtime and nothing else. */
export class Sandbox {
  #platform = (method, path, body) =>
    call(method, `/v1/platform/shops/${this.shop}${path}`, { key: stack.platform_key, body });

  #server = (method, path, body, headers) =>
    call(method, `/v1/shops/${this.shop}${path}`, { key: this.api_key, body, headers });

  /**
   * Makes a shop that answers pages of `origins`. `program` may be null: a shop that has not opened its rewards yet.
   * `customers` are ids of CDNOW customers whose purchases are imported; `offers` is what `publishOffers` takes, `surveys`
   * what `publishSurveys` does.
   */
  static async create({ origins, program = demoProgram(), customers = [], theme = {}, now = START, offers, surveys }) {
    const sandbox = new Sandbox();
    sandbox.shop = `test-${randomBytes(6).toString('hex')}`;
    await sandbox.#platform('PUT', '', { name: 'Groove & Grain', origins, theme, sandbox: true });
    const api = await sandbox.#platform('POST', '/keys', { kind: 'api' });
    const signing = await sandbox.#platform('POST', '/keys', { kind: 'signing' });
    sandbox.api_key = api.secret;
    sandbox.signing = { kid: signing.id, secret: signing.secret };
    await sandbox.setClock(now);
    if (program) await sandbox.putProgram(program);
    await sandbox.importPurchases(customers);
    if (offers) await sandbox.publishOffers(offers);
    if (surveys) await sandbox.publishSurveys(surveys);
    return sandbox;
  }

  /** Everything the demo shop's backend needs to know. */
  get demoJson() {
    const { shop, api_key, signing } = this;
    return { url: stack.url, platform_key: stack.platform_key, shop, api_key, signing };
  }

  /** Publishes the program's first version. */
  async putProgram(program) {
    await this.#server('PUT', '/program', program, { 'if-match': '"0"' });
    await expect.poll(async () => (await this.boot()).program?.version, 'the program is published').toBe(1);
  }

  /** Publishes settings, segments and offers of a document like the demo shop's, and waits until pages are sent them. */
  async publishOffers({ settings = {}, segments = [], offers = [] }) {
    const first = { 'if-match': '"0"' };
    await this.#server('PUT', '/offer-settings', settings, first);
    for (const segment of segments) await this.#server('PUT', `/segments/${segment.id}`, segment, first);
    for (const offer of offers) await this.#server('PUT', `/offers/${offer.id}`, offer, first);
    // Pages are sent all or nothing of a version, and everybody is sent this one; it is for a page there is none of.
    await this.#server('PUT', `/offers/${LAST.id}`, LAST, first);
    const sent = async () => (await this.candidates()).includes(LAST.id);
    await expect.poll(sent, 'the offers are published').toBe(true);
  }

  /** Publishes settings and surveys of a document like the demo shop's. */
  async publishSurveys({ settings, surveys }) {
    await this.#server('PUT', '/feedback-settings', settings, { 'if-match': '"0"' });
    for (const survey of surveys) await this.publishSurvey(survey);
  }

  /** Publishes a survey. */
  async publishSurvey(survey) {
    await this.#server('PUT', `/surveys/${survey.id}`, survey, { 'if-match': '"0"' });
  }

  /** Waits until pages of a member are sent a question, and returns it. */
  async due(member) {
    await this.published(member);
    const survey = async () => (await this.boot(member)).survey?.id;
    await expect.poll(survey, `${member} is to be asked something`).toBeDefined();
    return (await this.boot(member)).survey;
  }

  /** What people have said, as the shop reads it. */
  feedback() {
    return this.#server('GET', '/reports/feedback');
  }

  /** The cases of all members, as the shop's people see them. */
  async cases() {
    return (await this.#server('GET', '/desk/cases')).cases;
  }

  /** Writes to the shop from somewhere else than the page under test; gives the case. */
  async openCase(member, text, { kind = 'question', ...more } = {}) {
    const key = await this.token(member);
    const { case: opened } = await call('POST', `/v1/shops/${this.shop}/cases`, { key, body: { kind, text, ...more } });
    return opened.id;
  }

  /** Somebody of the shop answers; resolves when pages are told. */
  async answerCase(member, id, text, by = 'Eva') {
    await this.#found(id);
    await this.#server('POST', `/desk/cases/${id}/messages`, { by, text });
    await this.published(member);
  }

  /** Somebody of the shop gives `{points}` or `{reward}`; resolves when pages are told. */
  async giveInCase(member, id, gift, reason) {
    await this.#found(id);
    await this.#server('POST', `/desk/cases/${id}/gestures`, { ...gift, reason, by: 'Eva', role: 'owner' });
    await this.published(member);
  }

  /** Changes a case as its version stands now. */
  async patchCase(member, id, patch) {
    const { version } = await this.#found(id);
    await this.#server('PATCH', `/desk/cases/${id}`, patch, { 'if-match': `"${version}"` });
    await this.published(member);
  }

  /** Says who of the shop may give how many points. */
  async settleFeedback(settings) {
    await this.#server('PUT', '/feedback-settings', settings, { 'if-match': '"0"' });
  }

  /** A case as the shop sees it, once the shop knows whose it is. */
  async #found(id) {
    const known = async () => (await this.cases()).some((line) => line.id === id);
    await expect.poll(known, 'the shop knows the case').toBe(true);
    return (await this.#server('GET', `/desk/cases/${id}`)).case;
  }

  /** The testimonials of all members, as the shop's people see them. */
  async testimonials() {
    return (await this.#server('GET', '/desk/testimonials')).testimonials;
  }

  /** Decides on a testimonial as it is now, and waits until everybody is shown it, or is not. */
  async judge(id, status) {
    const { version } = (await this.testimonials()).find((testimonial) => testimonial.id === id);
    await this.#server('PATCH', `/desk/testimonials/${id}`, { status, by: 'Eva' }, { 'if-match': `"${version}"` });
    await expect.poll(async () => (await this.shown()).includes(id), `${id} is ${status}`).toBe(status === 'approved');
  }

  /** The ids of what everybody is shown. */
  async shown() {
    return (await call('GET', `/v1/shops/${this.shop}/testimonials/shown`)).testimonials.map(({ id }) => id);
  }

  /** Answers a question as the page of a member would, from somewhere else than the page under test. */
  async answerElsewhere(member, { id, version, occasion }, step, answer) {
    const key = await this.token(member);
    return call('POST', `/v1/shops/${this.shop}/surveys/${id}/answers`, { key, body: { occasion, version, step, answer } });
  }

  /** Says something in public from somewhere else than the page under test; gives its id once the shop knows it. */
  async sayElsewhere(member, { survey, occasion, text, name, lang = 'en' }) {
    const key = await this.token(member);
    const body = { survey, occasion, text, name, consent: true };
    const { testimonial } = await call('POST', `/v1/shops/${this.shop}/testimonials?lang=${lang}`, { key, body });
    const known = async () => (await this.testimonials()).map(({ id }) => id);
    await expect.poll(known, 'the shop hears what was said').toContain(testimonial.id);
    return testimonial.id;
  }

  /** The ids of what a page of this member, or of a new visitor, is sent to decide about. */
  async candidates(member, lang) {
    const { offers } = await this.boot(member, { lang, visitor: 'new' });
    return (offers?.candidates ?? []).map(({ id }) => id);
  }

  /** Says of a member what the shop knows beside the orders, and waits until pages go by it. */
  async profile(member, profile) {
    await this.#server('PUT', `/members/${encodeURIComponent(member)}/profile`, profile);
    await this.published(member);
  }

  /** What opens a preview of an offer when it is added to an address of the shop. */
  async preview(offer) {
    return (await this.#server('POST', `/offers/${offer}/previews`, {})).query;
  }

  /** What opens a preview of a survey when it is added to an address of the shop. */
  async previewSurvey(survey) {
    return (await this.#server('POST', `/surveys/${survey}/previews`, {})).query;
  }

  /** What an offer's forms have brought in. */
  async captures(offer) {
    return (await this.#server('GET', `/offers/${offer}/captures`)).captures;
  }

  /** What came of an offer, arm by arm. */
  results(offer) {
    return this.#server('GET', `/offers/${offer}/results`);
  }

  /** Sets the sandbox's clock; from there it goes on with the real one. */
  async setClock(instant) {
    await this.#platform('PUT', '/clock', { now: instant });
    const late = async () => Math.abs(Date.parse((await this.boot()).now) - Date.parse(instant));
    await expect.poll(late, 'the edge knows the new time').toBeLessThan(30_000);
  }

  /** Brings in what these customers bought, and waits until pages are told of it. */
  async importPurchases(customers) {
    for (const customer of customers) {
      const orders = purchasesOf(customer).map(toOrder);
      const { results } = await this.#server('POST', '/orders/batch', { orders });
      expect(results.map((result) => result.status)).toEqual(orders.map(() => 200));
      await this.published(customer);
    }
  }

  /** A token as the shop's server signs it, on the real clock. */
  token(member, { ttl_s = TOKEN_TTL_S } = {}) {
    const expires = Math.floor(Date.now() / 1000) + ttl_s;
    return new SignJWT()
      .setProtectedHeader({ alg: 'HS256', kid: this.signing.kid })
      .setAudience(this.shop)
      .setSubject(member)
      .setIssuedAt(expires - TOKEN_TTL_S)
      .setExpirationTime(expires)
      .sign(new TextEncoder().encode(this.signing.secret));
  }

  /** What a page of this member, or of a visitor, is told. */
  async boot(member, { lang = 'en', ...more } = {}) {
    const key = member && (await this.token(member));
    return call('GET', `/v1/shops/${this.shop}/boot?${new URLSearchParams({ lang, ...more })}`, { key });
  }

  /** What the shop's server is told about a member: the truth. */
  member(id) {
    return this.#server('GET', `/members/${encodeURIComponent(id)}`);
  }

  /** Resolves when the published state of a member is the true one. */
  async published(member) {
    const { seq } = await this.member(member);
    const published = async () => (await this.boot(member)).member.seq;
    await expect.poll(published, `the state of ${member} is published`).toBeGreaterThanOrEqual(seq);
  }

  /** Takes over an order's state, as the shop's server would. */
  putOrder(id, order) {
    return this.#server('PUT', `/orders/${encodeURIComponent(id)}`, order);
  }

  /** Gives (or takes) points, with a reason the shopper reads. */
  async adjust(member, points, reason = 'A present') {
    const id = randomBytes(8).toString('hex');
    await this.#server('POST', `/members/${encodeURIComponent(member)}/adjustments`, { id, points, reason, note: '' });
    await this.published(member);
  }

  /** Redeems a reward from somewhere else than the page under test. */
  async redeemElsewhere(member, reward) {
    const key = await this.token(member);
    return call('POST', `/v1/shops/${this.shop}/redemptions`, { key, body: { reward } });
  }

  /** Takes an offer up from somewhere else than the page under test. */
  async claimElsewhere(member, offer) {
    const key = await this.token(member);
    return call('POST', `/v1/shops/${this.shop}/offers/${offer}/claims`, { key, body: {} });
  }

  /** Spends a code at the shop's till. */
  capture(code) {
    return this.#server('POST', `/redemptions/${encodeURIComponent(code)}/capture`, {});
  }
}
