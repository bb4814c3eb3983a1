// What wallets still have to tell: opens each wallet's database below STATE, which may be in use, and prints
// `{"wallets": how many have committed something, "rows": what waits in all their outboxes}`.
//
//   node outboxes.mjs STATE

import { globSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const [state] = process.argv.slice(2);
let [wallets, rows] = [0, 0];
for (const file of globSync(join(state, 'v3/do/*-Wallet/*.sqlite'))) {
  const database = new DatabaseSync(file, { readOnly: true });
  // An object that was only looked at has no tables.
  if (database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'outbox'").get()) {
    wallets += 1;
    rows += database.prepare('SELECT count(*) AS count FROM outbox').get().count;
  }
  database.close();
}
console.log(JSON.stringify({ wallets, rows }));
