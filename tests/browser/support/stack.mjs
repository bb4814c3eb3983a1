// The running stack under test, as `cargo xtask` describes it in demo.json: where the API is, and the platform's key.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository's root, with a slash at the end. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** `{url, https_url, platform_key}`; or the one line that says what to start. */
export const stack = readStack(process.env.DEMO_JSON ?? `${ROOT}.dev/demo.json`);

function readStack(file) {
  try {
    const { url, https_url, platform_key } = JSON.parse(readFileSync(file, 'utf8'));
    return { url, https_url, platform_key };
  } catch (error) {
    throw new Error(`no stack to test: ${error.message}. Start one with: cargo xtask dev`);
  }
}

/** A JSON document of the repository. */
export function readJson(path) {
  return JSON.parse(readFileSync(ROOT + path, 'utf8'));
}
