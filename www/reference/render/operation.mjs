// One operation: who may call, what it takes, what it answers.

import { curl, layout } from './example.mjs';
import { fields, inline, prose, row } from './fields.mjs';
import { html } from '../../lib/html.mjs';

const CALLERS = {
  shopper: 'a signed-in shopper, with the token your server has signed',
  server: 'your server, with an API key',
  platform: 'the people who run the service, with the platform key',
};
const PLACES = [['path', 'In the path'], ['query', 'In the query'], ['header', 'Headers']];

export function operation(document, one) {
  const good = one.responses.find(({ status }) => status < 300);
  return html`<article class="piece" id="${one.id}" data-operation="${one.id}">
    <p class="resource">${one.tag}</p>
    <h2>${one.summary}</h2>
    <p class="address"><span class="method" data-method="${one.method}">${one.method.toUpperCase()}</span> <code>${parts(one.path)}</code></p>
    ${one.description && prose(one.description)}
    <p class="callers"><strong>Who may call:</strong> ${callers(one)}.</p>
    ${PLACES.map(([place, title]) => parameters(document, title, one.parameters.filter((parameter) => parameter.in === place)))}
    ${one.body && body(document, one)}
    <h3>Example</h3>
    <div class="example">${code('Call', curl(one))}${answerExample(good)}</div>
    <div class="answer">
    <h3>Answer <code>${good.status}</code></h3>
    ${good.description && prose(good.description)}
    ${answer(document, good)}
    </div>
    ${faults(document, one.responses.filter(({ status }) => status >= 400))}
  </article>`;
}

/** A path that may be broken after each slash. */
const parts = (path) => path.split(/(?<=\/)(?=.)/).map((part, index) => html`${index > 0 && html`<wbr>`}${part}`);

function callers({ security }) {
  const named = (security ?? []).map((entry) => CALLERS[Object.keys(entry)[0]] ?? 'a visitor who is not signed in');
  return named.length > 0 ? named.join('; or ') : 'anybody';
}

function parameters(document, title, all) {
  if (all.length === 0) return undefined;
  return html`<h3>${title}</h3>
    <ul class="fields">${all.map((one) => row(document, one.name, one.schema, one.required, one.description))}</ul>`;
}

function body(document, one) {
  const { schema } = one.body.content['application/json'];
  return html`<h3>Body${!one.body.required && html` <span class="quiet">may be left out</span>`}</h3>
    ${whole(document, schema)}`;
}

function answer(document, { content, headers }) {
  const schema = content?.['application/json']?.schema;
  const sent = Object.entries(headers ?? {}).map(([name, header]) => [name, document.resolve(header)]);
  return html`${schema ? whole(document, schema) : html`<p class="quiet">Without a body.</p>`}
    ${sent.length > 0 && html`<h4>Headers</h4><ul class="fields">${sent.map(([name, header]) => row(document, name, header.schema, header.required, header.description))}</ul>`}`;
}

/** A body's fields in place: somebody who reads an operation came for them. */
function whole(document, schema) {
  const resolved = document.resolve(schema);
  const inside = resolved.type === 'array' ? resolved.items : resolved;
  return html`${resolved.description && prose(resolved.description)}${fields(document, inside) ?? html`<p class="quiet">Any object.</p>`}`;
}

function answerExample({ content }) {
  const example = content?.['application/json']?.example;
  return example === undefined ? undefined : code('Answer', layout(example));
}

const code = (title, text) => html`<figure><figcaption>${title}</figcaption><pre tabindex="0"><code>${text}</code></pre></figure>`;

function faults(document, responses) {
  const rows = responses.map(({ status, description, content }) => {
    const { code: codes } = content?.['application/problem+json']?.schema?.properties ?? {};
    const names = codes?.enum ?? [codes?.const];
    return html`<tr><td>${status}</td><td>${names.map((name, index) => html`${index > 0 && ', '}<code>${name}</code>`)}<p>${inline(description)}</p></td></tr>`;
  });
  if (rows.length === 0) return undefined;
  return html`<h3>Errors</h3>
    <table>
      <thead><tr><th scope="col">status</th><th scope="col"><code>code</code>, and when</th></tr></thead>
      <tbody>${rows}</tbody>
    </table>`;
}
