import type { ListedExceptionView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { sieved } from './sieve.js';

function asked(id: string, askedAt: string, more: Partial<ListedExceptionView> = {}): ListedExceptionView {
  return {
    ...{ id, askedAt, at: askedAt, transitId: 'T1', kind: 'reroute', state: 'waiting', reason: 'flood' },
    ...{ fields: { routeId: 'NORTH' }, evidence: [], mayWithdraw: false, mayDecide: true },
    transit: { number: `QT-${id}`, from: 'A', to: 'B', routeId: 'R', state: 'in_transit' },
    ...more,
  };
}

const all = [
  asked('new', '2026-11-26T09:00:00.000Z'),
  asked('done', '2026-11-26T08:30:00.000Z', { state: 'approved', mayDecide: false }),
  asked('old', '2026-11-26T07:00:00.000Z', { container: 'CSQU3054383' }),
  asked('own', '2026-11-26T08:00:00.000Z', { mayDecide: false }),
  asked('past', '2026-11-25T08:00:00.000Z', { state: 'refused', mayDecide: false }),
];
const idsOf = (sieve: Partial<Parameters<typeof sieved>[1]>) =>
  sieved(all, { show: 'all', find: '', chosen: undefined, ...sieve }).map(({ id }) => id);

test('of all the latest comes first', () => {
  expect(idsOf({})).toEqual(['new', 'done', 'own', 'old', 'past']);
});

test('of what waits for whoever looks, or for anybody, the longest comes first', () => {
  expect(idsOf({ show: 'mine' })).toEqual(['old', 'new']);
  expect(idsOf({ show: 'waiting' })).toEqual(['old', 'own', 'new']);
});

test('what is chosen stays in its place while it is looked at', () => {
  expect(idsOf({ show: 'mine', chosen: 'done' })).toEqual(['old', 'done', 'new']);
});

test('it is found by its numbers and by what is asked', () => {
  expect(idsOf({ find: 'csqu' })).toEqual(['old']);
  expect(idsOf({ find: ' qt-own ' })).toEqual(['own']);
  expect(idsOf({ find: 'north' })).toHaveLength(5);
});
