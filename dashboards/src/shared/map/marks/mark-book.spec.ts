import type { Position } from '@haidang/contract';
import { expect, test } from 'vitest';
import { bandOf, isStale, type Mark } from './mark.js';
import { MarkBook } from './mark-book.js';

const T0 = Date.parse('2026-11-22T01:00:00.000Z');

function position(sealId: string, changes: Partial<Position> = {}): Position {
  return {
    sealId,
    container: null,
    transitId: null,
    lat: 20.8,
    lon: 106.7,
    heading: null,
    speed: null,
    battery: null,
    lock: null,
    time: '2026-11-22T01:00:00.000Z',
    state: 'on_route',
    staleAfter: 90_000,
    ...changes,
  };
}

function all(...positions: Position[]): Map<string, Position> {
  return new Map(positions.map((one) => [one.sealId, one]));
}

const said = (marks: readonly Mark[]) => marks.map(({ sealId, state, stale }) => [sealId, state, stale]);

test('a seal is stale when it is silent for longer than three of its intervals', () => {
  expect(isStale(position('VN1'), T0 + 90_000)).toBe(false);
  expect(isStale(position('VN1'), T0 + 90_001)).toBe(true);
});

test('quiet marks lie below all others, the graver on top, and silence is not quiet', () => {
  const bands = (['idle', 'on_route', 'minor', 'major', 'critical'] as const).map((state) => [
    bandOf({ state, stale: false }),
    bandOf({ state, stale: true }),
  ]);
  expect(bands).toEqual([
    [0, 1],
    [0, 2],
    [3, 3],
    [4, 4],
    [5, 5],
  ]);
});

test('the whole sets every mark and removes what it does not name; later only what came is set', () => {
  const book = new MarkBook();
  const first = book.takeAll(all(position('VN1'), position('VN2'), position('VN3')), T0);
  expect(said(first.set)).toEqual([
    ['VN1', 'on_route', false],
    ['VN2', 'on_route', false],
    ['VN3', 'on_route', false],
  ]);
  expect(first.removed).toEqual([]);

  const next = book.take([position('VN2', { state: 'critical' })], ['VN3'], T0 + 1_000);
  expect(said(next.set)).toEqual([['VN2', 'critical', false]]);
  expect(next.removed).toEqual(['VN3']);

  const whole = book.takeAll(all(position('VN1')), T0 + 2_000);
  expect(whole.removed).toEqual(['VN2']);
});

test('a seal that falls silent changes its mark once, though nothing came, and is heard again', () => {
  const book = new MarkBook();
  book.takeAll(all(position('VN1'), position('VN2', { staleAfter: 120_000 })), T0);
  expect(book.take([], [], T0 + 90_000).set).toEqual([]);
  expect(said(book.take([], [], T0 + 90_001).set)).toEqual([['VN1', 'on_route', true]]);
  expect(book.take([], [], T0 + 91_000).set).toEqual([]);
  expect(said(book.take([], [], T0 + 120_001).set)).toEqual([['VN2', 'on_route', true]]);
  const back = position('VN1', { time: '2026-11-22T01:02:01.000Z' });
  expect(said(book.take([back], [], T0 + 121_500).set)).toEqual([['VN1', 'on_route', false]]);
  expect(said(book.take([], [], T0 + 121_000 + 90_001).set)).toEqual([['VN1', 'on_route', true]]);
});

test('what was heard puts silence off, and a seal that left is not spoken of', () => {
  const book = new MarkBook();
  book.takeAll(all(position('VN1'), position('VN2')), T0);
  book.take([position('VN1', { time: '2026-11-22T01:01:00.000Z' })], ['VN2'], T0 + 60_000);
  expect(book.take([], [], T0 + 100_000).set).toEqual([]);
  expect(said(book.take([], [], T0 + 150_001).set)).toEqual([['VN1', 'on_route', true]]);
});

test('one that comes late is stale at once', () => {
  expect(said(new MarkBook().take([position('VN1')], [], T0 + 100_000).set)).toEqual([
    ['VN1', 'on_route', true],
  ]);
});
