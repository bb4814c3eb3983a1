// What the runtime calls. `cargo xtask build` bundles it with the module's bindings into `dist/worker/index.js`.

import * as bindings from 'bindings';
import { recoverable } from './recovery.mjs';

const { call, durable, notice } = recoverable(bindings);

// A trap in something nobody waits for.
addEventListener('error', (event) => notice(event.error));

export const Wallet = durable(bindings.Wallet);
export const Shop = durable(bindings.Shop);

export default {
  fetch: (request, env, context) => call(() => bindings.fetch(request, env, context)),
  queue: (batch, env, context) => call(() => bindings.queue(batch, env, context)),
};
