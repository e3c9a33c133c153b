import type { TransitView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { needOf, stepsOf } from './needs.js';

type State = TransitView['state'];
const AT = '2026-11-28T01:00:00.000Z';
const transit = (state: State, more: Partial<TransitView> = {}) => ({ state, from: 'A', to: 'B', ...more });

test.each<[State, Partial<TransitView>, string | undefined]>([
  ['registered', {}, 'seal'],
  ['registered', { approvedAt: AT }, 'seal'],
  ['sealed', {}, 'approve'],
  ['sealed', { approvedAt: AT }, 'depart'],
  ['in_transit', { approvedAt: AT }, 'arrive'],
  ['arrived', { approvedAt: AT }, 'close'],
  ['closed', {}, undefined],
  ['cancelled', {}, undefined],
])('%s %o waits for: %s', (state, more, need) => {
  expect(needOf(transit(state, more))).toBe(need);
});

test('what seals show to have happened is what it waits for', () => {
  const proposed = { step: 'depart', at: AT } as const;
  expect(needOf(transit('sealed', { proposed }))).toBe('depart');
});

test('an office has its own steps alone: those before the way, those after it, and the end of either', () => {
  const steps = (state: State, ...own: string[]) => stepsOf(transit(state), new Set(own));
  expect(steps('registered', 'A')).toEqual(['seal', 'approve', 'cancel']);
  expect(steps('registered', 'B')).toEqual(['cancel']);
  expect(steps('in_transit', 'A')).toEqual(['cancel']);
  expect(steps('in_transit', 'B')).toEqual(['arrive', 'cancel']);
  expect(steps('arrived', 'A')).toEqual([]);
  expect(steps('arrived', 'A', 'B')).toEqual(['close']);
  expect(steps('registered', 'C')).toEqual([]);
  expect(stepsOf(transit('sealed', { approvedAt: AT }), new Set(['A']))).toEqual(['depart', 'cancel']);
});
