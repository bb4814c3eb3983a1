// "Sign in as": the demo's stand-in for a login, and the token that a real login would come with.

import { randomBytes } from 'node:crypto';
import { mergeCarts, newCart } from '../lib/cart.mjs';
import { CUSTOMERS, isKnownMember } from '../lib/customers.mjs';
import { html } from '../../lib/html.mjs';
import { HttpError, json, page, redirect } from '../lib/http.mjs';
import { cartKey } from '../lib/session.mjs';
import { layout } from './layout.mjs';

export function signInPage(visit) {
  const { t } = visit;
  const body = html`<h1>${t('sign_in_title')}</h1>
    <p class="lead">${t('sign_in_lead')}</p>
    <form method="post" action="/sign-in">
      <ul class="people">
        ${CUSTOMERS.map((customer) => person(visit, customer))}
        <li class="person newcomer">
          <h2>${t('new_title')}</h2>
          <p>${t('new_text')}</p>
          <button class="button" name="member" value="new">${t('new_button')}</button>
        </li>
      </ul>
    </form>`;
  return page(layout(visit, { title: t('nav_sign_in'), body, here: '/sign-in' }));
}

function person({ t, money, date }, { id, orders, spent, last, story }) {
  return html`<li class="person">
    <h2>${id}</h2>
    <p>${t(`story_${story}`)}</p>
    <p class="hint">${t('sign_in_stats', { n: orders })} · ${money(spent)} · ${t('sign_in_last', { date: date(`${last}T12:00:00Z`) })}</p>
    <button class="button quiet" name="member" value="${id}">${t('sign_in_as', { id })}</button>
  </li>`;
}

/** Signs in as one of the customers, or as somebody new; the visitor's cart comes along. */
export async function signInAction(visit) {
  const { form, session, store, cart } = visit;
  const asked = form.get('member') ?? '';
  const member = asked === 'new' ? `new-${randomBytes(4).toString('hex')}` : asked;
  if (!isKnownMember(member)) throw new HttpError(400);

  const { carts } = store.data;
  const before = cartKey(session);
  visit.session = { visitor: session.visitor, member };
  const after = cartKey(visit.session);
  if (!session.member && cart().lines.length > 0) {
    carts[after] ??= newCart(randomBytes(8).toString('hex'));
    mergeCarts(carts[after], cart());
    delete carts[before];
    await store.save();
  }
  return redirect('/');
}

/** Signs out into a new visitor: whoever uses this browser next shares nothing with the member. */
export function signOutAction(visit) {
  visit.session = { visitor: randomBytes(16).toString('hex'), member: null };
  return redirect('/');
}

/** A fresh token for a page that was open for longer than a token lives. */
export function tokenAnswer({ token }) {
  return json({ token });
}
