// The browser suite: the demo shop and hostile host pages in Chromium, against the real runtime.
//
// `cargo xtask test` starts a stack and names it in DEMO_JSON. By hand, beside a running `cargo xtask dev`:
//
//   npx playwright test -c tests/browser

import { defineConfig } from '@playwright/test';
import { findChromium } from './support/chromium.mjs';

/** Everything the suite writes; ignored by git. */
const RESULTS = 'results';

/** Whether everything is asked for: `cargo xtask test --all`. */
const ALL = Boolean(process.env.REGULARS_ALL);
/** What is tried in each language looks for room and names: English and Ukrainian, which has the longest words, do for every
 * run. What the widget says in each language is tried always. */
const FURTHER_LANGUAGES = /(?<!languages\.spec\.mjs) in (ru|zh|sl) /;
const LEFT_OUT = ALL ? [] : [FURTHER_LANGUAGES];

/** Tests that matter on a phone as well carry `@both`; those that exist only there, `@phone`. */
const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.mjs',
  testIgnore: ['pictures.spec.mjs', 'tasks.spec.mjs'],
  outputDir: `${RESULTS}/artifacts`,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  // A busy two-core machine compiles the widget's WebAssembly in seconds, not in milliseconds.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  use: {
    launchOptions: findChromium(),
    // The demo program's own time zone, so that days mean the same to the shop and to the widget.
    timezoneId: 'America/New_York',
    locale: 'en-US',
    trace: 'retain-on-failure',
  },
  projects: [
    { name: 'desktop', use: DESKTOP, grepInvert: [/@phone/, ...LEFT_OUT] },
    { name: 'phone', use: PHONE, grep: /@both|@phone/, grepInvert: LEFT_OUT },
  ],
});
