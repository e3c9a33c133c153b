import { expect, test } from 'vitest';
import { BoothClock } from './booth-clock.js';

test('the server’s clock counts while it speaks, and what it was ahead by afterwards', () => {
  let [own, server]: [number, number | undefined] = [1_000, 6_000];
  const clock = new BoothClock(
    () => server,
    () => own,
  );
  expect(clock.now()).toBe(6_000);
  server = undefined;
  own = 1_500;
  expect(clock.now()).toBe(6_500);
});

test('a clock that is set back makes nothing good again, also after the page was closed; the server puts it right', () => {
  let [own, server]: [number, number | undefined] = [10_000, undefined];
  const before = new BoothClock(
    () => server,
    () => own,
  );
  expect(before.now()).toBe(10_000);
  own = 2_000;
  expect(before.now()).toBe(10_000);
  const after = new BoothClock(
    () => server,
    () => own,
  );
  after.resume(before.note());
  expect(after.now()).toBe(10_000);
  server = 3_000;
  expect(after.now()).toBe(3_000);
});
