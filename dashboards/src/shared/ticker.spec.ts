import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Ticker } from './ticker.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a thousand readers are told by one timer, and each until it has enough', () => {
  const ticker = new Ticker(5_000);
  const told = Array.from({ length: 1_000 }, () => vi.fn());
  const leave = told.map((one) => ticker.subscribe(one));
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(10_000);
  leave[0]!();
  vi.advanceTimersByTime(5_000);
  expect(told.map((one) => one.mock.calls.length)).toEqual([2, ...told.slice(1).map(() => 3)]);
});

test('no timer runs while nobody reads, and one does again afterwards', () => {
  const ticker = new Ticker(5_000);
  ticker.subscribe(vi.fn())();
  expect(vi.getTimerCount()).toBe(0);
  const told = vi.fn();
  ticker.subscribe(told);
  vi.advanceTimersByTime(5_000);
  expect(told).toHaveBeenCalledTimes(1);
});
