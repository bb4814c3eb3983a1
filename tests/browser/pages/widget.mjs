// The widget as a shopper finds it: by roles and names in the page's language.

import { expect } from '@playwright/test';

export class WidgetPage {
  constructor(page, language) {
    this.page = page;
    this.language = language;
    this.element = page.locator('regulars-widget');
    /** What everything is drawn in: it has the language and the direction. */
    this.root = this.element.locator('.stage');
    this.panel = this.element.getByRole('dialog');
    /** Where results are announced: it is there before anything is said. */
    this.announcements = this.root.locator('.said[role=status]');
    /** The codes that can be used. */
    this.codes = this.panel.getByRole('code');
  }

  /** The launcher, whatever is on it. */
  get launcher() {
    return this.element.getByRole('button', { name: this.#openLabel });
  }

  /** The launcher of somebody who is not signed in. */
  get visitorLauncher() {
    return this.element.getByRole('button', { name: this.#openLabel, exact: true });
  }

  /** The launcher of a member with this many points. */
  launcherWith(points) {
    const { t, program } = this.language;
    const name = t('open_points', { name: program, points: t('points', { n: points }) });
    return this.element.getByRole('button', { name, exact: true });
  }

  get #openLabel() {
    return this.language.t('open_visitor', { name: this.language.program });
  }

  async open() {
    await this.launcher.click();
    await expect(this.panel).toBeVisible();
  }

  /** Opens the panel as the page can: where there may be no launcher. */
  async openByCommand() {
    await this.page.evaluate(() => window.regulars('open'));
    await expect(this.panel).toBeVisible();
  }

  async close() {
    await this.closeButton.click();
    await expect(this.panel).toBeHidden();
  }

  /** The one in the panel's head. */
  get closeButton() {
    return this.panel.locator('[part=close]');
  }

  /** The balance as it is read: the number and its word in the right form. */
  async expectBalance(points) {
    const { t, number } = this.language;
    await expect(this.panel.locator('.amount')).toHaveText(`${number(points)} ${t('available', { n: points })}`);
  }

  /** A button of the panel by its message. */
  button(key, values) {
    return this.panel.getByRole('button', { name: this.language.t(key, values), exact: true });
  }

  /** A piece of text of the panel by its message. */
  line(key, values) {
    return this.panel.getByText(this.language.t(key, values));
  }

  /** Everything that can be read in the panel. */
  text() {
    return this.panel.innerText();
  }

  tab(key) {
    return this.panel.getByRole('tab', { name: this.language.t(key), exact: true });
  }

  tabPanel(key) {
    return this.panel.getByRole('tabpanel', { name: this.language.t(key), exact: true });
  }

  /** A reward of the list, by its id in the program. */
  reward(id) {
    const name = this.page.getByRole('heading', { name: this.language.reward(id), exact: true });
    return this.panel.getByRole('listitem').filter({ has: name });
  }

  redeemButton(id) {
    return this.button('redeem_label', { reward: this.language.reward(id) });
  }

  /** Asks for a reward, as far as the question. */
  async ask(id) {
    await this.redeemButton(id).click();
    await expect(this.button('confirm')).toBeVisible();
  }

  confirm() {
    return this.button('confirm').click();
  }

  /** Redeems a reward; gives the code that came. */
  async redeem(id) {
    const before = await this.codes.count();
    await this.ask(id);
    await this.confirm();
    await expect(this.codes).toHaveCount(before + 1);
    return this.newestCode();
  }

  /** The code at the top. */
  newestCode() {
    return this.codes.first().innerText();
  }

  askBack(code) {
    return this.button('give_back_label', { code }).click();
  }

  confirmBack() {
    return this.button('give_back_confirm').click();
  }

  /** Gives a code back. */
  async giveBack(code) {
    await this.askBack(code);
    await this.confirmBack();
    await expect(this.codes.filter({ hasText: code })).toHaveCount(0);
  }
}
