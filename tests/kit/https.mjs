// The runtime at `https://localhost:PORT`, beside its plain address: passkeys ask for a name, and a cookie that is `Secure`
// is kept by some browsers only where the page itself came encrypted.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { generate } from "selfsigned";

const DAY_MS = 86_400_000;
/** The longest that browsers take a certificate for. */
const LIFETIME_DAYS = 397;
/** A certificate with fewer days left is made anew. */
const DAYS_LEFT_MIN = 30;

/** Passes on to the runtime what comes encrypted to `port`. The certificate is kept in `folder`. */
export async function serveHttps({ port, to, folder }) {
  const server = createServer(await certificate(folder), (incoming, outgoing) => {
    const { method, url: path, headers } = incoming;
    // The runtime's front takes the address that was asked for from here.
    const original = { "mf-original-url": `https://${headers.host}${path}` };
    const passed = request({ host: "127.0.0.1", port: to, method, path, headers: { ...headers, ...original } });
    passed.on("response", (answer) => {
      outgoing.writeHead(answer.statusCode, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    passed.on("error", () => outgoing.destroy());
    outgoing.on("close", () => passed.destroy());
    incoming.pipe(passed);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}

/** `{key, cert}` of the last start, or new ones. */
async function certificate(folder) {
  const files = { key: join(folder, "key.pem"), cert: join(folder, "certificate.pem") };
  if (Object.values(files).every(existsSync)) {
    const kept = { key: readFileSync(files.key, "utf8"), cert: readFileSync(files.cert, "utf8") };
    if (daysLeft(kept.cert) >= DAYS_LEFT_MIN) return kept;
  }
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    keyType: "ec",
    algorithm: "sha256",
    notAfterDate: new Date(Date.now() + LIFETIME_DAYS * DAY_MS),
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames: [{ type: 2, value: "localhost" }, { type: 7, ip: "127.0.0.1" }] },
    ],
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(files.key, key, { mode: 0o600 });
  writeFileSync(files.cert, cert);
  return { key, cert };
}

function daysLeft(cert) {
  return (new Date(new X509Certificate(cert).validTo) - Date.now()) / DAY_MS;
}
