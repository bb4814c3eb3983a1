// The controls behind the demo: the sandbox's clock, what Regulars knows of the member, orders still to be sent. Not a
// part of any shop, and in English only.

import { html } from '../../lib/html.mjs';
import { HttpError, page, readInteger, redirect } from '../lib/http.mjs';
import { layout } from './layout.mjs';

const DAY_MS = 86_400_000;
const STEPS_DAYS = [1, 7, 30, 90, 365];

export async function demoPage(visit) {
  const { config, regulars, session, store } = visit;
  const [now, member] = await Promise.all([
    regulars.now().catch(() => null),
    session.member && regulars.getMember(session.member).catch((error) => ({ error: error.message })),
  ]);
  const body = html`<div class="demo" lang="en">
    <p class="kicker">Demo only</p>
    <h1>Behind the curtain</h1>
    <p class="lead">No shop has this page. It moves time in the sandbox and shows what Regulars knows.</p>
    ${clock(config, now)}
    ${outbox(Object.entries(store.data.unsent))}
    ${policies()}
    <section>
      <h2>The signed-in member, as the API tells the shop</h2>
      ${member ? html`<pre tabindex="0" dir="ltr">${JSON.stringify(member, null, 2)}</pre>` : html`<p><a href="/sign-in">Sign in</a> to see somebody.</p>`}
    </section>
  </div>`;
  return page(layout(visit, { title: 'Demo controls', body }));
}

function clock(config, now) {
  return html`<section>
    <h2>The clock</h2>
    <p>${now === null ? 'Regulars does not answer.' : html`In this sandbox it is <time id="now" datetime="${new Date(now).toISOString()}">${new Date(now).toUTCString()}</time>.`}</p>
    ${config.platformKey && html`<form class="actions" method="post" action="/demo/clock">
      ${STEPS_DAYS.map((days) => html`<button class="button quiet" name="days" value="${days}">+${days} ${days === 1 ? 'day' : 'days'}</button>`)}
    </form>
    <form class="actions" method="post" action="/demo/clock">
      <label>Set to <input type="date" name="date" value="${now !== null && new Date(now).toISOString().slice(0, 10)}" required></label>
      <button class="button quiet">Set the clock</button>
    </form>`}
  </section>`;
}

function outbox(unsent) {
  return html`<section>
    <h2>Orders on their way</h2>
    ${unsent.length === 0
      ? html`<p>Regulars has answered for every order.</p>`
      : html`<ul>${unsent.map(([id, { attempts, last_error }]) => html`<li>${id}: ${attempts} attempts. ${last_error}</li>`)}</ul>
        <form method="post" action="/demo/send"><button class="button quiet">Send now</button></form>`}
  </section>`;
}

function policies() {
  return html`<section>
    <h2>The page around the tag</h2>
    <ul>
      <li><a href="/?csp=strict">A strict Content-Security-Policy with the documented lines</a></li>
      <li><a href="/?csp=none-for-us">The same without them</a>: the widget must stay away quietly</li>
      <li><a href="/?csp=off">No policy</a></li>
      <li><a href="/?dir=rtl">Right to left</a>, <a href="/?dir=auto">and back</a></li>
    </ul>
  </section>`;
}

/** Moves the sandbox's clock by days, or to noon (UTC) of a date. */
export async function clockAction({ config, form, regulars }) {
  if (!config.platformKey) throw new HttpError(404);
  await regulars.setClock(await wantedInstant(form, regulars));
  return redirect('/demo');
}

async function wantedInstant(form, regulars) {
  if (form.has('days')) {
    const days = readInteger(form.get('days'));
    if (!days) throw new HttpError(400);
    return (await regulars.now()) + days * DAY_MS;
  }
  const instant = Date.parse(`${form.get('date')}T12:00:00Z`);
  if (Number.isNaN(instant)) throw new HttpError(400);
  return instant;
}

/** Sends what is still in the outbox without waiting for its timer. */
export async function sendAction({ outbox }) {
  await outbox.flush();
  return redirect('/demo');
}
