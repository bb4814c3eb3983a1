// Starts the runtime as Cloudflare runs it, with one of two workers in it: ours as built, or one of a line of JavaScript
// that says what the runtime itself costs.
//
//   node runtime.mjs regulars|empty ROOT PORT STATE

import { Miniflare } from "miniflare";
import { worker } from "../kit/worker.mjs";

const [which, root, port, state] = process.argv.slice(2);

const empty = () => ({
  compatibilityDate: "2026-07-01",
  modules: true,
  script: 'export default { fetch: () => new Response(\'{"status":"ok"}\', { headers: { "Content-Type": "application/json" } }) };',
});

// Limits are for callers, not for measuring.
const unlimited = ([name, limit]) => [name, { ...limit, simple: { limit: 1_000_000_000, period: 60 } }];
const regulars = () => {
  const options = worker(root);
  return { ...options, ratelimits: Object.fromEntries(Object.entries(options.ratelimits).map(unlimited)) };
};

const miniflare = new Miniflare({
  ...(which === "empty" ? empty() : regulars()),
  host: "127.0.0.1",
  port: Number(port),
  // Durable Objects and KV are on disk, as they are in production.
  defaultPersistRoot: state,
});
await miniflare.ready;
