// Regulars as a shop uses it: the signed token for the page, and the server's calls over the public HTTP API.

import { SignJWT } from 'jose';

const TOKEN_TTL_S = 3600;
/** A shopper waits for some of these calls, so a silent API must not hold the page for longer. */
const CALL_TIMEOUT_MS = 4000;

/** An answer that is not a success: `status`, and the problem's `code` and `detail` as far as there were any. */
export class RegularsError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.title ?? `status ${status}`);
    this.status = status;
    this.code = problem.code ?? null;
  }
}

/** The client. Every method rejects when Regulars cannot be reached; callers decide what the shop does then. */
export function createRegulars(config, store) {
  const shopPath = `/v1/shops/${encodeURIComponent(config.shop)}`;

  async function call(method, path, { key, body } = {}) {
    const headers = {};
    if (key) headers.authorization = `Bearer ${key}`;
    if (body) headers['content-type'] = 'application/json';
    const response = await fetch(config.url + path, {
      method,
      headers,
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new RegularsError(response.status, parseProblem(text));
    return JSON.parse(text);
  }

  return {
    /** A token that lets the widget speak for this member for an hour. Always on the real clock. */
    signToken(member) {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT()
        .setProtectedHeader({ alg: 'HS256', kid: config.signing.kid })
        .setAudience(config.shop)
        .setSubject(member)
        .setIssuedAt(now)
        .setExpirationTime(now + TOKEN_TTL_S)
        .sign(new TextEncoder().encode(config.signing.secret));
    },

    /** Sends an order's full state; resolves with what it did. */
    putOrder(id, order) {
      return call('PUT', `${shopPath}/orders/${encodeURIComponent(id)}`, { key: config.apiKey, body: order });
    },

    /** Everything about a member, coupon codes included. */
    getMember(member) {
      return call('GET', `${shopPath}/members/${encodeURIComponent(member)}`, { key: config.apiKey });
    },

    /**
     * The demo's time in milliseconds. The sandbox's clock stands at an offset from the real one, and any boot answer
     * tells it; while Regulars does not answer, the offset it told last is used.
     */
    async now() {
      try {
        const boot = await call('GET', `${shopPath}/boot`);
        store.data.clock_offset_ms = Date.parse(boot.now) - Date.now();
      } catch (error) {
        if (store.data.clock_offset_ms === null) throw error;
      }
      return Date.now() + store.data.clock_offset_ms;
    },

    /** Moves the sandbox's clock. A platform's right, not a shop's: only the demo's control page does this. */
    async setClock(instant) {
      const path = `/v1/platform/shops/${encodeURIComponent(config.shop)}/clock`;
      await call('PUT', path, { key: config.platformKey, body: { now: new Date(instant).toISOString() } });
      store.data.clock_offset_ms = instant - Date.now();
    },
  };
}

function parseProblem(text) {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
