// Starts the runtime as Cloudflare runs it, without the proxies and logging that `wrangler dev` puts in front, and with
// one of two workers in it: ours as built, or one of a line of JavaScript that says what the runtime itself costs.
//
//   node runtime.mjs regulars|empty PORT DIRECTORY

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Miniflare } from "miniflare";

const [which, port, root] = process.argv.slice(2);
const shared = { host: "127.0.0.1", port: Number(port), compatibilityDate: "2026-07-01" };

const empty = {
  modules: true,
  script: 'export default { fetch: () => new Response(\'{"status":"ok"}\', { headers: { "Content-Type": "application/json" } }) };',
};

const built = join(root, "dist/worker");
const regulars = () => ({
  modules: [
    { type: "ESModule", path: join(built, "index.js"), contents: readFileSync(join(built, "index.js")) },
    { type: "CompiledWasm", path: join(built, "index_bg.wasm"), contents: readFileSync(join(built, "index_bg.wasm")) },
  ],
  modulesRoot: built,
  kvNamespaces: ["PUBLISHED"],
  durableObjects: {
    WALLET: { className: "Wallet", useSQLite: true },
    SHOP: { className: "Shop", useSQLite: true },
  },
  queueProducers: { EVENTS: "regulars-events" },
  queueConsumers: { "regulars-events": { maxBatchSize: 100, maxBatchTimeout: 1 } },
  // Limits are for callers, not for measuring.
  ratelimits: {
    RATE_SHOPPER: { simple: { limit: 1_000_000_000, period: 60 } },
    RATE_SERVER: { simple: { limit: 1_000_000_000, period: 60 } },
  },
  bindings: { PLATFORM_KEY: process.env.PLATFORM_KEY, PLATFORM_SECRET: process.env.PLATFORM_SECRET },
});

// Durable Objects and KV are on disk, as they are in production; the process that starts us removes the directory.
const state = process.env.STATE;
const miniflare = new Miniflare({ ...shared, ...(which === "empty" ? empty : { ...regulars(), defaultPersistRoot: state }) });
await miniflare.ready;
console.log("ready");
