// The built worker as Miniflare takes it, with everything `worker/wrangler.jsonc` says about it.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unstable_getMiniflareWorkerOptions } from "wrangler";

// Cloudflare takes in a whole request whether or not the worker reads it; the bare runtime resets the connection when an
// answer comes before the body was read, and the answer is lost with it. So what is left of the body is read here.
//
// It also refuses what this machine cannot hold (`open-files.mjs`), as an object that is overloaded there would.
const front = `
import Regulars from "./index.js";
export { Shop, Wallet } from "./index.js";

const OVERLOADED = { type: "about:blank", title: "Too busy right now.", status: 503, code: "overloaded", detail: "Too busy right now." };
const ASKED_EVERY_MS = 100;
let openFiles = { refused: "nothing" };
let asked = 0;

async function refuses(request, env) {
  if (!env.OPEN_FILES || new URL(request.url).pathname === "/health") return false;
  if (Date.now() - asked >= ASKED_EVERY_MS) {
    asked = Date.now();
    openFiles = await (await env.OPEN_FILES.fetch("http://open-files")).json();
  }
  return openFiles.refused === "everything" || (openFiles.refused === "writes" && request.method !== "GET");
}

export default {
  ...Regulars,
  async fetch(request, env, context) {
    try {
      if (await refuses(request, env)) {
        const headers = { "Content-Type": "application/problem+json", "Retry-After": String(openFiles.retryAfterS) };
        return new Response(JSON.stringify(OVERLOADED), { status: 503, headers });
      }
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
      module("ESModule", "front.js", front),
      module("ESModule", "index.js"),
      module("CompiledWasm", "index_bg.wasm"),
    ],
    bindings: { ...workerOptions.bindings, PLATFORM_KEY, PLATFORM_SECRET },
  };
}
