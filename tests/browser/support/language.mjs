// What the shop and the widget should say in a language, read from their string files and written out with this
// process's own Intl: locators and expectations are made of it.

import { demoProgram } from './sandbox.mjs';
import { readJson } from './stack.mjs';

export const LANGUAGES = ['en', 'uk', 'ru', 'zh', 'sl'];

/** The demo program's and the pages' time zone, as playwright.config.mjs has it. */
const TIME_ZONE = 'America/New_York';

/** Speaks one language. */
export function speak(lang) {
  const widget = { ...readJson(`widget/strings/${lang}.json`), ...readJson(`widget/strings/panel/${lang}.json`) };
  const offers = readJson(`widget/strings/offers/${lang}.json`);
  const form = readJson(`widget/strings/form/${lang}.json`);
  const preview = readJson(`widget/strings/preview/${lang}.json`);
  const survey = readJson(`widget/strings/survey/${lang}.json`);
  const cases = readJson(`widget/strings/cases/${lang}.json`);
  const testimonials = readJson(`widget/strings/testimonials/${lang}.json`);
  const shop = readJson(`www/demo-shop/strings/${lang}.json`);
  const plurals = new Intl.PluralRules(lang);
  const number = (n) => new Intl.NumberFormat(lang).format(n);

  const say = (entry, values) => {
    const text = typeof entry === 'object' ? entry[plurals.select(values.n)] : entry;
    return text.replace(/\{(\w+)\}/g, (_, name) => (name === 'n' ? number(values.n) : values[name]));
  };
  /** The program's texts are maps by language. */
  const named = (list, id) => list.find((item) => item.id === id).name[lang];

  return {
    lang,
    /** A message of the widget. */
    t: (key, values = {}) => say(widget[key], values),
    /** A message around an offer. */
    offers: (key, values = {}) => say(offers[key], values),
    /** A message of an offer's form. */
    form: (key, values = {}) => say(form[key], values),
    /** A message of the preview. */
    preview: (key, values = {}) => say(preview[key], values),
    /** A message around a survey. */
    survey: (key, values = {}) => say(survey[key], values),
    /** A message around what is written to the shop. */
    cases: (key, values = {}) => say(cases[key], values),
    /** A message beside testimonials. */
    testimonials: (key, values = {}) => say(testimonials[key], values),
    /** A message of the demo shop. */
    shop: (key, values = {}) => say(shop[key], values),
    number,
    /** Cents as dollars, the way the demo shop's till writes them. */
    money: (cents) =>
      new Intl.NumberFormat(lang, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' }).format(cents / 100),
    /** Cents as dollars, the way the widget writes them. */
    wholeMoney: (cents) =>
      new Intl.NumberFormat(lang, {
        style: 'currency',
        currency: 'USD',
        currencyDisplay: 'narrowSymbol',
        trailingZeroDisplay: 'stripIfInteger',
      }).format(cents / 100),
    /** A day, as the widget writes one of the sandbox's current year. */
    day: (instant) =>
      new Intl.DateTimeFormat(lang, { day: 'numeric', month: widget.month_style, timeZone: TIME_ZONE }).format(
        new Date(instant),
      ),
    program: demoProgram().name[lang],
    reward: (id) => named(demoProgram().rewards, id),
    tier: (id) => named(demoProgram().tiers.levels, id),
  };
}
