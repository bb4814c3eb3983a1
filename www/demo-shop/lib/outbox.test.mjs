// Orders reach Regulars in the end, whatever happens on the way. Time is node's mock clock; nothing sleeps.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { openOutbox } from './outbox.mjs';

/** A store in memory and a Regulars whose answers are given one by one: a result, or an error to throw. */
function scene(...answers) {
  const order = { id: 'web-1', member: 'm', currency: 'USD', status: 'paid', placed_at: 0, updated_at: 1, delivered_at: null, returns: [], lines: [], shipping: {}, coupons: [], result: null };
  const store = { data: { orders: { [order.id]: order }, unsent: {} }, save: async () => {} };
  const sent = [];
  const regulars = {
    async putOrder(id, state) {
      sent.push(state.status);
      const answer = await answers.shift();
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
  return { order, store, sent, outbox: openOutbox(store, regulars) };
}

test('an answered order is off the list and has its result', async () => {
  const { order, store, outbox } = scene({ points: 10 });
  await outbox.add(order);
  assert.deepEqual(order.result, { points: 10 });
  assert.deepEqual(store.data.unsent, {});
});

test('a guest’s order is sent, too', async () => {
  const { order, sent, outbox } = scene({ points: 0 });
  order.member = null;
  await outbox.add(order);
  assert.deepEqual(sent, ['paid']);
});

test('a failed order stays on the list with its reason and is sent again by itself', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { order, store, sent, outbox } = scene(new Error('connection refused'), { points: 10 });
    await outbox.add(order);
    assert.deepEqual(store.data.unsent, { 'web-1': { attempts: 1, last_error: 'connection refused' } });
    mock.timers.tick(1999);
    assert.equal(sent.length, 1);
    mock.timers.tick(1);
    assert.equal(sent.length, 2);
    await outbox.flush();
    assert.deepEqual(store.data.unsent, {});
  } finally {
    mock.timers.reset();
  }
});

test('a change made while the answer was on its way is sent after it, never before', async () => {
  let answer;
  const { order, store, sent, outbox } = scene(new Promise((resolve) => (answer = resolve)), { points: 0 });
  const first = outbox.add(order);
  await new Promise((resolve) => setImmediate(resolve));
  order.status = 'cancelled';
  order.updated_at += 1;
  const second = outbox.add(order);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(sent, ['paid']);
  answer({ points: 10 });
  await Promise.all([first, second]);
  assert.deepEqual(sent, ['paid', 'cancelled']);
  assert.deepEqual(order.result, { points: 0 });
  assert.deepEqual(store.data.unsent, {});
});

test('what was unsent before a restart is sent at the start', async () => {
  const { store, sent, outbox } = scene({ points: 10 });
  store.data.unsent['web-1'] = { attempts: 4, last_error: 'down' };
  await outbox.flush();
  assert.deepEqual(sent, ['paid']);
  assert.deepEqual(store.data.unsent, {});
});
