// The shop's own static files: one style sheet, one script, an icon, the typefaces.

import { readFile } from 'node:fs/promises';

const TYPES = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
  woff2: 'font/woff2',
};
const DIRECTORY = new URL('../public/', import.meta.url);

/** The file for this path, or null. Names are plain, so no path leads outside the folder. */
export async function readAsset(path) {
  const match = /^\/((?:fonts\/)?[a-z0-9-]+\.(css|js|svg|woff2))$/.exec(path);
  if (!match) return null;
  try {
    const body = await readFile(new URL(match[1], DIRECTORY));
    const cache = match[2] === 'woff2' ? 'public, max-age=604800' : 'no-cache';
    return { body, headers: { 'content-type': TYPES[match[2]], 'cache-control': cache, 'x-content-type-options': 'nosniff' } };
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}
