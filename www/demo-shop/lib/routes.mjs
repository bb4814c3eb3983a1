// Every address of the shop on one screen.

import { homePage } from '../pages/home.mjs';
import { albumPage } from '../pages/album.mjs';
import { addToCartAction, cartPage, updateCartAction } from '../pages/cart.mjs';
import { addCouponAction, checkoutPage, placeOrderAction, removeCouponAction } from '../pages/checkout.mjs';
import { orderAction, orderPage, refundAction } from '../pages/order.mjs';
import { ordersPage } from '../pages/orders.mjs';
import { signInAction, signInPage, signOutAction, tokenAnswer } from '../pages/sign-in.mjs';
import { blogPage } from '../pages/blog.mjs';
import { pricesPage } from '../pages/prices.mjs';
import { clockAction, demoPage, sendAction } from '../pages/demo.mjs';
import { json } from './http.mjs';

const ROUTES = [
  ['GET', '/', homePage],
  ['GET', '/albums/:id', albumPage],
  ['GET', '/blog', blogPage],
  ['GET', '/prices', pricesPage],
  ['GET', '/cart', cartPage],
  ['POST', '/cart/add', addToCartAction],
  ['POST', '/cart', updateCartAction],
  ['GET', '/checkout', checkoutPage],
  ['POST', '/checkout', placeOrderAction],
  ['POST', '/checkout/coupon', addCouponAction],
  ['POST', '/checkout/coupon/remove', removeCouponAction],
  ['GET', '/orders', ordersPage],
  ['GET', '/orders/:id', orderPage],
  ['POST', '/orders/:id/actions', orderAction],
  ['POST', '/orders/:id/refund', refundAction],
  ['GET', '/sign-in', signInPage],
  ['POST', '/sign-in', signInAction],
  ['POST', '/sign-out', signOutAction],
  ['GET', '/token', tokenAnswer],
  ['GET', '/demo', demoPage],
  ['POST', '/demo/clock', clockAction],
  ['POST', '/demo/send', sendAction],
  ['GET', '/health', () => json({ status: 'ok' })],
].map(([method, pattern, action]) => ({
  method,
  action,
  pattern: new RegExp(`^${pattern.replace(/:(\w+)/g, '(?<$1>[a-z0-9-]{1,64})')}$`),
}));

/** The action and path parameters for a request, or undefined. HEAD asks like GET. */
export function findRoute(method, path) {
  const wanted = method === 'HEAD' ? 'GET' : method;
  for (const route of ROUTES) {
    const match = route.method === wanted && route.pattern.exec(path);
    if (match) return { action: route.action, params: { ...match.groups } };
  }
  return undefined;
}
