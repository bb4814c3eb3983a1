// What a shopper and the shop write to each other, as the shopper finds it in the panel.

import { expect } from '@playwright/test';

export class CasesPage {
  constructor(page, language, widget) {
    this.page = page;
    this.language = language;
    this.widget = widget;
    this.panel = widget.panel;
    this.words = this.panel.getByRole('textbox');
    this.order = this.panel.getByRole('combobox');
    /** What was written and given, with the days above it. */
    this.items = this.panel.locator('.case-thread').getByRole('listitem');
    /** What leads to each thread. */
    this.threads = this.panel.locator('.case-lines').getByRole('button');
    this.trouble = this.panel.getByRole('alert');
  }

  /** The launcher of a member with so many points, and so many new messages. */
  launcherWith(points, unread) {
    const { t, program } = this.language;
    const name = `${t('open_points', { name: program, points: t('points', { n: points }) })}, ${t('unread', { n: unread })}`;
    return this.widget.element.getByRole('button', { name, exact: true });
  }

  /** The row of the panel that leads in, as it is named with so many new messages. */
  row(unread = 0) {
    const { t } = this.language;
    const name = unread > 0 ? `${t('write')} ${t('unread', { n: unread })}` : t('write');
    return this.panel.getByRole('button', { name, exact: true });
  }

  /** Opens the panel and goes in. */
  async enter(unread = 0) {
    await this.widget.open();
    await this.row(unread).click();
    await expect(this.at('title')).toBeVisible();
  }

  /** What the panel's head says. */
  at(key) {
    return this.panel.getByRole('heading', { level: 2, name: this.language.cases(key), exact: true });
  }

  button(key) {
    return this.panel.getByRole('button', { name: this.language.cases(key), exact: true });
  }

  says(key, values) {
    return this.panel.getByText(this.language.cases(key, values));
  }

  /** Goes in and begins in one of the ways. */
  async begin(way) {
    await this.enter();
    await this.button(way).click();
    await expect(this.words).toBeFocused();
  }

  async send(words) {
    await this.words.fill(words);
    await this.button('send').click();
  }
}
