// A question as a shopper meets it.

import { expect } from '@playwright/test';

/** How long one looks around a page before one is asked something, and then some. */
const LOOK_AROUND = 10_000;

export class SurveyPage {
  constructor(page, language) {
    this.page = page;
    this.language = language;
    this.card = page.locator('regulars-widget .survey');
    this.words = this.card.getByRole('textbox');
  }

  /** Takes over the page's clock, which goes on as it would. Call before navigating. */
  async holdClock() {
    await this.page.clock.install();
  }

  /** The question comes by itself. */
  async comes(title) {
    // The page may not be as far as to hear the clock yet.
    await expect(async () => {
      await this.page.clock.fastForward(LOOK_AROUND);
      await expect(this.asking(title)).toBeVisible({ timeout: 500 });
    }).toPass();
  }

  /** The card, asking this. */
  asking(title) {
    return this.page.locator('regulars-widget').getByRole('region', { name: title, exact: true });
  }

  /** One of a scale, by what it is called. */
  degree(name) {
    return this.card.getByRole('radio', { name, exact: true });
  }

  /** Taps one of a scale, or an option. */
  tap(text) {
    return this.card.locator('label').filter({ hasText: new RegExp(`^${text}$`) }).click();
  }

  button(key) {
    return this.card.getByRole('button', { name: this.language.survey(key), exact: true });
  }

  close() {
    return this.card.getByRole('button', { name: this.language.t('close'), exact: true }).click();
  }

  says(key, values) {
    return this.card.getByText(this.language.survey(key, values));
  }
}
