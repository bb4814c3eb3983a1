// The measurement in `tasks.spec.mjs`, alone on the machine. See `playwright.config.mjs`.

import config from './playwright.config.mjs';

export default { ...config, testMatch: 'tasks.spec.mjs', testIgnore: [], workers: 1, retries: 0 };
