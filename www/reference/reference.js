// What the page can do with a script: search, open an object where it is named, copy a command. It can be read without.

const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

const links = $$('nav li a');
const search = $('#search');
const status = $('nav [role="status"]');

/** How deep an object's fields are searched: deeper, and everything would match everything. */
const DEPTH = 3;

/** The words that each link is found by, made at the first search. */
let index;

function fieldsOf(piece, depth, seen) {
  const names = $$('.field-name code', piece).map((name) => name.textContent);
  if (depth === 0) return names;
  const inner = $$('a.type', piece).map((link) => link.hash.slice(1)).filter((id) => !seen.has(id));
  inner.forEach((id) => seen.add(id));
  return names.concat(inner.flatMap((id) => fieldsOf(document.getElementById(id), depth - 1, seen)));
}

function makeIndex() {
  return links.map((link) => {
    const piece = document.getElementById(link.hash.slice(1));
    const title = `${link.textContent} ${$('.address', piece).textContent} ${piece.id}`.toLowerCase();
    const fields = [...new Set(fieldsOf(piece, DEPTH, new Set()))].map((name) => name.toLowerCase());
    const codes = $$('tbody code', piece).map((code) => code.textContent);
    return { link, title, words: [...fields, ...codes] };
  });
}

/** Every word has to be found. What has all of them in its name or address is enough; fields count only where there is none. */
function find(text) {
  index ??= makeIndex();
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const inTitle = ({ title }) => words.every((word) => title.includes(word));
  const anywhere = ({ title, words: known }) => words.every((word) => title.includes(word) || known.some((one) => one.includes(word)));
  const best = index.filter(inTitle);
  const others = index.filter((entry) => !inTitle(entry) && anywhere(entry));
  return new Set([...best, ...others].map(({ link }) => link));
}

function show() {
  const text = search.value.trim();
  const found = text ? find(text) : new Set(links);
  for (const link of links) link.parentElement.hidden = !found.has(link);
  for (const group of $$('nav section')) group.hidden = !$('li:not([hidden])', group);
  document.body.classList.toggle('searching', text !== '');
  status.textContent = text && (found.size === 1 ? '1 operation' : `${found.size || 'No'} operations`);
}

search.addEventListener('input', show);
search.addEventListener('keydown', (event) => {
  if (event.key === 'Enter') $('nav li:not([hidden]) a')?.click();
  if (event.key === 'Escape') {
    search.value = '';
    show();
  }
});
$('nav search').hidden = false;

/** `/` goes to the search, as on other references; not while somebody types. */
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input')) return;
  event.preventDefault();
  search.focus();
});

/** The link of what is shown is marked, and a piece begins at the top of the window. */
function follow() {
  const id = decodeURIComponent(location.hash.slice(1));
  const piece = id ? document.getElementById(id) : null;
  for (const link of $$('nav a')) {
    if (link.hash === location.hash && piece) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const title = piece ? $('h2', piece)?.textContent : '';
  document.title = [title, 'API reference', 'Regulars'].filter(Boolean).join(' – ');
  if (piece?.matches('.piece')) {
    document.body.classList.remove('searching');
    scrollTo(0, 0);
  }
}
addEventListener('hashchange', follow);
follow();

function button(text, className, press) {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = className;
  made.textContent = text;
  made.addEventListener('click', () => press(made));
  return made;
}

/** An object's fields open under the field that has it, as deep as one likes. */
function addOpeners(within) {
  for (const link of $$('.kind a.type', within)) {
    const field = link.closest('.field-text');
    const name = $('code', field.parentElement).textContent;
    const opener = button('Show fields', 'opener', () => toggle(opener, field, link));
    opener.setAttribute('aria-expanded', 'false');
    const of = document.createElement('span');
    of.className = 'unseen';
    of.textContent = ` of ${name}`;
    opener.append(of);
    link.parentElement.append(' ', opener);
  }
}

function toggle(opener, field, link) {
  const open = $(':scope > .opened', field);
  if (open) {
    open.remove();
  } else {
    const piece = document.getElementById(link.hash.slice(1));
    const made = document.createElement('div');
    made.className = 'opened';
    made.append(...$$(':scope > .fields, :scope > .forms', piece).map((list) => list.cloneNode(true)));
    for (const old of $$('.opener', made)) old.remove();
    for (const old of $$('.opened', made)) old.remove();
    addOpeners(made);
    field.append(made);
  }
  opener.setAttribute('aria-expanded', String(!open));
  opener.firstChild.data = open ? 'Show fields' : 'Hide fields';
}
addOpeners(document);

/** Commands are for this service. */
for (const text of $$('pre code')) text.textContent = text.textContent.replaceAll('https://HOST', location.origin);

for (const figure of $$('figure')) {
  const text = $('code', figure);
  const copy = button('Copy', 'copy', async (pressed) => {
    await navigator.clipboard.writeText(text.textContent);
    pressed.textContent = 'Copied';
    setTimeout(() => (pressed.textContent = 'Copy'), 2000);
  });
  $('figcaption', figure).append(copy);
}
