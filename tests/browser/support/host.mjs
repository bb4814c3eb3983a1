// Pages of somebody else's shop: a static server of the test's own, with whatever the page does to itself.

import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { stack } from './stack.mjs';

const FILES = new URL('../hosts/', import.meta.url);
const TYPES = { '.css': 'text/css', '.js': 'text/javascript' };

/** The lines the documentation asks for, and the same policy without them. */
const POLICIES = {
  strict: `default-src 'self'; script-src 'self' ${stack.url} 'wasm-unsafe-eval'; connect-src 'self' ${stack.url}`,
  without_us: "default-src 'self'; script-src 'self'; connect-src 'self'",
  without_wasm: `default-src 'self'; script-src 'self' ${stack.url}; connect-src 'self' ${stack.url}`,
  without_connect: `default-src 'self'; script-src 'self' ${stack.url} 'wasm-unsafe-eval'; connect-src 'self'`,
};

/** A running server. `origin` is what the sandbox has to allow. */
export class Host {
  #pages = new Map();
  #server;

  static async start() {
    const host = new Host();
    host.#server = createServer((request, response) => host.#answer(new URL(request.url, 'http://host').pathname, response)).listen(0, '127.0.0.1');
    await once(host.#server, 'listening');
    host.origin = `http://127.0.0.1:${host.#server.address().port}`;
    return host;
  }

  async stop() {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  /**
   * Keeps a page and gives its address. `scripts` and `styles` are files of hosts/, loaded before anything else;
   * `tag` the attributes of the script tag, or null for a page without it; `inline` a script before the tag; `body`
   * what stands after the page's own content; `policy` one of the policies above.
   */
  page({ tag = {}, scripts = [], styles = [], inline = '', body = '', lang = 'en', dir = 'ltr', policy = null }) {
    const path = `/page-${this.#pages.size + 1}`;
    const html = `<!doctype html>
<html lang="${lang}" dir="${dir}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Somebody else’s shop</title>
    <link rel="stylesheet" href="/host.css">
    ${styles.map((name) => `<link rel="stylesheet" href="/${name}.css">`).join('\n    ')}
    ${scripts.map((name) => `<script src="/${name}.js"></script>`).join('\n    ')}
    ${inline && `<script>${inline}</script>`}
    ${tag ? scriptTag(tag) : ''}
  </head>
  <body>
    <header><nav><a href="#shelf">Shelf</a> <a href="#news">News</a></nav></header>
    <main>
      <h1>A page of its own</h1>
      <p>It was here <em>before</em> the tag. <span class="price">$14.99</span></p>
      <ul><li>One</li><li>Two</li></ul>
      <form><label>Mail <input name="mail"></label> <button type="button">Send</button></form>
      ${body}
    </main>
  </body>
</html>`;
    this.#pages.set(path, { html, policy });
    return this.origin + path;
  }

  async #answer(path, response) {
    const page = this.#pages.get(path);
    if (page) {
      const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
      if (page.policy) headers['content-security-policy'] = POLICIES[page.policy];
      response.writeHead(200, headers).end(page.html);
      return;
    }
    try {
      // A name without folders: nothing outside hosts/ can be asked for.
      const name = /^\/([a-z-]+\.(?:css|js))$/.exec(path)?.[1] ?? 'none';
      const file = await readFile(new URL(name, FILES));
      response.writeHead(200, { 'content-type': TYPES[extname(name)] }).end(file);
    } catch {
      response.writeHead(404).end();
    }
  }
}

/** The documented tag. `shop` is required, the rest are its optional attributes. */
export function scriptTag(attributes) {
  const data = Object.entries(attributes).map(([name, value]) => ` data-${name}="${value}"`);
  return `<script async src="${stack.url}/regulars.js"${data.join('')}></script>`;
}
