// Makes `/reference/` from the API's description: node index.mjs openapi.json index.html. The build runs it.

import { readFileSync, writeFileSync } from 'node:fs';
import { page } from './page.mjs';

const [from, to] = process.argv.slice(2);
writeFileSync(to, page(JSON.parse(readFileSync(from, 'utf8'))));
