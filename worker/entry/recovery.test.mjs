// The recovery around a real module that traps, as the bindings would load it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recoverable } from './recovery.mjs';

// (module (func (export "trap") unreachable))
const TRAPPING = new Uint8Array([
  0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00, 0x01, 0x04, 0x01, 0x60, 0x00, 0x00, 0x03, 0x02, 0x01, 0x00, 0x07, 0x08,
  0x01, 0x04, 0x74, 0x72, 0x61, 0x70, 0x00, 0x00, 0x0a, 0x05, 0x01, 0x03, 0x00, 0x00, 0x0b,
]);
const { trap } = new WebAssembly.Instance(new WebAssembly.Module(TRAPPING)).exports;

/** Bindings of a module that counts how often it has begun, with a class whose objects belong to the module that made them. */
function bindings() {
  const state = { criticalError: false, instanceId: 1 };
  class Counter {
    made = state.instanceId;
    constructor(name) {
      if (name === 'trap') trap();
      this.name = name;
    }
    fetch(request) {
      if (this.made !== state.instanceId) throw new Error('a stale object');
      return request === 'trap' ? trap() : `${this.name}, made by ${this.made}`;
    }
    async alarm() {
      trap();
    }
  }
  return { __worker_init_state: () => state, __wbg_reset_state: () => state.instanceId++, Counter };
}

const traps = (work) => assert.rejects(work, WebAssembly.RuntimeError);

test('a call that traps fails alone: the next one has a new module', async () => {
  const module = bindings();
  const { call } = recoverable(module);
  await traps(call(trap));
  assert.equal(await call(() => module.__worker_init_state().instanceId), 2);
  assert.equal(await call(() => module.__worker_init_state().instanceId), 2);
});

test('an error that is no trap changes nothing', async () => {
  const module = bindings();
  const { call } = recoverable(module);
  await assert.rejects(call(() => Promise.reject(new Error('refused'))), /refused/);
  assert.equal(await call(() => module.__worker_init_state().instanceId), 1);
});

test('an object is made again from what it was given, after a trap of its own or of another', async () => {
  const module = bindings();
  const { call, durable } = recoverable(module);
  const Counter = durable(module.Counter);
  const [one, other] = [new Counter('one'), new Counter('other')];
  assert.equal(await one.fetch(''), 'one, made by 1');
  await traps(one.fetch('trap'));
  assert.equal(await one.fetch(''), 'one, made by 2');
  assert.equal(await other.fetch(''), 'other, made by 2');
  await traps(one.alarm());
  assert.equal(await other.fetch(''), 'other, made by 3');
  await traps(call(trap));
  assert.equal(await new Counter('new').fetch(''), 'new, made by 4');
});

test('a trap while an object is made is noticed', async () => {
  const module = bindings();
  const { durable } = recoverable(module);
  const Counter = durable(module.Counter);
  assert.throws(() => new Counter('trap'), WebAssembly.RuntimeError);
  assert.equal(await new Counter('next').fetch(''), 'next, made by 2');
});

test('a trap in work nobody waits for is noticed', async () => {
  const module = bindings();
  const { call, notice } = recoverable(module);
  notice(new WebAssembly.RuntimeError('unreachable'));
  assert.equal(await call(() => module.__worker_init_state().instanceId), 2);
});
