// Where the shop runs and how it reaches Regulars, read once from the environment.

import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Reads the settings, or ends the process with the one line that says what is missing. */
export function readConfig(env) {
  const file = resolve(env.DEMO_JSON ?? '.dev/demo.json');
  const demo = readDemo(file);
  return {
    port: Number(env.PORT ?? 8788),
    host: env.HOST ?? '127.0.0.1',
    dataFile: join(dirname(file), 'shop-data.json'),
    /** The API's address without a trailing slash; also where the script tag comes from. */
    url: demo.url.replace(/\/+$/, ''),
    shop: demo.shop,
    apiKey: demo.api_key,
    signing: demo.signing,
    platformKey: demo.platform_key ?? null,
  };
}

function readDemo(file) {
  try {
    const demo = JSON.parse(readFileSync(file, 'utf8'));
    for (const name of ['url', 'shop', 'api_key', 'signing']) {
      if (!demo[name]) throw new Error(`it has no "${name}"`);
    }
    return demo;
  } catch (error) {
    console.error(`demo shop: cannot use ${file}: ${error.message}. Start it with: cargo xtask dev`);
    process.exit(1);
  }
}
