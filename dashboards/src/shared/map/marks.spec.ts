import type { Position } from '@haidang/contract';
import { expect, test } from 'vitest';
import { diffMarks, isEmpty, isStale, type Drawn, type Mark } from './marks.js';

const T0 = Date.parse('2026-11-22T01:00:00.000Z');

function position(sealId: string, changes: Partial<Position> = {}): [string, Position] {
  return [
    sealId,
    {
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
    },
  ];
}

test('a seal is stale when it is silent for longer than three of its intervals', () => {
  const [, one] = position('VN1');
  expect(isStale(one, T0 + 90_000)).toBe(false);
  expect(isStale(one, T0 + 90_001)).toBe(true);
});

test('the first look adds everything, the next one only what changed', () => {
  const drawn = new Map<string, Drawn>();
  const first = new Map([position('VN1'), position('VN2'), position('VN3')]);
  expect(diffMarks(drawn, first, T0).added.map(({ sealId }) => sealId)).toEqual(['VN1', 'VN2', 'VN3']);
  expect(isEmpty(diffMarks(drawn, first, T0 + 1_000))).toBe(true);

  const next = new Map([position('VN1', { lat: 20.81 }), position('VN2', { state: 'critical' })]);
  const diff = diffMarks(drawn, next, T0 + 2_000);
  expect(diff.added).toEqual([]);
  const said = (marks: readonly Mark[]) => marks.map(({ sealId, lat, state }) => [sealId, lat, state]);
  expect(said(diff.moved)).toEqual([['VN1', 20.81, 'on_route']]);
  expect(said(diff.changed)).toEqual([['VN2', 20.8, 'critical']]);
  expect(diff.removed).toEqual(['VN3']);
});

test('a seal that falls silent changes its mark though nothing came; a newer time alone changes nothing', () => {
  const drawn = new Map<string, Drawn>();
  diffMarks(drawn, new Map([position('VN1')]), T0);
  expect(
    isEmpty(diffMarks(drawn, new Map([position('VN1', { time: '2026-11-22T01:00:01.000Z' })]), T0)),
  ).toBe(true);
  const late = diffMarks(drawn, new Map([position('VN1')]), T0 + 91_000);
  expect(late.changed).toMatchObject([{ sealId: 'VN1', stale: true }]);
  const back = new Map([position('VN1', { time: '2026-11-22T01:01:31.000Z' })]);
  expect(diffMarks(drawn, back, T0 + 92_000).changed).toMatchObject([{ sealId: 'VN1', stale: false }]);
});
