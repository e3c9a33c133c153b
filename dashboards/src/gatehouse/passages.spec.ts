import type { PassageView } from '@haidang/contract';
import { HOLD_REASONS, MINUTE } from '@haidang/domain';
import { expect, test } from 'vitest';
import { inOrder, isGone, lanesOf, merged, newestByLane, standing } from './passages.js';

const NOON = Date.parse('2026-11-20T05:00:00.000Z');
const at = (minute: number) => new Date(NOON + minute * MINUTE).toISOString();

function passage(id: string, minute: number, more: Partial<PassageView> = {}): PassageView {
  const decision = {
    passageId: id,
    gateId: 'G1',
    time: at(minute),
    verdict: 'hold',
    reasons: ['not_eligible'],
    container: null,
    direction: 'out',
  } as const;
  return {
    ...{ id, gateId: 'G1', time: at(minute), receivedAt: at(minute), direction: 'out' },
    decision: { ...decision, reasons: [...decision.reasons] },
    ...more,
  };
}

const override = (minute: number, verdict: 'pass' | 'hold') =>
  ({ verdict, reason: 'looked at', by: 'Bảo', at: at(minute) }) as const;

const ids = (passages: readonly PassageView[]) => passages.map(({ id }) => id);

test('the officer has the last word', () => {
  expect(standing(passage('a', 0))).toBe('hold');
  expect(standing(passage('a', 0, { override: override(1, 'pass') }))).toBe('pass');
});

test('what was read and what was heard are one list, each passage once, by when it was seen', () => {
  const list = merged([passage('b', 2), passage('a', 1)], [passage('c', 3), passage('b', 2)]);
  expect(ids(list)).toEqual(['c', 'b', 'a']);
});

test('a passage that is told late does not stand before a newer one', () => {
  const late = passage('late', 1, { receivedAt: at(9) });
  expect(ids(merged([passage('now', 5)], [late]))).toEqual(['now', 'late']);
});

test('an answer that was on its way does not take an override back, whichever of the two has it', () => {
  const [before, after] = [passage('a', 0), passage('a', 0, { override: override(1, 'pass') })];
  const again = passage('a', 0, { override: override(2, 'hold') });
  expect(merged([before], [after])).toEqual([after]);
  expect(merged([after], [before])).toEqual([after]);
  expect(merged([after], [again])).toEqual([again]);
  expect(merged([again], [after])).toEqual([again]);
});

test('each lane shows its newest, in the order of the lanes, and what has no lane comes last', () => {
  const list = [
    passage('hand', 9),
    passage('ten', 8, { lane: '10' }),
    passage('two', 7, { lane: '2' }),
    passage('two before', 6, { lane: '2' }),
    passage('hand before', 5),
  ];
  expect(ids(newestByLane(list))).toEqual(['two', 'ten', 'hand']);
});

test('lanes stand in their order, each once, and the chosen one even when no truck came to it of late', () => {
  const list = [passage('ten', 8, { lane: '10' }), passage('hand', 7), passage('two', 6, { lane: '2' })];
  expect(lanesOf([...list, passage('two before', 5, { lane: '2' })], undefined)).toEqual(['2', '10']);
  expect(lanesOf(list, '3')).toEqual(['2', '3', '10']);
});

test('a truck has driven on after ten minutes; an officer who decides brings it back', () => {
  expect(isGone(passage('a', 0), NOON + 10 * MINUTE)).toBe(false);
  expect(isGone(passage('a', 0), NOON + 10 * MINUTE + 1)).toBe(true);
  expect(isGone(passage('a', 0, { override: override(9, 'pass') }), NOON + 15 * MINUTE)).toBe(false);
});

test('reasons are told in their order, and one that this page does not know is told last', () => {
  expect(inOrder(['plate_mismatch', 'brand_new', 'not_eligible'])).toEqual([
    'not_eligible',
    'plate_mismatch',
    'brand_new',
  ]);
  expect(inOrder(HOLD_REASONS.toReversed())).toEqual([...HOLD_REASONS]);
});
