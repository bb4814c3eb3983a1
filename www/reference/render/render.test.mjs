// The reference, made from a description of three operations: what a reader has to find on it.

import assert from 'node:assert/strict';
import test from 'node:test';
import { Document } from './document.mjs';
import { curl, layout } from './example.mjs';
import { inline } from './fields.mjs';
import { page } from './page.mjs';
import { kind, limits, range } from './words.mjs';

const DESCRIPTION = {
  openapi: '3.1.0',
  info: { description: 'JSON in `snake_case`.\n\nErrors have a code.' },
  tags: [{ name: 'Orders', description: 'What was bought.' }, { name: 'Service' }],
  paths: {
    '/shops/{shop}/orders': {
      parameters: [{ name: 'shop', in: 'path', required: true, schema: { type: 'string' }, example: 'acme & co' }],
      post: {
        operationId: 'send',
        tags: ['Orders'],
        summary: 'Send <an> order',
        security: [{ server: [] }],
        parameters: [{ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } }],
        requestBody: { required: true, content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' }, example: { name: "it's" } } } },
        responses: { 201: { description: 'Taken.' }, 409: { $ref: '#/components/responses/Conflict' } },
      },
    },
    '/health': { get: { operationId: 'health', tags: ['Service'], summary: 'Is it there?', security: [], responses: { 200: { description: 'Yes.' } } } },
  },
  components: {
    securitySchemes: { server: { description: 'A key.' } },
    responses: { Conflict: { description: 'Not now.', content: { 'application/problem+json': { schema: { properties: { code: { enum: ['too_late'] } } } } } } },
    schemas: {
      Name: { type: 'string', minLength: 1, maxLength: 5 },
      Line: { type: 'object', properties: { id: { $ref: '#/components/schemas/Name' } } },
      Order: { type: 'object', required: ['name'], properties: { name: { $ref: '#/components/schemas/Name' }, lines: { type: 'array', maxItems: 2, items: { $ref: '#/components/schemas/Line' } } } },
    },
  },
};
const document = new Document(DESCRIPTION);

test('every operation has a place and a link, under its resource', () => {
  const made = page(DESCRIPTION);
  for (const id of ['send', 'health']) {
    assert.match(made, new RegExp(`<article class="piece" id="${id}"`));
    assert.match(made, new RegExp(`<a href="#${id}">`));
  }
  assert.deepEqual(document.resources().map(({ name, operations }) => [name, operations.map(({ id }) => id)]), [['Orders', ['send']], ['Service', ['health']]]);
});

test('an operation says who may call, what is needed, and which codes refuse', () => {
  const made = page(DESCRIPTION);
  assert.match(made, /Send &lt;an&gt; order/);
  assert.match(made, /your server, with an API key/);
  assert.match(made, /<code>name<\/code> <span class="needed">needed/);
  assert.match(made, /<td>409<\/td><td><code>too_late<\/code><p>Not now\./);
});

test('an object is described once, and linked where it is used', () => {
  const made = page(DESCRIPTION);
  assert.equal(made.match(/id="type-Line"/g).length, 1);
  assert.match(made, /<a class="type" href="#type-Line">list of lines<\/a>/);
});

test('the command holds what the call needs, quoted for a shell', () => {
  const [send] = document.operations();
  assert.equal(
    curl(send),
    [
      'curl -X POST https://HOST/shops/acme%20%26%20co/orders',
      '-H "Authorization: Bearer $API_KEY"',
      '-H "Idempotency-Key: $(uuidgen)"',
      "-H 'Content-Type: application/json'",
      `-d '{ "name": "it'\\''s" }'`,
    ].join(' \\\n  '),
  );
});

test('what a value has to keep to is said in words', () => {
  assert.equal(kind(document, { type: ['integer', 'null'] }).text, 'whole number, or null');
  assert.equal(kind(document, { oneOf: [{ $ref: '#/components/schemas/Name' }, { type: 'null' }] }).text, 'text, or null');
  assert.equal(kind(document, { oneOf: [{ type: 'string' }, { type: 'integer' }] }).text, 'text or whole number');
  assert.deepEqual(limits(document, { $ref: '#/components/schemas/Name' }), ['1 to 5 characters']);
  assert.deepEqual(limits(document, { type: 'array', minItems: 1, items: { type: 'integer', maximum: 9 } }), ['at least 1 item', 'each: at most 9']);
  assert.equal(range(0, 9007199254740991), '0 to 9,007,199,254,740,991');
  assert.equal(range(undefined, undefined), undefined);
});

test('JSON is laid out with short parts on a line', () => {
  assert.equal(layout({ a: [1, 2], b: {} }), '{ "a": [1, 2], "b": {} }');
  assert.equal(layout({ a: 'x'.repeat(80), b: [] }), `{\n  "a": "${'x'.repeat(80)}",\n  "b": []\n}`);
});

test('code in a text is marked', () => {
  assert.equal(inline('a `b` <c>').map(String).join(''), 'a <code>b</code> <c>');
});
