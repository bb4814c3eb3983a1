// Offers as a shopper meets them: by the role of their display and their headline.

import { expect } from '@playwright/test';

/** How far offers look ahead by themselves: the longest of the triggers by time that tests have, and then some. */
const LATER = 60_000;

export class OffersPage {
  constructor(page, language) {
    this.page = page;
    this.language = language;
    /** Whatever is on display, wherever it is drawn. */
    this.any = page.locator('regulars-widget, regulars-offer').locator('.offer, .offer-mark');
    this.mark = page.locator('regulars-widget .offer-mark');
  }

  /** Takes over the page's clock, which goes on as it would. Call before navigating. */
  async holdClock() {
    await this.page.clock.install();
  }

  /** Resolves when the offers' code has come and has begun its work. */
  async begun() {
    const sheets = () => this.page.evaluate(() => document.querySelector('regulars-widget')?.shadowRoot.adoptedStyleSheets.length ?? 0);
    await expect.poll(sheets, 'the offers have begun').toBeGreaterThan(1);
  }

  /** Lets a while pass: everything that comes by itself has come. */
  async wait(milliseconds = LATER) {
    await this.page.clock.fastForward(milliseconds);
  }

  /** An offer on display, by what it says. */
  named(headline) {
    const named = (role) => this.page.getByRole(role, { name: headline, exact: true });
    return named('dialog').or(named('region'));
  }

  /** An offer of the demo shop's document, in the page's language. */
  of({ variants }) {
    return this.named(variants[0].content.headline[this.language.lang]);
  }

  /** An offer of the demo shop's comes by itself, sooner or later. */
  async comes(offer) {
    await this.begun();
    await this.wait();
    await expect(this.of(offer)).toBeVisible();
  }

  /** However long one waits. */
  async nothingComes() {
    await this.wait();
    await expect(this.any).toHaveCount(0);
  }

  /** Scrolls until this much of the page has been seen. */
  async scrollTo(part) {
    await this.page.evaluate((part) => scrollTo(0, document.documentElement.scrollHeight * part - innerHeight), part);
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }

  /** The one way to close that is always in sight. */
  get closeButton() {
    return this.any.locator('[part=offer-close]');
  }

  button(name) {
    return this.any.getByRole('button', { name, exact: true });
  }

  async close() {
    await this.closeButton.click();
    await expect(this.any).toHaveCount(0);
  }

  /** Says a line of the widget, in the offer that is on display. */
  line(key, values) {
    return this.any.getByText(this.language.offers(key, values));
  }

  /** The pointer goes up and out of the window, where the browser's tabs are. */
  leave() {
    return this.page.evaluate(() => {
      const event = new MouseEvent('mouseout', { bubbles: true, clientY: -1, relatedTarget: null });
      document.documentElement.dispatchEvent(event);
    });
  }
}
