// A member's orders: those placed here, and below them the purchases imported from before.

import { html } from '../../lib/html.mjs';
import { page } from '../lib/http.mjs';
import { receipt } from '../lib/order.mjs';
import { cartKey } from '../lib/session.mjs';
import { layout } from './layout.mjs';

/** Earlier purchases shown, newest first. */
const EARLIER_MAX = 12;

export async function ordersPage(visit) {
  const { t, session, store, regulars } = visit;
  const own = Object.values(store.data.orders).filter((order) => order.owner === cartKey(session)).reverse();
  const earlier = session.member ? await earlierOrders(regulars, session.member, store.data.orders) : [];
  const body = html`<h1>${t('orders_title')}</h1>
    ${!session.member && html`<p class="lead"><a href="/sign-in">${t('orders_sign_in')}</a></p>`}
    ${own.length > 0 ? html`<ul class="orders">${own.map((order) => ownOrder(visit, order))}</ul>` : html`<p class="lead">${t('orders_none')}</p>`}
    ${earlier.length > 0 && html`<h2>${t('orders_earlier')}</h2>
      <ul class="orders earlier">${earlier.map((order) => earlierOrder(visit, order))}</ul>`}`;
  return page(layout(visit, { title: t('orders_title'), body, here: '/orders' }));
}

/** Purchases that Regulars knows and this shop does not: the imported ones. None when it does not answer. */
async function earlierOrders(regulars, member, orders) {
  try {
    const detail = await regulars.getMember(member);
    return detail.orders
      .filter((order) => !Object.hasOwn(orders, order.id))
      .sort((a, b) => Date.parse(b.placed_at) - Date.parse(a.placed_at))
      .slice(0, EARLIER_MAX);
  } catch (error) {
    console.error(`demo shop: earlier purchases: ${error.message}`);
    return [];
  }
}

function ownOrder({ t, money, date, store }, order) {
  const count = order.lines.reduce((total, line) => total + line.quantity, 0);
  const { result } = order;
  const points = result && !store.data.unsent[order.id] && t('points', { n: result.points });
  return html`<li class="order">
    <h2><a href="/orders/${order.id}">${t('order', { id: order.id })}</a></h2>
    <p>${date(order.placed_at)} · ${t('discs', { n: count })} · ${money(receipt(order).total)}</p>
    <p><span class="status status-${order.status}">${t(`status_${order.status}`)}</span> ${points}</p>
  </li>`;
}

function earlierOrder({ t, date }, order) {
  return html`<li><span>${date(order.placed_at)}</span> <span class="hint">${order.id}</span> <span>${t('points', { n: order.points })}</span></li>`;
}
