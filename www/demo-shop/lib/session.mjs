// Who is looking, in a signed cookie: {visitor, member}. The cookie is the only thing that says who is signed in.

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { isKnownMember } from './customers.mjs';

const COOKIE = 'groove_session';

/** The session in the request's cookie, or a new one for a visitor who has none or sent a forged one. */
export function readSession(cookies, secret) {
  const [payload, signature] = (cookies[COOKIE] ?? '').split('.');
  if (payload && signature && sameBytes(signature, sign(payload, secret))) {
    const { visitor, member } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    return { visitor, member: member && isKnownMember(member) ? member : null };
  }
  return { visitor: randomBytes(16).toString('hex'), member: null };
}

/** The `Set-Cookie` value that keeps this session. The demo speaks plain HTTP, so there is no `Secure`. */
export function writeSession(session, secret) {
  const payload = Buffer.from(JSON.stringify(session)).toString('base64url');
  return `${COOKIE}=${payload}.${sign(payload, secret)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000`;
}

/** Where this session's cart is kept: members find theirs again wherever they sign in. */
export const cartKey = (session) => (session.member ? `m:${session.member}` : `v:${session.visitor}`);

/** The request's cookies by name. */
export function parseCookies(header = '') {
  const pairs = header.split(';').map((pair) => pair.trim().split('='));
  return Object.fromEntries(pairs.filter(([name]) => name).map(([name, ...value]) => [name, value.join('=')]));
}

function sign(payload, secret) {
  return createHmac('sha256', secret).update(payload).digest('base64url');
}

function sameBytes(a, b) {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
