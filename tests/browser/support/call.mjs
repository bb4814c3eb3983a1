// Calls of the public HTTP API, outside the browser.

import { randomUUID } from 'node:crypto';
import { stack } from './stack.mjs';

/** Sends one request; resolves with the answer's document, rejects with everything there is to know. */
export async function call(method, path, { key, body, headers = {} } = {}) {
  const sent = { ...headers };
  if (key) sent.authorization = `Bearer ${key}`;
  if (body) sent['content-type'] = 'application/json';
  if (method === 'POST') sent['idempotency-key'] = randomUUID();
  const answer = await fetch(stack.url + path, { method, headers: sent, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return JSON.parse(text);
}
