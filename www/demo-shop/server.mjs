// Groove & Grain, a record shop that never was: the demo shop of Regulars.
//
// It stands where any real shop would stand and knows Regulars only by its public HTTP API and its script tag:
// it signs shoppers' tokens, sends the full state of every order, and looks up what a coupon code is worth.
// Nothing here is part of the product, and nothing in the product knows this folder.
//
//   DEMO_JSON=.dev/demo.json PORT=8788 node www/demo-shop/server.mjs
//
// DEMO_JSON holds {url, shop, api_key, signing: {kid, secret}} and, for the page that moves the sandbox's clock,
// platform_key. Carts, orders and what still has to be sent are kept in shop-data.json beside it.
//
//   lib/pricing.mjs   what a cart costs          lib/regulars.mjs  the public API, as a shop uses it
//   lib/order.mjs     an order's life            lib/outbox.mjs    orders on their way to Regulars
//   pages/            one file per page          art/              the sleeves, drawn in code
//
// ?lang=en|uk|ru|zh|sl, ?dir=rtl and ?csp=strict|none-for-us are remembered; ?dir=auto and ?csp=off forget them.

import { createServer } from 'node:http';
import { readConfig } from './lib/config.mjs';
import { createHandler } from './lib/handler.mjs';
import { openOutbox } from './lib/outbox.mjs';
import { createRegulars } from './lib/regulars.mjs';
import { openStore } from './lib/store.mjs';

const config = readConfig(process.env);
const store = await openStore(config.dataFile);
const regulars = createRegulars(config, store);
const outbox = openOutbox(store, regulars);

const server = createServer(createHandler({ config, store, regulars, outbox }));
server.on('error', (error) => {
  const why = error.code === 'EADDRINUSE' ? `port ${config.port} is taken; set PORT to another one` : error.message;
  console.error(`demo shop: ${why}`);
  process.exit(1);
});
server.listen(config.port, config.host, () => {
  console.log(`demo shop: http://${config.host}:${config.port}/`);
  outbox.start();
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    outbox.stop();
    server.closeAllConnections();
    server.close();
    await store.save();
    process.exit(0);
  });
}
