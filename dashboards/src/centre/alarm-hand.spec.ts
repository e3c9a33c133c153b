import type { AlarmView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { otherHand } from './alarm-hand.js';

const AT = '2026-11-28T08:00:00.000Z';
const alarm = (changes: Partial<AlarmView>) => changes as AlarmView;

test('of two people of one name each knows what the other has acknowledged', () => {
  const taken = alarm({ acknowledged: { at: AT, by: 'Lan Phạm', byId: 'lan-1' } });
  expect(otherHand(taken, 'lan-1', 'Lan Phạm')).toBeUndefined();
  expect(otherHand(taken, 'lan-2', 'Lan Phạm')).toBe('Lan Phạm');
  // who has changed their name since is still the same
  expect(otherHand(taken, 'lan-1', 'Lan Trần')).toBeUndefined();
});

test('where no account is known, the name has to do', () => {
  const taken = alarm({ acknowledged: { at: AT, by: 'Lan Phạm' } });
  expect([otherHand(taken, 'x', 'Lan Phạm'), otherHand(taken, 'x', 'Minh')]).toEqual([undefined, 'Lan Phạm']);
});

test('who has it counts before who acknowledged it', () => {
  const given = alarm({
    assignee: 'Minh',
    assigneeId: 'minh',
    acknowledged: { at: AT, by: 'Lan', byId: 'lan' },
  });
  expect([otherHand(given, 'minh', 'Minh'), otherHand(given, 'lan', 'Lan')]).toEqual([undefined, 'Minh']);
});
