// Orders on their way to Regulars. Whatever happens there, the shopper's order stands: its latest state is kept here
// and sent again until it was answered for. Sending the same state twice is harmless by contract.

import { toApi } from './order.mjs';

const RETRY_FIRST_MS = 1000;
const RETRY_MAX_MS = 60_000;

/** Opens the outbox over the store's `unsent` list, which survives a restart. */
export function openOutbox(store, regulars) {
  const { orders, unsent } = store.data;
  const sending = new Map();
  let timer = null;
  let stopped = false;

  /** Sends one order's latest state; resolves when it was answered for or has failed this time. */
  async function send(id) {
    const order = orders[id];
    const sentAs = order.updated_at;
    try {
      const result = await regulars.putOrder(id, toApi(order));
      order.result = result;
      // A change made while the answer was on its way is still unsent. Updates always move `updated_at` forward.
      if (order.updated_at === sentAs) delete unsent[id];
    } catch (error) {
      unsent[id].attempts += 1;
      unsent[id].last_error = error.code ? `${error.code}: ${error.message}` : error.message;
    }
    await store.save();
  }

  /** One send per order at a time, so that an older state cannot overtake a newer one. */
  function sendOnce(id) {
    if (!sending.has(id)) {
      sending.set(id, send(id).finally(() => sending.delete(id)));
    }
    return sending.get(id);
  }

  async function flush() {
    clearTimeout(timer);
    await Promise.all(Object.keys(unsent).map(sendOnce));
    schedule();
  }

  function schedule() {
    clearTimeout(timer);
    const waiting = Object.values(unsent);
    if (stopped || waiting.length === 0) return;
    const fewest = Math.min(...waiting.map((entry) => entry.attempts));
    timer = setTimeout(run, Math.min(RETRY_FIRST_MS * 2 ** fewest, RETRY_MAX_MS));
  }

  function run() {
    flush().catch((error) => console.error(`demo shop: outbox: ${error.message}`));
  }

  return {
    start: run,
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
    /** Tries everything now. */
    flush,
    /**
     * Takes over an order's latest state: on disk first, then sent. Resolves after the first attempt, with the order's
     * `result` filled in if Regulars answered. A guest's order is sent, too: it earns nothing, and counts in results.
     */
    async add(order) {
      unsent[order.id] = { attempts: 0, last_error: null };
      await store.save();
      await sending.get(order.id);
      if (unsent[order.id]) await sendOnce(order.id);
      schedule();
    },
  };
}
