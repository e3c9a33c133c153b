import {
  sealEventBit,
  type AlarmChange,
  type Fix,
  type LockState,
  type TransitState,
  type Zone,
} from '@haidang/domain';
import { clockTime, fixOf, planOf, rectangle, resolved, spot, stepped, watchKind } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import type { WatchEvent } from '../index.js';

/** The destination from 90 km to 91 km east, and another facility beside it. */
const zones: readonly Zone[] = [
  { ...rectangle('D', 90_000, -500, 91_000, 500), kind: 'facility', facilityId: 'DESTINATION' },
  { ...rectangle('E', 91_500, -500, 92_500, 500), kind: 'facility', facilityId: 'OTHER' },
  { ...rectangle('Q', 88_500, -500, 89_500, 500), kind: 'queue', facilityId: 'DESTINATION' },
];

function changesOf(
  told: readonly (Fix | WatchEvent)[],
  phase: TransitState = 'in_transit',
): readonly AlarmChange[] {
  return watchKind('unauthorised_unlock', told, planOf({ zones, cards: ['CARD'] }), phase).changes;
}

const UNLOCKED = { events: sealEventBit('unlocked') };
const LOCKED = { events: sealEventBit('locked') };

/** On the road, 1 km east. */
function at(time: string, lock: LockState | null, rest: Partial<Fix> = {}): Fix {
  return fixOf(clockTime(time), spot(1_000, 0), { lock, ...rest });
}

describe('unauthorised_unlock', () => {
  it('opens with the first fix that is unlocked or open, at the last believed place', () => {
    for (const lock of ['unlocked', 'open'] as const) {
      const changes = changesOf([at('08:00', 'locked'), at('08:01', 'locked'), at('08:02', lock)]);
      expect(changes).toMatchObject([
        {
          key: `T1/S1/unauthorised_unlock//${clockTime('08:02')}/${clockTime('08:02')}`,
          severity: 'critical',
          start: clockTime('08:02'),
          end: null,
          place: spot(1_000, 0),
          why: { measured: { lock, state: 'in_transit', card: 'none', atDestination: 'no' } },
        },
      ]);
    }
    expect(changesOf([at('08:00', 'locked'), at('08:01', null), at('08:02', 'locked', LOCKED)])).toEqual([]);
  });

  it('opens with the event, whatever the lock says since', () => {
    expect(changesOf([at('08:00', 'locked', UNLOCKED)])).toHaveLength(1);
    expect(changesOf([at('08:00', null, UNLOCKED)])).toHaveLength(1);
  });

  it('goes by the event where the fix does not tell the state of the lock', () => {
    expect(changesOf([at('08:00', null, UNLOCKED), at('08:01', 'open')])).toHaveLength(1);
    expect(changesOf([at('08:00', null), at('08:01', 'open')])).toMatchObject([
      { start: clockTime('08:01') },
    ]);
  });

  it('is open from the first fix of all when that is open', () => {
    expect(changesOf([at('08:00', 'open')], 'sealed')).toMatchObject([{ start: clockTime('08:00') }]);
  });

  it('is one alarm on one evidence, however many fixes repeat it', () => {
    const repeats = [
      at('08:01', 'open'),
      at('08:02', 'unlocked', UNLOCKED),
      at('08:03', null),
      at('08:04', 'open'),
    ];
    const changes = changesOf([at('08:00', 'open'), ...repeats]);
    expect(changes).toMatchObject([{ evidence: clockTime('08:00') }]);
  });

  it('takes a second unlocking for more evidence of the same', () => {
    const locked: readonly Fix[] = [
      at('08:01', 'locked'),
      at('08:01', null, LOCKED),
      at('08:01', 'locked', UNLOCKED),
    ];
    for (const between of locked) {
      const changes = changesOf([at('08:00', 'open'), between, at('08:02', 'open')]);
      expect(changes.map(({ key, evidence, end }) => [key, evidence, end])).toEqual([
        [changes[0]!.key, clockTime('08:00'), null],
        [changes[0]!.key, clockTime('08:02'), null],
      ]);
    }
  });

  it('takes a fix that tells both events for an unlocking after which it is locked', () => {
    const both = { events: sealEventBit('locked') | sealEventBit('unlocked') };
    const changes = changesOf([at('08:00', null, both), at('08:01', null, both)]);
    expect(changes.map(({ evidence }) => evidence)).toEqual([clockTime('08:00'), clockTime('08:01')]);
  });

  it('reads fixes at one time by their running numbers', () => {
    const first = changesOf([at('08:00', 'locked'), at('08:00', 'open', { seq: 1 }), at('08:01', 'open')]);
    expect(first).toHaveLength(1);
    const second = changesOf([at('08:00', 'open'), at('08:00', 'locked', { seq: 1 }), at('08:01', 'open')]);
    expect(second).toHaveLength(2);
  });

  it('ends when an officer resolves it, and being open still is no new cause', () => {
    const act = resolved('unauthorised_unlock', '08:05');
    const changes = changesOf([at('08:00', 'open'), at('08:04', 'open'), act, at('08:06', 'open')]);
    expect(changes.map(({ end, resolved: done }) => [end, done])).toEqual([
      [null, false],
      [clockTime('08:05'), true],
    ]);
    const again = changesOf([at('08:00', 'open'), act, at('08:06', 'locked'), at('08:07', 'open')]);
    expect(again).toHaveLength(3);
    expect(again[2]).toMatchObject({ start: clockTime('08:07'), resolved: false });
    expect(again[2]!.key).not.toBe(again[0]!.key);
  });

  it('stays open where the officer had not seen the second unlocking', () => {
    const act = resolved('unauthorised_unlock', '08:05', { seen: clockTime('08:01') });
    const changes = changesOf([at('08:00', 'open'), at('08:01', 'locked'), at('08:02', 'open'), act]);
    expect(changes).toMatchObject([{ end: null }, { end: null }]);
  });

  it('does not end with the lock, nor with the transit', () => {
    expect(changesOf([at('08:00', 'open'), at('08:01', 'locked'), at('09:00', 'locked')])).toHaveLength(1);
    const closed = changesOf([at('08:00', 'open'), stepped('arrive', '08:30'), stepped('close', '08:31')]);
    expect(closed).toMatchObject([{ end: null }]);
  });

  it('is watched from the sealing to the end of the transit', () => {
    const phases: [TransitState, number][] = [
      ['registered', 0],
      ['sealed', 1],
      ['in_transit', 1],
      ['arrived', 1],
      ['closed', 0],
      ['cancelled', 0],
    ];
    for (const [phase, count] of phases)
      expect(changesOf([at('08:00', 'open')], phase), phase).toHaveLength(count);
    const sealed = changesOf(
      [at('08:00', 'open'), stepped('seal', '08:01'), at('08:02', 'open')],
      'registered',
    );
    expect(sealed).toMatchObject([{ start: clockTime('08:02') }]);
  });
});

describe('a permitted unlocking', () => {
  function there(time: string, lock: LockState, card: string | null, east = 90_500): Fix {
    return fixOf(clockTime(time), spot(east, 0), { lock, card });
  }
  /** Locked at a place, and unlocked there a minute later. */
  const visit = (east: number, card: string | null): Fix[] => [
    there('08:00', 'locked', null, east),
    there('08:01', 'locked', null, east),
    there('08:02', 'unlocked', card, east),
  ];

  it('is one in state arrived, in the zone of the destination as far as the accuracy tells, by a listed card', () => {
    expect(changesOf(visit(90_500, 'CARD'), 'arrived')).toEqual([]);
    expect(changesOf(visit(90_500, 'CARD'), 'in_transit')).toMatchObject([
      { why: { measured: { state: 'in_transit', card: 'listed', atDestination: 'yes' } } },
    ]);
    expect(changesOf(visit(90_500, 'CARD'), 'sealed')).toHaveLength(1);
    expect(changesOf(visit(90_500, null), 'arrived')).toMatchObject([
      { why: { measured: { card: 'none' } } },
    ]);
    expect(changesOf(visit(90_500, 'OTHER'), 'arrived')).toMatchObject([
      { why: { measured: { card: 'not listed' } } },
    ]);
    for (const east of [89_991, 91_009]) expect(changesOf(visit(east, 'CARD'), 'arrived')).toEqual([]);
    for (const east of [89_000, 89_989, 91_011, 92_000])
      expect(changesOf(visit(east, 'CARD'), 'arrived'), `${east}`).toMatchObject([
        { why: { measured: { atDestination: 'no' } } },
      ]);
  });

  it('may stay open without the card, and must be permitted again once it was locked', () => {
    const opened = [...visit(90_500, 'CARD'), there('08:03', 'open', null), there('08:10', 'open', null)];
    expect(changesOf(opened, 'arrived')).toEqual([]);
    const again = [...opened, there('08:11', 'locked', null), there('08:12', 'open', null)];
    expect(changesOf(again, 'arrived')).toMatchObject([{ start: clockTime('08:12') }]);
  });

  it('counts from the arrival on, that at its own time as well', () => {
    const [first, second, unlocked] = visit(90_500, 'CARD') as [Fix, Fix, Fix];
    expect(changesOf([first, second, stepped('arrive', '08:02'), unlocked])).toEqual([]);
    expect(changesOf([first, second, unlocked, stepped('arrive', '08:02:01')])).toHaveLength(1);
  });

  it('needs a believed position at most 10 min old', () => {
    const [first, second] = visit(90_500, null) as [Fix, Fix];
    const blind = (time: string): Fix => fixOf(clockTime(time), null, { lock: 'unlocked', card: 'CARD' });
    expect(changesOf([first, second, blind('08:11')], 'arrived')).toEqual([]);
    expect(changesOf([first, second, blind('08:11:01')], 'arrived')).toHaveLength(1);
    expect(changesOf([there('08:01', 'locked', null), blind('08:02')], 'arrived')).toHaveLength(1);
  });
});
