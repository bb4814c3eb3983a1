// The fields of a schema as a list. A type with a place of its own is linked; what has none opens in place.

import { html } from '../../lib/html.mjs';
import { kind, limits, spaced, values } from './words.mjs';

/** The fields of an object, or its forms if there are several. */
export function fields(document, schema) {
  const whole = document.resolve(schema);
  if (whole.properties) {
    const needed = new Set(whole.required ?? []);
    return html`<ul class="fields">${Object.entries(whole.properties).map(([name, field]) => row(document, name, field, needed.has(name)))}</ul>`;
  }
  const forms = whole.oneOf?.filter((form) => form.properties) ?? [];
  if (forms.length > 0) {
    return html`<ul class="forms">${forms.map((form) => html`<li><details><summary>${title(form)}</summary>${fields(document, form)}</details></li>`)}</ul>`;
  }
  return undefined;
}

/** One field, or one parameter. */
export function row(document, name, schema, isNeeded, description) {
  const { text, type } = kind(document, schema);
  const whole = document.resolve(schema);
  const about = description ?? schema.description ?? (type ? undefined : whole.description);
  const phrases = limits(document, schema);
  const allowed = values(document, schema);
  return html`<li class="field">
    <div class="field-name"><code>${name}</code> ${isNeeded ? html`<span class="needed">needed</span>` : html`<span class="absent">may be absent</span>`}</div>
    <div class="field-text">
      <p class="kind">${type ? html`<a class="type" href="#type-${type}">${text}</a>` : text}${allowed.length > 0 && html` ${list(allowed)}`}</p>
      ${about && prose(about)}
      ${phrases.length > 0 && html`<p class="limits">${phrases.map((phrase, index) => html`${index > 0 && '; '}${inline(phrase)}`)}</p>`}
      ${type ? undefined : nested(document, name, whole)}
    </div>
  </li>`;
}

/** What is inside a field that has no type of its own: its fields, those of its items, or those by key. */
function nested(document, name, schema) {
  const by = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  for (const inner of [schema, schema.items, by]) {
    const inside = inner && !document.typeOf(inner) && fields(document, inner);
    if (inside) return html`<details><summary>Fields of <code>${name}</code></summary>${inside}</details>`;
  }
  return undefined;
}

/** How a form is told from the others: by the value of its tag, or by its only field. */
function title(form) {
  const tag = Object.entries(form.properties).find(([, field]) => 'const' in field);
  if (tag) return html`<code>${tag[0]}: ${JSON.stringify(tag[1].const)}</code>`;
  const names = form.required ?? Object.keys(form.properties);
  return html`<code>${names.join(', ')}</code>`;
}

const list = (all) => all.map((value, index) => html`${index > 0 && ', '}<code>${JSON.stringify(value)}</code>`);

/** Paragraphs of a description. */
export function prose(text) {
  return text.split(/\n{2,}/).map((paragraph) => html`<p>${inline(paragraph)}</p>`);
}

/** Text with `code` in it. A span may hold a backtick if it is fenced by two. */
export function inline(text) {
  return text.split(/(`` .+? ``|`[^`]+`)/).map((part, index) => (index % 2 ? html`<code>${part.replace(/^`` | ``$|^`|`$/g, '')}</code>` : part));
}

/** A type that has a place of its own. */
export function type(document, [name, schema]) {
  return html`<article class="piece" id="type-${name}" data-type="${name}">
    <p class="resource">Object</p>
    <h2>${capital(spaced(name))}</h2>
    ${schema.description && prose(schema.description)}
    ${fields(document, schema)}
  </article>`;
}

const capital = (text) => text[0].toUpperCase() + text.slice(1);
