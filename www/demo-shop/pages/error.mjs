// What is shown when there is no page to show.

import { html } from '../../lib/html.mjs';
import { page } from '../lib/http.mjs';
import { layout } from './layout.mjs';

/** `status` is 400, 403, 404 or 500. */
export function errorPage(visit, status) {
  const { t } = visit;
  const body = html`<section class="notice-page">
    <p class="kicker">${status}</p>
    <h1>${t(`error_${status}`)}</h1>
    <p class="lead">${t(`error_${status}_text`)}</p>
    <p><a class="button" href="/">${t('error_home')}</a></p>
  </section>`;
  return page(layout(visit, { title: t(`error_${status}`), body }), status);
}
