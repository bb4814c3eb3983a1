// What a test of the browser suite asks for by name. Everything is made for this one test and ended with it.

import { test as base, expect } from '@playwright/test';
import { CasesPage } from '../pages/cases.mjs';
import { OffersPage } from '../pages/offers.mjs';
import { PreviewPage } from '../pages/preview.mjs';
import { ShopPage } from '../pages/shop.mjs';
import { SurveyPage } from '../pages/survey.mjs';
import { TestimonialsPage } from '../pages/testimonials.mjs';
import { WidgetPage } from '../pages/widget.mjs';
import { Host } from './host.mjs';
import { speak } from './language.mjs';
import { Problems } from './problems.mjs';
import { freePort, startDemoShop } from './process.mjs';
import { Sandbox } from './sandbox.mjs';

export { expect };

export const test = base.extend({
  /** The language of pages and widget. */
  lang: ['en', { option: true }],
  /** What the sandbox is made with: `{customers, program, theme, now, offers, surveys}`. */
  shopWith: [{}, { option: true }],

  language: async ({ lang }, use) => {
    await use(speak(lang));
  },

  /** Somebody else's pages. */
  host: async ({}, use) => {
    const host = await Host.start();
    await use(host);
    await host.stop();
  },

  shopUrl: async ({}, use) => {
    await use(`http://127.0.0.1:${await freePort()}`);
  },

  /** The shop in Regulars: its pages may come from the demo shop or from the host. */
  sandbox: async ({ host, shopUrl, shopWith }, use) => {
    await use(await Sandbox.create({ origins: [host.origin, shopUrl], ...shopWith }));
  },

  /** The demo shop, running for this sandbox alone. */
  shop: async ({ page, sandbox, shopUrl, language }, use) => {
    const { stop } = await startDemoShop(sandbox, Number(new URL(shopUrl).port));
    await use(new ShopPage(page, shopUrl, language));
    await stop();
  },

  widget: async ({ page, language }, use) => {
    await use(new WidgetPage(page, language));
  },

  survey: async ({ page, language }, use) => {
    await use(new SurveyPage(page, language));
  },

  cases: async ({ page, language, widget }, use) => {
    await use(new CasesPage(page, language, widget));
  },

  testimonials: async ({ page, language }, use) => {
    await use(new TestimonialsPage(page, language));
  },

  offers: async ({ page, language }, use) => {
    await use(new OffersPage(page, language));
  },

  preview: async ({ page, language }, use) => {
    await use(new PreviewPage(page, language));
  },

  /** A page that reports an error fails its test, unless the test says which one it means to cause. */
  problems: [
    async ({ page }, use) => {
      const problems = new Problems(page);
      await use(problems);
      expect(problems.unexpected(), 'errors in the page').toEqual([]);
    },
    { auto: true },
  ],
});
