// The panel of a preview, as whoever works on the shop's offers finds it.

import { expect } from '@playwright/test';

export class PreviewPage {
  constructor(page, language) {
    this.page = page;
    this.language = language;
    this.panel = page.locator('regulars-widget').getByRole('region', { name: language.preview('panel'), exact: true });
    this.head = this.panel.locator('[aria-controls=preview-body]');
    /** What scrolls. */
    this.list = this.panel.getByRole('group', { name: language.preview('why') });
  }

  /** Resolves when the panel is there and can be read: on a phone it comes folded. */
  async open() {
    await expect(this.head).toBeVisible();
    if ((await this.head.getAttribute('aria-expanded')) === 'false') await this.head.click();
    await expect(this.button('leave')).toBeVisible();
  }

  button(key) {
    return this.panel.getByRole('button', { name: this.language.preview(key), exact: true });
  }

  variant(key) {
    return this.panel.getByRole('group', { name: this.language.preview('variants') }).getByRole('button', { name: key, exact: true });
  }

  /** A line of the panel. */
  line(key, values) {
    return this.panel.getByText(this.language.preview(key, values));
  }

  /** Does something with the page below the panel. */
  async folded(act) {
    await this.head.click();
    await act();
    await this.head.click();
  }

  /** What is said of an offer, by its name. */
  row(name) {
    return this.list.getByRole('listitem').filter({ has: this.page.getByRole('heading', { name, exact: true }) });
  }

  /** Says of an offer that it would show, or why not. */
  async says(name, key, values) {
    await expect(this.row(name).locator('.preview-verdict')).toHaveText(this.language.preview(key, values));
  }

  /** One thing an offer asks, and whether it is met. */
  async asks(name, isMet, key, values) {
    const part = this.row(name).getByRole('listitem').filter({ hasText: this.language.preview(key, values) });
    await expect(part).toContainText(this.language.preview(isMet ? 'met' : 'not_met'));
  }
}
