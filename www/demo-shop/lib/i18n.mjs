// The shop's languages: strings, plurals, money and dates.

import { readFileSync } from 'node:fs';

/** In the order of the language menu, each under its own name. */
export const LANGUAGES = { en: 'English', uk: 'Українська', ru: 'Русский', zh: '中文', sl: 'Slovenščina' };

const STRINGS = Object.fromEntries(
  Object.keys(LANGUAGES).map((lang) => [lang, JSON.parse(readFileSync(new URL(`../strings/${lang}.json`, import.meta.url), 'utf8'))]),
);

/** Everything that speaks one language. `t` fills {names}; where a string has plural forms, `n` chooses the form. */
export function speak(lang) {
  const plural = new Intl.PluralRules(lang);
  const number = new Intl.NumberFormat(lang);
  const currency = new Intl.NumberFormat(lang, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' });
  const day = new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'America/New_York' });

  return {
    lang,
    t(key, values = {}) {
      const entry = STRINGS[lang][key];
      const text = typeof entry === 'object' ? entry[plural.select(values.n)] : entry;
      return text.replace(/\{(\w+)\}/g, (_, name) => (name === 'n' ? number.format(values.n) : values[name]));
    },
    /** Cents as an amount of dollars. */
    money: (cents) => currency.format(cents / 100),
    date: (instant) => day.format(new Date(instant)),
  };
}

/** The first of our languages among those the browser asks for; English otherwise. */
export function negotiate(header = '') {
  const wanted = header
    .split(',')
    .map((part) => {
      const [tag, ...parameters] = part.trim().split(';');
      const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find(Boolean);
      return { lang: tag.toLowerCase().split('-')[0], quality: Number(quality ?? 1) };
    })
    .filter(({ lang, quality }) => lang in LANGUAGES && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return wanted[0]?.lang ?? 'en';
}
