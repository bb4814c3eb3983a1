// Pictures of every state for people to look at: at both widths, by day and by night, in every language. Not a test;
// they go into results/pictures, which git ignores.
//
//   npx playwright test -c tests/browser/pictures.config.mjs

import base from './playwright.config.mjs';

export default {
  ...base,
  testMatch: 'pictures.spec.mjs',
  testIgnore: [],
  outputDir: 'results/pictures-artifacts',
  projects: base.projects.map(({ name, use }) => ({ name, use })),
};
