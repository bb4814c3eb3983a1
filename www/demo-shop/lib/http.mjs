// The plain parts of HTTP: forms, origins, preferences, answers.

import { parseCookies } from './session.mjs';

/** The shop's largest form is the checkout: a few short lines of text. */
const FORM_BYTES_MAX = 16 * 1024;

/** An answer that ends the request: one of the error pages, by status. */
export class HttpError extends Error {
  constructor(status) {
    super(`status ${status}`);
    this.status = status;
  }
}

export const page = (body, status = 200) => ({ status, type: 'text/html; charset=utf-8', body: `<!doctype html>\n${body}` });
export const json = (value, status = 200) => ({ status, type: 'application/json', body: JSON.stringify(value) });
/** After every form: back to a page that can be reloaded. */
export const redirect = (location) => ({ status: 303, location, body: '' });

/** A posted form, limited in size. */
export async function readForm(request) {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) throw new HttpError(400);
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > FORM_BYTES_MAX) throw new HttpError(400);
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

/** Refuses forms that another site sent. Browsers name the origin of every POST. */
export function checkOrigin(request) {
  const { origin, host } = request.headers;
  if (origin !== `http://${host}` && origin !== `https://${host}`) throw new HttpError(403);
}

/** What may be chosen by a query parameter and is then remembered. The first value is how things are by default. */
const PREFERENCES = {
  lang: ['auto', 'en', 'uk', 'ru', 'zh', 'sl'],
  dir: ['auto', 'rtl'],
  csp: ['off', 'strict', 'none-for-us'],
};

/** The visitor's preferences: query first, then cookie; `cookies` are those to set because the query changed them. */
export function readPreferences(request, url) {
  const stored = parseCookies(request.headers.cookie);
  const chosen = {};
  const cookies = [];
  for (const [name, values] of Object.entries(PREFERENCES)) {
    const asked = url.searchParams.get(name);
    const kept = stored[`groove_${name}`];
    chosen[name] = [asked, kept, values[0]].find((value) => values.includes(value));
    if (values.includes(asked)) cookies.push(`groove_${name}=${asked}; Path=/; SameSite=Lax; Max-Age=2592000`);
  }
  return { ...chosen, cookies };
}

/** Whole number from a form field, or null. */
export function readInteger(text) {
  return /^\d{1,6}$/.test(text ?? '') ? Number(text) : null;
}

/** Cents from dollars as typed ("5", "5.9", "5.90", "5,90"), or null. */
export function readDollars(text) {
  const match = /^(\d{1,6})(?:[.,](\d{1,2}))?$/.exec((text ?? '').trim());
  return match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : null;
}
