// The demo shop's own backend as a child process: one for each test that wants it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { ROOT } from './stack.mjs';

/** Below those that systems take for outgoing connections: one from up there may be gone before somebody listens on it. */
const PORTS = { first: 20_000, count: 12_000 };

/** A port nobody listens on right now. */
export async function freePort() {
  const port = PORTS.first + Math.floor(Math.random() * PORTS.count);
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return freePort();
  }
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts the backend for a sandbox; resolves with `{stop}` when it answers. */
export async function startDemoShop(sandbox, port) {
  const home = await mkdtemp(join(tmpdir(), 'groove-and-grain-'));
  const demoJson = join(home, 'demo.json');
  await writeFile(demoJson, JSON.stringify(sandbox.demoJson), { mode: 0o600 });

  const child = spawn(process.execPath, [`${ROOT}www/demo-shop/server.mjs`], {
    env: { ...process.env, DEMO_JSON: demoJson, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  let complaints = '';
  child.stderr.on('data', (text) => (complaints += text));

  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await rm(home, { recursive: true, force: true });
  };
  try {
    await expect.poll(() => answers(port, child, () => complaints), 'the demo shop answers').toBe(true);
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

async function answers(port, child, complaints) {
  if (child.exitCode !== null) throw new Error(`the demo shop ended by itself: ${complaints()}`);
  try {
    return (await fetch(`http://127.0.0.1:${port}/health`)).ok;
  } catch {
    return false;
  }
}
