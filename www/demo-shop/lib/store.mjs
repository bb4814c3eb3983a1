// Everything the shop must not forget, in one JSON file: carts, orders, and which orders still have to be sent.

import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

const FIRST_ORDER_NUMBER = 1001;

/** Opens the file, or starts an empty shop when there is none. `data` is changed in place, then `save()`d. */
export async function openStore(file) {
  const data = (await readJson(file)) ?? {
    /** Signs the session cookie; kept so that a restart signs nobody out. */
    cookie_secret: randomBytes(32).toString('base64url'),
    next_order_number: FIRST_ORDER_NUMBER,
    /** By `v:<visitor>` or `m:<member>`: {id, lines: [{product, quantity}], codes: []}. */
    carts: {},
    /** By order id, in the order they were placed. */
    orders: {},
    /** By order id: {attempts, last_error}. An order is here until Regulars has answered for its latest state. */
    unsent: {},
    /** What to add to the real clock to read the sandbox's; null until Regulars has told. */
    clock_offset_ms: null,
  };
  // Orders of before there were deliveries and returns.
  for (const order of Object.values(data.orders)) {
    order.delivered_at ??= null;
    order.returns ??= [];
  }
  let saving = Promise.resolve();

  return {
    data,
    /**
     * Resolves once everything that was in `data` at the call is on disk. Saves run one after the other, each into a
     * new file that then takes the old one's place, so a crash leaves either state whole.
     */
    save() {
      saving = saving
        .catch(() => {})
        .then(async () => {
          await writeFile(`${file}.new`, JSON.stringify(data, null, 1), { flush: true });
          await rename(`${file}.new`, file);
        });
      return saving;
    },
  };
}

async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
