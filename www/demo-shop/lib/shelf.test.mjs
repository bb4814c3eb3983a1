// The catalogue, the sleeves and the program agree with each other.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sleeve } from '../art/sleeve.mjs';
import { GENRES, PRODUCTS, findProduct } from './catalogue.mjs';
import { LANGUAGES } from './i18n.mjs';

const program = JSON.parse(readFileSync(new URL('../program.json', import.meta.url), 'utf8'));

test('every product has its own id, a genre and a sleeve without style attributes', () => {
  assert.equal(new Set(PRODUCTS.map((product) => product.id)).size, PRODUCTS.length);
  for (const { id, genre, labels } of PRODUCTS) {
    assert.ok(GENRES.includes(genre), id);
    assert.ok(labels.includes(genre), id);
    assert.match(String(sleeve(id)), /^<svg [^]+<\/svg>$/);
    assert.doesNotMatch(String(sleeve(id)), /style=|NaN|undefined/, id);
  }
});

test('products and labels named by the program are on the shelf', () => {
  for (const { id, kind } of program.rewards) {
    if (kind.type === 'free_product') assert.ok(findProduct(kind.product), id);
  }
  const labels = new Set(PRODUCTS.flatMap((product) => product.labels));
  for (const rule of program.rules) {
    const filters = [rule, ...rule.multipliers].flatMap(({ only, except }) => [only, except]);
    for (const label of filters.flatMap((filter) => filter.labels)) assert.ok(labels.has(label), label);
  }
});

test('the program speaks every language of the shop', () => {
  const named = [program, ...program.rules, ...program.tiers.levels, ...program.rewards];
  for (const { name, description, benefits } of named) {
    for (const text of [name, description, benefits].filter(Boolean)) {
      assert.deepEqual(Object.keys(text).sort(), Object.keys(LANGUAGES).sort());
    }
  }
});
