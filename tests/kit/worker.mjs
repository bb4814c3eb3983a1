// The built worker as Miniflare takes it, with everything `worker/wrangler.jsonc` says about it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_getMiniflareWorkerOptions } from "wrangler";

// Cloudflare takes in a whole request whether or not the worker reads it; the bare runtime resets the connection when an
// answer comes before the body was read, and the answer is lost with it. So what is left of the body is read here.
const drained = `
import Regulars from "./index.js";
export { Shop, Wallet } from "./index.js";

export default {
  ...Regulars,
  async fetch(request, env, context) {
    try {
      return await Regulars.fetch(request, env, context);
    } finally {
      if (request.body && !request.bodyUsed) await request.arrayBuffer().catch(() => {});
    }
  },
};
`;

/** Options of the worker in the repository at `root`, with the built `files` if asked; its secrets come from the environment. */
export function worker(root, { files = false } = {}) {
  const { workerOptions } = unstable_getMiniflareWorkerOptions(join(root, "worker/wrangler.jsonc"));
  const built = join(root, "dist/worker");
  const module = (type, name, contents) => ({ type, path: join(built, name), contents: contents ?? readFileSync(join(built, name)) });
  const { PLATFORM_KEY, PLATFORM_SECRET } = process.env;
  return {
    ...workerOptions,
    // The worker itself never asks for them.
    assets: files ? workerOptions.assets : undefined,
    modulesRoot: built,
    modules: [
      module("ESModule", "drained.js", drained),
      module("ESModule", "index.js"),
      module("CompiledWasm", "index_bg.wasm"),
    ],
    bindings: { ...workerOptions.bindings, PLATFORM_KEY, PLATFORM_SECRET },
  };
}
