// Starts the runtime with the built worker in it, with the static files or with nothing in front. What it keeps lies
// where `wrangler dev --persist-to STATE` would keep it.
//
//   node runtime.mjs worker|worker-and-files ROOT PORT STATE

import { join } from "node:path";
import { Miniflare } from "miniflare";
import { worker } from "./worker.mjs";

const [what, root, port, state] = process.argv.slice(2);
const miniflare = new Miniflare({
  ...worker(root, { files: what === "worker-and-files" }),
  host: "127.0.0.1",
  port: Number(port),
  defaultPersistRoot: join(state, "v3"),
  // `Request.cf` would be fetched from Cloudflare; a placeholder does.
  cf: false,
  // What the worker logs goes to the runtime's log.
  handleRuntimeStdio: (stdout, stderr) => {
    stdout.pipe(process.stdout);
    stderr.pipe(process.stderr);
  },
});
await miniflare.ready;
process.on("SIGTERM", async () => {
  await miniflare.dispose();
  process.exit();
});
