// What keeps the pages safe: escaping, signed sessions, the origin of forms, and how typed values are read.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html, raw } from '../../lib/html.mjs';
import { HttpError, checkOrigin, readDollars, readInteger, readPreferences } from './http.mjs';
import { cartKey, parseCookies, readSession, writeSession } from './session.mjs';

test('values are escaped, templates inside templates are not escaped twice', () => {
  const evil = `<script>"'&`;
  assert.equal(String(html`<p title="${evil}">${html`<b>${evil}</b>`}</p>`), '<p title="&lt;script&gt;&quot;&#39;&amp;"><b>&lt;script&gt;&quot;&#39;&amp;</b></p>');
  assert.equal(String(html`${[1, '<', raw('<br>')]}${null}${undefined}${false}${0}`), '1&lt;<br>0');
});

const cookieOf = (session, secret) => parseCookies(writeSession(session, secret).split(';')[0]);

test('a session survives its cookie', () => {
  const session = { visitor: 'abc', member: '20111' };
  assert.deepEqual(readSession(cookieOf(session, 's'), 's'), session);
  assert.equal(cartKey(session), 'm:20111');
});

test('a forged, foreign or broken session is a new visitor', () => {
  const cookie = cookieOf({ visitor: 'abc', member: '20111' }, 's');
  const [payload, signature] = cookie.groove_session.split('.');
  const other = Buffer.from(JSON.stringify({ visitor: 'abc', member: '15953' })).toString('base64url');
  for (const forged of [`${other}.${signature}`, `${payload}.`, `${payload}.${signature}x`, payload, '', '.']) {
    const session = readSession({ groove_session: forged }, 's');
    assert.equal(session.member, null, forged);
    assert.notEqual(session.visitor, 'abc', forged);
  }
  assert.equal(readSession(cookie, 'another secret').member, null);
});

test('only people of this demo can be signed in', () => {
  assert.equal(readSession(cookieOf({ visitor: 'abc', member: '99999' }, 's'), 's').member, null);
  assert.equal(readSession(cookieOf({ visitor: 'abc', member: 'new-0123abcd' }, 's'), 's').member, 'new-0123abcd');
});

test('forms are taken from our own pages only', () => {
  const from = (origin) => ({ headers: { origin, host: 'localhost:8788' } });
  checkOrigin(from('http://localhost:8788'));
  for (const origin of ['http://localhost:8787', 'http://evil.example', 'null', undefined]) {
    assert.throws(() => checkOrigin(from(origin)), (error) => error instanceof HttpError && error.status === 403);
  }
});

for (const [typed, cents] of [['5', 500], ['5.9', 590], ['5,90', 590], [' 0.05 ', 5], ['-1', null], ['1.234', null], ['1e3', null], ['', null], [null, null]]) {
  test(`“${typed}” dollars are ${cents} cents`, () => assert.equal(readDollars(typed), cents));
}

test('quantities are plain whole numbers', () => {
  assert.deepEqual(['3', '0', '-1', '1.5', 'x', '', null].map(readInteger), [3, 0, null, null, null, null, null]);
});

test('preferences come from the address, then from the cookie, and only the known ones', () => {
  const ask = (query, cookie) => readPreferences({ headers: { cookie } }, new URL(`http://shop/?${query}`));
  assert.deepEqual(ask('lang=uk&csp=strict', 'groove_dir=rtl'), {
    lang: 'uk',
    dir: 'rtl',
    csp: 'strict',
    cookies: ['groove_lang=uk; Path=/; SameSite=Lax; Max-Age=2592000', 'groove_csp=strict; Path=/; SameSite=Lax; Max-Age=2592000'],
  });
  assert.deepEqual(ask('lang=xx&csp=%0d%0a', 'groove_lang=<b>'), { lang: 'auto', dir: 'auto', csp: 'off', cookies: [] });
});
