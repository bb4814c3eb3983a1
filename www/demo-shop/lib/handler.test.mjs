// The shop over HTTP, with a Regulars that is played by this file: what a shopper may do, and what is refused.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { createHandler } from './handler.mjs';
import { openOutbox } from './outbox.mjs';

const NOW = Date.parse('1998-07-01T12:00:00Z');
const HELD = { code: 'AB12', status: 'held', reward: { name: '$5 off', kind: { type: 'amount_off', amount: 500 } } };
const ADDRESS = { name: 'Ann', street: '12 Market Street', city: 'Ann Arbor', zip: '48104' };

let server, url, handle, store, regulars, outbox, sent, redemptions;

before(async () => {
  server = createServer((request, response) => handle(request, response));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});
afterEach(() => outbox.stop());

beforeEach(() => {
  sent = [];
  redemptions = [HELD];
  store = { data: { cookie_secret: 'secret', next_order_number: 1001, carts: {}, orders: {}, unsent: {}, clock_offset_ms: 0 }, save: async () => {} };
  regulars = {
    signToken: async (member) => `token-of-${member}`,
    now: async () => NOW,
    getMember: async () => ({ redemptions, orders: [] }),
    async putOrder(id, state) {
      sent.push({ id, ...state });
      return { outcome: 'applied', points: 10, pending_until: null };
    },
  };
  const config = { url: 'http://regulars.test', shop: 'demo', platformKey: null };
  outbox = openOutbox(store, regulars);
  handle = createHandler({ config, store, regulars, outbox });
});

/** A browser: keeps cookies, names its origin, does not follow redirects. */
function browser() {
  const cookies = new Map([['groove_lang', 'en']]);
  async function ask(path, options = {}) {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(url + path, { redirect: 'manual', ...options, headers: { cookie, origin: url, ...options.headers } });
    for (const line of response.headers.getSetCookie()) {
      const [name, ...value] = line.split(';')[0].split('=');
      cookies.set(name, value.join('='));
    }
    return { status: response.status, location: response.headers.get('location'), headers: response.headers, text: await response.text() };
  }
  return {
    get: ask,
    post: (path, form, headers) => ask(path, { method: 'POST', body: new URLSearchParams(form), headers }),
  };
}

async function shopperWithCart(member = '20111') {
  const shopper = browser();
  if (member) await shopper.post('/sign-in', { member });
  await shopper.post('/cart/add', { product: 'blue-hour', quantity: '2' });
  return shopper;
}

async function checkoutForm(shopper) {
  const { text } = await shopper.get('/checkout');
  return { ...ADDRESS, cart: /name="cart" value="(\w+)"/.exec(text)[1] };
}

test('an order is placed once, however often its button is pressed', async () => {
  const shopper = await shopperWithCart();
  const form = await checkoutForm(shopper);
  const answers = await Promise.all([shopper.post('/checkout', form), shopper.post('/checkout', form)]);
  answers.push(await shopper.post('/checkout', form));
  assert.deepEqual(answers.map(({ status, location }) => [status, location]), Array(3).fill([303, '/orders/web-1001?thanks=1']));
  assert.equal(sent.length, 1);
  assert.equal(sent[0].member, '20111');
  assert.equal(sent[0].placed_at, '1998-07-01T12:00:00.000Z');
  assert.equal(sent[0].lines[0].quantity, 2);
});

test('an order is taken while Regulars is down, and is kept to be sent', async () => {
  regulars.putOrder = async () => {
    throw new Error('connection refused');
  };
  const shopper = await shopperWithCart();
  const { location } = await shopper.post('/checkout', await checkoutForm(shopper));
  const { text } = await shopper.get(location);
  assert.match(text, /will show up shortly/);
  assert.deepEqual(Object.keys(store.data.unsent), ['web-1001']);
});

test('a guest buys too: Regulars hears of it without a member, and the page says that it was here', async () => {
  const guest = await shopperWithCart(null);
  const { location } = await guest.post('/checkout', await checkoutForm(guest));
  assert.match((await guest.get(location)).text, /<h1 data-placed="web-1001">/);
  assert.deepEqual(sent.map(({ id, member }) => [id, member]), [['web-1001', undefined]]);
});

test('another’s order is not found, just as one that never was', async () => {
  const shopper = await shopperWithCart();
  await shopper.post('/checkout', await checkoutForm(shopper));
  const other = await shopperWithCart('15953');
  for (const order of ['web-1001', 'web-9999', 'constructor']) {
    assert.equal((await other.get(`/orders/${order}`)).status, 404);
    assert.equal((await other.post(`/orders/${order}/actions`, { do: 'cancel' })).status, 404);
  }
  assert.equal(store.data.orders['web-1001'].status, 'paid');
});

test('a held code takes its worth off and travels with the order', async () => {
  const shopper = await shopperWithCart();
  assert.equal((await shopper.post('/checkout/coupon', { code: 'ab12' })).location, '/checkout?notice=coupon_added');
  await shopper.post('/checkout', await checkoutForm(shopper));
  assert.deepEqual(sent[0].coupon_codes, ['AB12']);
  assert.equal(sent[0].lines[0].discount, 500);
});

test('a code that ended while the address was typed is taken off before the order', async () => {
  const shopper = await shopperWithCart();
  await shopper.post('/checkout/coupon', { code: 'AB12' });
  const form = await checkoutForm(shopper);
  redemptions = [{ ...HELD, status: 'lapsed' }];
  assert.equal((await shopper.post('/checkout', form)).location, '/checkout?notice=coupon_lapsed');
  assert.deepEqual(store.data.orders, {});
  assert.equal((await shopper.post('/checkout', form)).location, '/orders/web-1001?thanks=1');
  assert.deepEqual(sent[0].coupon_codes, []);
});

test('codes that are unknown, a guest’s, or cannot be checked are answered for, and nothing is applied', async () => {
  const shopper = await shopperWithCart();
  assert.equal((await shopper.post('/checkout/coupon', { code: 'nope' })).location, '/checkout?notice=coupon_unknown');
  regulars.getMember = async () => {
    throw new Error('down');
  };
  assert.equal((await shopper.post('/checkout/coupon', { code: 'AB12' })).location, '/checkout?notice=coupon_unchecked');
  assert.equal((await browser().post('/checkout/coupon', { code: 'AB12' })).location, '/checkout?notice=coupon_sign_in');
  assert.deepEqual(store.data.carts['m:20111'].coupons, []);
});

test('refunds and cancellations send the order’s new state', async () => {
  const shopper = await shopperWithCart();
  await shopper.post('/checkout', await checkoutForm(shopper));
  await shopper.post('/orders/web-1001/refund', { part: 'blue-hour', amount: '5.00' });
  await shopper.post('/orders/web-1001/actions', { do: 'cancel' });
  assert.deepEqual(sent.map(({ status, lines }) => [status, lines[0].refunded]), [['paid', 0], ['paid', 500], ['cancelled', 500]]);
  const refused = await shopper.post('/orders/web-1001/refund', { part: 'blue-hour', amount: '5.00' });
  assert.equal(refused.location, '/orders/web-1001?notice=order_refused');
  assert.equal(sent.length, 3);
});

test('forms of other sites and forms that make no sense are refused', async () => {
  const shopper = await shopperWithCart();
  assert.equal((await shopper.post('/cart/add', { product: 'blue-hour', quantity: '1' }, { origin: 'http://evil.example' })).status, 403);
  assert.equal((await shopper.post('/cart/add', { product: 'nope', quantity: '1' })).status, 400);
  assert.equal((await shopper.post('/cart/add', { product: 'blue-hour', quantity: '-1' })).status, 400);
  assert.equal((await shopper.post('/sign-in', { member: '99999' })).status, 400);
  assert.equal((await shopper.post('/checkout', { ...(await checkoutForm(shopper)), name: ' ' })).status, 400);
  assert.equal((await shopper.post('/cart/add', { product: 'x'.repeat(20_000) })).status, 400);
  assert.equal((await shopper.post('/demo/clock', { days: '1' })).status, 404);
});

test('a cart comes along when its visitor signs in, and stays behind when the member signs out', async () => {
  const shopper = await shopperWithCart(null);
  await shopper.post('/sign-in', { member: '00004' });
  assert.match((await shopper.get('/cart')).text, /Blue Hour/);
  await shopper.post('/sign-out', {});
  assert.doesNotMatch((await shopper.get('/cart')).text, /Blue Hour/);
  await shopper.post('/sign-in', { member: '00004' });
  assert.match((await shopper.get('/cart')).text, /Blue Hour/);
});

test('the tag carries a member’s token and none for a visitor; /token renews it', async () => {
  const shopper = browser();
  assert.doesNotMatch((await shopper.get('/')).text, /data-token/);
  assert.equal((await shopper.get('/token')).text, '{"token":null}');
  await shopper.post('/sign-in', { member: '00004' });
  assert.match((await shopper.get('/')).text, /<script async src="http:\/\/regulars\.test\/regulars\.js" data-shop="demo" data-lang="en" [^>]*data-token="token-of-00004"/);
  assert.equal((await shopper.get('/token')).text, '{"token":"token-of-00004"}');
});

test('the strict policy has the documented lines, the other one has not, and both are remembered', async () => {
  const shopper = browser();
  const policy = async (path) => (await shopper.get(path)).headers.get('content-security-policy');
  assert.equal(await policy('/'), null);
  const strict = await policy('/?csp=strict');
  for (const line of ["script-src 'self' http://regulars.test 'wasm-unsafe-eval'", "connect-src 'self' http://regulars.test", "style-src 'self'"]) {
    assert.ok(strict.split('; ').includes(line), line);
  }
  assert.equal(await policy('/prices'), strict);
  assert.doesNotMatch(await policy('/?csp=none-for-us'), /regulars|wasm/);
  assert.equal(await policy('/?csp=off'), null);
});
