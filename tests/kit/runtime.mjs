// Starts the runtime with the built worker in it, with the static files or with nothing in front. What it keeps lies
// where `wrangler dev --persist-to STATE` would keep it.
//
//   node runtime.mjs worker|worker-and-files ROOT PORT STATE [HTTPS_PORT]

import { join } from "node:path";
import { Miniflare } from "miniflare";
import { serveHttps } from "./https.mjs";
import { OpenFiles } from "./open-files.mjs";
import { worker } from "./worker.mjs";

const [what, root, port, state, httpsPort] = process.argv.slice(2);
const openFiles = new OpenFiles();
const options = worker(root, { files: what === "worker-and-files" });
const miniflare = new Miniflare({
  ...options,
  serviceBindings: { ...options.serviceBindings, OPEN_FILES: () => openFiles.answer() },
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
openFiles.watch();
if (httpsPort) await serveHttps({ port: Number(httpsPort), to: Number(port), folder: join(state, "https") });
process.on("SIGTERM", async () => {
  await miniflare.dispose();
  process.exit();
});
