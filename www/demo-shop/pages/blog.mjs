// The journal: three short pieces to read. In English, as its authors wrote it.

import { sleeve } from '../art/sleeve.mjs';
import { html } from '../../lib/html.mjs';
import { page } from '../lib/http.mjs';
import { layout } from './layout.mjs';

const POSTS = [
  {
    id: 'blue-hour',
    title: 'What the piano tuner said',
    text: [
      'Every few years somebody brings back a copy of Blue Hour and tells us it is faulty: the piano is flat. We put it on, we listen together, and they take it home again.',
      'The tuner was booked for four. The trio began at two. When he arrived he sat down in the third row and, as he told us himself in this shop, “decided that it was none of my business any more.”',
    ],
  },
  {
    id: 'carpathian-wedding',
    title: 'Three days on one disc',
    text: [
      'Kolyada Brass did not want to make a record. They wanted to be paid for a wedding. The engineer was a cousin of the bride, and his microphones were hidden in the flowers.',
      'Play it from the beginning, with guests. By “Grandmother’s Turn” somebody will be standing on something.',
    ],
  },
  {
    id: 'weather-machine',
    title: 'In praise of side two',
    text: [
      'On compact disc nobody turns the record over any more, and with the turning went the breath before side two. Orrery put theirs back: ninety seconds of rain, which you may skip, and should not.',
      'We asked the singer what the song is about. “A cloud,” she said. “It says so on the sleeve.”',
    ],
  },
];

export function blogPage(visit) {
  const { t } = visit;
  const body = html`<h1>${t('journal_title')}</h1>
    <p class="lead">${t('journal_lead')}</p>
    <div class="posts" lang="en">${POSTS.map(post)}</div>`;
  return page(layout(visit, { title: t('journal_title'), body, here: '/blog', kind: 'article' }));
}

function post({ id, title, text }) {
  return html`<article class="post">
    <a class="post-art" href="/albums/${id}" tabindex="-1" aria-hidden="true">${sleeve(id)}</a>
    <div>
      <h2><a href="/albums/${id}">${title}</a></h2>
      ${text.map((paragraph) => html`<p>${paragraph}</p>`)}
    </div>
  </article>`;
}
