// The whole page. Without a script it shows the overview, and the one operation or object that the address names.

import { Document } from './document.mjs';
import { prose, type } from './fields.mjs';
import { html } from '../../lib/html.mjs';
import { operation } from './operation.mjs';

export function page(openapi) {
  const document = new Document(openapi);
  const resources = document.resources();
  const operations = resources.flatMap((resource) => resource.operations);
  return html`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>API reference – Regulars</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="reference.css">
  <script type="module" src="reference.js"></script>
</head>
<body>
  <header>
    <p class="name"><a href="/">Regulars</a></p>
    <h1><a href="#">API reference</a></h1>
  </header>
  <nav aria-label="Operations">
    <search hidden>
      <label for="search">Search</label>
      <input id="search" type="search" placeholder="order, refunded, POST…" autocomplete="off" spellcheck="false">
      <p role="status"></p>
    </search>
    <p class="back"><a href="#">All operations</a></p>
    <p class="start"><a href="#overview">How calls work</a></p>
    ${resources.map(group)}
  </nav>
  <main>
    <section id="overview">
      <h2>How calls work</h2>
      ${prose(openapi.info.description)}
      <h3>Who calls</h3>
      <ul>${Object.entries(openapi.components.securitySchemes).map(([name, scheme]) => html`<li><strong>${SCHEMES[name]}</strong>${prose(scheme.description)}</li>`)}</ul>
      <p>The same in OpenAPI ${openapi.openapi.slice(0, 3)}, for programs: <a href="/openapi.json">openapi.json</a>. How to begin: <a href="/install/">On your shop in three steps</a>.</p>
    </section>
    ${operations.map((one) => operation(document, one))}
    ${document.types().map((one) => type(document, one))}
  </main>
</body>
</html>
`.toString();
}

const SCHEMES = { shopper: 'A shopper', server: 'Your server', platform: 'The people who run the service' };

function group({ name, description, operations }) {
  return html`<section>
      <h2 title="${description}">${name}</h2>
      <ul>${operations.map((one) => html`<li><a href="#${one.id}"><span class="method" data-method="${one.method}">${one.method.toUpperCase()}</span> <span>${one.summary}</span></a></li>`)}</ul>
    </section>`;
}
