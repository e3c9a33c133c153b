import { failOnLeaks } from '@haidang/testkit';
import { MAX_PAYLOAD_BYTES, Rejection } from '@haidang/wire';
import { expect, it } from 'vitest';
import { Lane, MAX_BATCH, MAX_BATCH_BYTES } from './lane.js';
import { Message, refuse, type Unit } from './message.js';

failOnLeaks();

/** A refused message of so many bytes; its number is its topic. */
function refused(n: number, bytes = 10): Unit {
  const message = new Message(String(n), Buffer.alloc(bytes), 0, null, () => undefined);
  return refuse(message, new Rejection('not_json', ''));
}
const numbers = (units: readonly Unit[]) => units.map(({ message }) => Number(message.topic));

/** A lane whose commits end when they are told to. */
function slowLane() {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const lane = new Lane((units) => {
    batches.push(numbers(units));
    return new Promise((end) => ends.push(end));
  });
  const next = async () => {
    const seen = batches.length;
    ends.shift()?.();
    while (batches.length === seen) await new Promise(setImmediate);
  };
  return { lane, batches, next, end: () => ends.shift()?.() };
}

it('what arrives while a commit is under way makes the next one, in order', async () => {
  const { lane, batches, next, end } = slowLane();
  lane.push(refused(1));
  await next();
  for (const n of [2, 3, 4]) lane.push(refused(n));
  await new Promise(setImmediate);
  expect(batches).toEqual([[1]]);
  await next();
  expect(batches).toEqual([[1], [2, 3, 4]]);
  end();
  await lane.drain();
});

it('a commit has no more rows than one statement does well', async () => {
  const batches: number[][] = [];
  const lane = new Lane((units) => {
    batches.push(numbers(units));
    return Promise.resolve();
  });
  for (let n = 0; n < 2 * MAX_BATCH + 1; n++) lane.push(refused(n));
  await lane.drain();
  expect(batches.map((batch) => batch.length)).toEqual([MAX_BATCH, MAX_BATCH, 1]);
  expect(batches.flat()).toEqual(Array.from({ length: 2 * MAX_BATCH + 1 }, (_, n) => n));
});

it('nor more bytes of refused messages than one statement can carry', async () => {
  const batches: number[][] = [];
  const lane = new Lane((units) => {
    batches.push(numbers(units));
    return Promise.resolve();
  });
  const whole = MAX_BATCH_BYTES / MAX_PAYLOAD_BYTES;
  for (let n = 0; n < 100; n++) lane.push(refused(n, MAX_PAYLOAD_BYTES));
  await lane.drain();
  expect(whole).toBe(32);
  expect(batches.map((batch) => batch.length)).toEqual([32, 32, 32, 4]);
  expect(batches.flat()).toEqual(Array.from({ length: 100 }, (_, n) => n));
});

it('abandoned, it ends with the commit under way', async () => {
  const { lane, batches, next, end } = slowLane();
  lane.push(refused(1));
  await next();
  lane.push(refused(2));
  lane.abandon();
  end();
  await lane.drain();
  expect(batches).toEqual([[1]]);
});
