import type { DeadlineView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { sieved, subjectOf, type DeadlineSieve } from './sieve.js';

function due(id: string, hour: string, more: Partial<DeadlineView> = {}): DeadlineView {
  const dueAt = `2026-11-26T${hour}:00:00.000Z`;
  const counted = { from: dueAt, within: 1, direction: 'after', as: 'elapsed' } as const;
  return { id, kind: 'transit_approval', state: 'running', dueAt, warnAt: dueAt, counted, ...more };
}

const all = [
  due('later', '12'),
  due('missed', '08', { state: 'missed', number: 'QT-1', facilityId: 'PORT' }),
  due('soon', '10', { state: 'warning', kind: 'gate_out_report', container: 'CSQU3054383' }),
];
const idsOf = (sieve: Partial<DeadlineSieve>) =>
  sieved(all, { show: 'all', kind: undefined, place: undefined, find: '', chosen: undefined, ...sieve }).map(
    ({ id }) => id,
  );

test('what ends first is first; what has time is left out unless it is wanted', () => {
  expect(idsOf({})).toEqual(['missed', 'soon', 'later']);
  expect(idsOf({ show: 'near' })).toEqual(['missed', 'soon']);
  expect(idsOf({ show: 'near', chosen: 'later' })).toEqual(['missed', 'soon', 'later']);
});

test('by kind, place and number', () => {
  expect(idsOf({ kind: 'gate_out_report' })).toEqual(['soon']);
  expect(idsOf({ place: 'PORT' })).toEqual(['missed']);
  expect(idsOf({ find: 'csqu' })).toEqual(['soon']);
});

test('it is called by the number that people use', () => {
  expect(all.map(subjectOf)).toEqual(['later', 'QT-1', 'CSQU3054383']);
});
