import type { CaseView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { sieved, type CaseSieve } from './sieve.js';

function one(id: string, state: CaseView['state'], openedAt: string, more: Partial<CaseView> = {}): CaseView {
  return {
    ...{ id, number: `VV-${id}`, facilityId: 'PORT', kind: 'seal', source: 'gate', state, segregated: false },
    openedAt: `2026-11-${openedAt}T00:00:00.000Z`,
    ...more,
  };
}

const all = [
  one('1', 'closed', '01'),
  one('2', 'closed', '02'),
  one('3', 'decided', '03'),
  one('4', 'open', '05', { container: 'CSQU3054383' }),
  one('5', 'open', '04', { kind: 'damage', facilityId: 'ICD' }),
  one('6', 'under_check', '01', { assignee: 'Lan Phạm' }),
];
const idsOf = (sieve: Partial<CaseSieve>) =>
  sieved(all, { show: 'open', kind: undefined, place: undefined, find: '', chosen: undefined, ...sieve })
    .map(({ id }) => id)
    .join(' ');

test('of what is not closed the oldest comes first, of all the latest', () => {
  expect(idsOf({})).toBe('6 3 5 4');
  expect(idsOf({ show: 'all' })).toBe('4 5 3 2 1 6');
});

test('by kind, place and text; what is chosen stays in its place', () => {
  expect(idsOf({ kind: 'damage' })).toBe('5');
  expect(idsOf({ place: 'PORT' })).toBe('6 3 4');
  expect(idsOf({ find: 'csqu305' })).toBe('4');
  expect(idsOf({ find: 'lan' })).toBe('6');
  expect(idsOf({ kind: 'damage', chosen: '1' })).toBe('1 5');
});
