// The encrypted address, with the certificate that the runtime has made for itself: what the console needs of it.

import { createHash, X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { chromium } from '@playwright/test';
import { findChromium } from './support/chromium.mjs';
import { expect, test } from './support/fixtures.mjs';
import { stack } from './support/stack.mjs';

const { hostname, port } = new URL(stack.https_url);

/** The certificate that is served. */
const served = () =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port: Number(port), servername: hostname, rejectUnauthorized: false }, () => {
      resolve(new X509Certificate(socket.getPeerX509Certificate().raw));
      socket.end();
    });
    socket.on('error', reject);
  });

/** A Chromium that trusts this certificate and no other, as one does whose owner has accepted it. */
async function trusting(certificate) {
  const key = certificate.publicKey.export({ type: 'spki', format: 'der' });
  const pin = createHash('sha256').update(key).digest('base64');
  const { args, ...launch } = findChromium();
  return chromium.launch({ ...launch, args: [...args, `--ignore-certificate-errors-spki-list=${pin}`] });
}

test('the certificate is for localhost and this machine’s address, and is young enough for browsers', async () => {
  const certificate = await served();
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  const days = (Date.parse(certificate.validTo) - Date.now()) / 86_400_000;
  expect(days).toBeGreaterThan(30);
  expect(days).toBeLessThan(398);
});

test('a page there keeps secure cookies, and makes and uses a passkey', async () => {
  const browser = await trusting(await served());
  const page = await browser.newPage();
  await page.goto(`${stack.https_url}/install/`);
  expect(await page.evaluate(() => isSecureContext)).toBe(true);

  const cookie = await page.evaluate(() => {
    document.cookie = '__Host-session=1; Secure; Path=/; SameSite=Strict';
    return document.cookie;
  });
  expect(cookie).toBe('__Host-session=1');

  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
  const ids = await page.evaluate(async () => {
    const challenge = crypto.getRandomValues(new Uint8Array(32));
    const made = await navigator.credentials.create({
      publicKey: {
        challenge,
        rp: { id: 'localhost', name: 'Regulars' },
        user: { id: new Uint8Array(16), name: 'ana', displayName: 'Ana' },
        pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      },
    });
    const used = await navigator.credentials.get({ publicKey: { challenge, rpId: 'localhost', allowCredentials: [{ type: 'public-key', id: made.rawId }] } });
    return [made.id, used.id];
  });
  expect(ids[0]).toBe(ids[1]);
  await browser.close();
});

test('what is sent there reaches the worker, and what it answers comes back', async ({ request }) => {
  const answer = await request.fetch(`${stack.https_url}/v1/platform/shops/none`, {
    method: 'PUT',
    headers: { authorization: 'Bearer wrong', 'content-type': 'application/json' },
    data: { name: 'x'.repeat(20_000) },
    ignoreHTTPSErrors: true,
  });
  expect(answer.status()).toBe(401);
  expect((await answer.json()).code).toBeTruthy();
  const file = await request.get(`${stack.https_url}/regulars.js`, { ignoreHTTPSErrors: true });
  expect(file.ok()).toBe(true);
  expect(await file.text()).toBe(await (await request.get(`${stack.url}/regulars.js`)).text());
});
