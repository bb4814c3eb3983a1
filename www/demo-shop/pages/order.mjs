// One order: the thank-you, the receipt, and the back office that a real shop would keep elsewhere.

import { html } from '../../lib/html.mjs';
import { HttpError, page, readDollars, redirect } from '../lib/http.mjs';
import { ACTION_NAMES, act, canDo, receipt, refund, refundable } from '../lib/order.mjs';
import { cartKey } from '../lib/session.mjs';
import { layout } from './layout.mjs';
import { sums } from './parts.mjs';

/** The visitor's own order, or the same 404 for somebody else's and one that never was. */
function ownOrder({ store, session }, id) {
  const order = Object.hasOwn(store.data.orders, id) && store.data.orders[id];
  if (!order || order.owner !== cartKey(session)) throw new HttpError(404);
  return order;
}

export function orderPage(visit, { id }) {
  const { t, date, url } = visit;
  const order = ownOrder(visit, id);
  const title = t('order', { id: order.id });
  const placed = t('placed_on', { date: date(order.placed_at) });
  const thanks = url.searchParams.has('thanks');
  const body = html`<p class="kicker">${t(`status_${order.status}`)}</p>
    ${thanks ? html`<h1 data-placed="${order.id}">${t('thanks')}</h1>` : html`<h1>${title}</h1>`}
    <p class="lead">${thanks ? `${title} · ${placed}` : placed}</p>
    <p class="earned">${earned(visit, order)}</p>
    <div class="till">
      <div>
        <ul class="packing">${order.lines.map((line) => orderLine(visit, line))}</ul>
        ${sums(visit, receipt(order))}
        <address>${order.ship_to.name}<br>${order.ship_to.street}<br>${order.ship_to.city} ${order.ship_to.zip}</address>
      </div>
      ${backOffice(visit, order)}
    </div>`;
  return page(layout(visit, { title, body, here: '/orders' }));
}

function orderLine({ money }, line) {
  return html`<li><span lang="en">${line.quantity > 1 && html`${line.quantity} × `}<b>${line.title}</b> · ${line.artist}</span> <span>${money(line.price * line.quantity)}</span></li>`;
}

/** What the order earned, as far as Regulars has said. */
function earned({ t, date, store }, order) {
  if (!order.member) return t('order_points_guest');
  const { result } = order;
  if (!result || store.data.unsent[order.id]) return t('order_points_later');
  if (result.outcome === 'waiting') return t('order_points_waiting');
  const pending = result.points > 0 && result.pending_until;
  return `${t('order_points', { n: result.points })} ${pending ? t('order_points_on', { date: date(pending) }) : ''}`;
}

function backOffice(visit, order) {
  const { t } = visit;
  const names = Object.fromEntries(order.lines.map((line) => [line.id, line.title]));
  const parts = [...order.lines.map((line) => line.id), 'shipping'].filter((part) => refundable(order, part) > 0);
  return html`<aside class="receipt back-office">
    <h2>${t('back_office')}</h2>
    <p class="hint">${t('back_office_note')}</p>
    <form class="actions" method="post" action="/orders/${order.id}/actions">
      ${ACTION_NAMES.filter((action) => canDo(order, action)).map((action) => html`<button class="button quiet" name="do" value="${action}">${t(`do_${action}`)}</button>`)}
    </form>
    ${parts.map((part) => refundForm(visit, order, part, names[part] ?? t('shipping')))}
  </aside>`;
}

function refundForm({ t, money }, order, part, title) {
  const left = refundable(order, part);
  return html`<form class="refund" method="post" action="/orders/${order.id}/refund">
    <input type="hidden" name="part" value="${part}">
    <p><b>${title}</b> <small>${t('refund_left', { amount: money(left) })}</small></p>
    <label><span class="hidden">${t('refund_amount', { title })}</span>
      <input name="amount" value="${(left / 100).toFixed(2)}" inputmode="decimal" pattern="[0-9]+([.,][0-9]{1,2})?" required></label>
    <button class="button quiet">${t('do_refund')}</button>
  </form>`;
}

export function orderAction(visit, { id }) {
  return change(visit, id, (order, now) => {
    const action = visit.form.get('do');
    if (!ACTION_NAMES.includes(action)) throw new HttpError(400);
    return act(order, action, now);
  });
}

export function refundAction(visit, { id }) {
  return change(visit, id, (order, now) => refund(order, visit.form.get('part'), readDollars(visit.form.get('amount')), now));
}

/** Applies a change to an order and tells Regulars the order's new state. */
async function change(visit, id, apply) {
  const { regulars, outbox } = visit;
  const order = ownOrder(visit, id);
  const now = await regulars.now();
  if (!apply(order, now)) return redirect(`/orders/${id}?notice=order_refused`);
  await outbox.add(order);
  return redirect(`/orders/${id}?notice=order_changed`);
}
