// Every language says everything the shop says, with the same blanks and its own plural forms.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { CUSTOMERS } from './customers.mjs';
import { LANGUAGES, negotiate, speak } from './i18n.mjs';

const read = (lang) => JSON.parse(readFileSync(new URL(`../strings/${lang}.json`, import.meta.url), 'utf8'));
const blanks = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
const texts = (entry) => (typeof entry === 'string' ? [entry] : Object.values(entry));
const english = read('en');

for (const lang of Object.keys(LANGUAGES)) {
  test(`${lang} has the strings English has, with the same blanks`, () => {
    const strings = read(lang);
    assert.deepEqual(Object.keys(strings), Object.keys(english));
    for (const [key, entry] of Object.entries(strings)) {
      for (const text of texts(entry)) assert.deepEqual(blanks(text), blanks(texts(english[key])[0]), key);
    }
  });

  test(`${lang} has exactly its plural forms`, () => {
    const forms = new Intl.PluralRules(lang).resolvedOptions().pluralCategories.toSorted();
    for (const [key, entry] of Object.entries(read(lang))) {
      assert.equal(typeof entry, typeof english[key], key);
      if (typeof entry === 'object') assert.deepEqual(Object.keys(entry).sort(), forms, key);
    }
  });
}

test('the form follows the number', () => {
  const points = (lang, n) => speak(lang).t('points', { n });
  assert.equal(points('sl', 2), '2 točki');
  assert.equal(points('sl', 5), '5 točk');
  assert.equal(points('uk', 21), '21 бал');
  assert.equal(points('uk', 12), '12 балів');
  assert.equal(points('ru', 3), '3 балла');
  assert.equal(points('en', 1234), '1,234 points');
});

test('every customer has a story', () => {
  for (const { story } of CUSTOMERS) assert.ok(english[`story_${story}`], story);
});

test('the browser’s languages are taken in its order of preference, English if none is ours', () => {
  assert.equal(negotiate('uk-UA,uk;q=0.9,en;q=0.8'), 'uk');
  assert.equal(negotiate('de, sl;q=0.5, en;q=0.7'), 'en');
  assert.equal(negotiate('fr, sl;q=0'), 'en');
  assert.equal(negotiate(undefined), 'en');
});
