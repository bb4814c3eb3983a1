// The demo shop as a shopper uses it.

import { expect } from '@playwright/test';

/** One browser page on the demo shop. `speak` is the language its pages are in. */
export class ShopPage {
  constructor(page, url, language) {
    this.page = page;
    this.url = url;
    this.language = language;
    this.notice = page.locator('.notice');
    this.sums = page.locator('.sums');
    this.earn = page.locator('main regulars-earn');
  }

  /** Opens an address of the shop, in the page's language unless the address says otherwise. */
  async open(path = '/', parameters = {}) {
    const query = new URLSearchParams({ lang: this.language.lang, ...parameters });
    await this.page.goto(`${this.url}${path}?${query}`);
  }

  /** Signs in as one of the real customers; ends on the home page. */
  async signIn(customer) {
    await this.open('/sign-in');
    await this.#button('sign_in_as', { id: customer }).click();
    await expect(this.page.getByText(this.language.shop('hello', { id: customer }))).toBeVisible();
  }

  async signOut() {
    await this.#button('nav_sign_out').click();
  }

  /** Puts a record into the cart from its own page; ends in the cart. */
  async addToCart(album, quantity = 1) {
    await this.open(`/albums/${album}`);
    await this.page.getByLabel(this.language.shop('quantity')).fill(String(quantity));
    await this.#button('add').click();
    await expect(this.page).toHaveURL(/\/cart/);
  }

  async toCheckout() {
    await this.page.getByRole('link', { name: this.language.shop('cart_checkout') }).click();
    await expect(this.page).toHaveURL(/\/checkout/);
  }

  /** Types a code into the till's field, as it is or pasted from the clipboard. */
  async applyCoupon(code) {
    await this.page.getByLabel(this.language.shop('coupon')).fill(code);
    await this.#button('coupon_apply').click();
    await expect(this.notice).toHaveText(this.language.shop('notice_coupon_added'));
  }

  /** One row of the sums at the till or on a receipt. */
  sum(key) {
    const name = this.page.getByRole('term').filter({ hasText: this.language.shop(key) });
    return this.sums.locator('div', { has: name }).getByRole('definition');
  }

  /** Buys what is in the cart; gives the order's id. */
  async placeOrder() {
    await this.page.getByRole('button', { name: this.language.shop('place_order') }).click();
    await expect(this.page).toHaveURL(/\/orders\/web-\d+/);
    return new URL(this.page.url()).pathname.split('/').pop();
  }

  /** What the receipt says about points. */
  get earned() {
    return this.page.locator('.earned');
  }

  /** Pays back dollars of a line, as the shop's back office would. */
  async refund(order, title, dollars) {
    await this.open(`/orders/${order}`);
    const amount = this.page.getByLabel(this.language.shop('refund_amount', { title }));
    await amount.fill(dollars);
    await this.page.locator('form', { has: amount }).getByRole('button').click();
    await expect(this.notice).toHaveText(this.language.shop('notice_order_changed'));
  }

  /** Does something with an order, as the shop's back office would. */
  async act(order, key) {
    await this.open(`/orders/${order}`);
    await this.#button(key).click();
    await expect(this.notice).toHaveText(this.language.shop('notice_order_changed'));
  }

  #button(key, values) {
    return this.page.getByRole('button', { name: this.language.shop(key, values), exact: true });
  }
}
