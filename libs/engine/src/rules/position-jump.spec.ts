import type { AlarmChange, Fix, RuleSettings, TransitState } from '@haidang/domain';
import { memoryOf } from './index.js';
import { clockTime, fixOf, planOf, resolved, spot, stepped, watchKind } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import type { WatchEvent } from '../index.js';

function at(time: string, east: number, rest: Partial<Fix> = {}): Fix {
  return fixOf(clockTime(time), spot(east, 0), rest);
}

function changesOf(
  told: readonly (Fix | WatchEvent)[],
  rules: RuleSettings = {},
  phase: TransitState = 'in_transit',
): readonly AlarmChange[] {
  return watchKind('position_jump', told, planOf({ rules }), phase).changes;
}

const start = [at('08:00', 1_000), at('08:01', 1_000)];
/** 50 km in a minute: 3,000 km/h. */
const jump = [at('08:02', 51_000), at('08:03', 51_000), at('08:04', 51_000)];

describe('position_jump', () => {
  it('opens with the third fix over there, from the first of them', () => {
    expect(changesOf([...start, ...jump.slice(0, 2)])).toEqual([]);
    expect(changesOf([...start, ...jump])).toMatchObject([
      {
        key: `T1/S1/position_jump//${clockTime('08:02')}/${clockTime('08:04')}`,
        kind: 'position_jump',
        severity: 'major',
        start: clockTime('08:02'),
        end: null,
        place: spot(51_000, 0),
        why: {
          settings: { jumpFixes: 3, maxSpeed: 160, endFixes: 2, rejoin: 300_000 },
          measured: { distance: 50_000, after: 60_000, speed: 3_000 },
        },
      },
    ]);
  });

  it('does not open on outliers, on the first positions of all, or on what can be driven', () => {
    expect(
      changesOf([
        ...start,
        at('08:02', 51_000),
        at('08:03', 90_000),
        at('08:04', 51_000),
        at('08:05', 1_000),
      ]),
    ).toEqual([]);
    expect(changesOf(jump)).toEqual([]);
    expect(changesOf([at('08:00', 90_000), ...jump])).toEqual([]);
    // 50 km in 20 min: 150 km/h
    expect(changesOf([...start, at('08:21', 51_000), at('08:22', 51_000), at('08:23', 51_000)])).toEqual([]);
  });

  it('does not end with the fixes that proved it, but with two more, at the first of them', () => {
    expect(changesOf([...start, ...jump, at('08:05', 51_000)])).toHaveLength(1);
    const changes = changesOf([
      ...start,
      ...jump,
      at('08:05', 51_000),
      at('08:06', 51_500),
      at('08:07', 52_000),
    ]);
    expect(changes.map(({ key, end }) => [key, end])).toEqual([
      [changes[0]!.key, null],
      [changes[0]!.key, clockTime('08:05')],
    ]);
  });

  it('leaves fixes out of account that are not usable', () => {
    const between = [
      at('08:05', 51_000),
      fixOf(clockTime('08:06'), null),
      at('08:07', 51_000, { accuracy: 300 }),
      at('08:08', 99_000),
    ];
    expect(changesOf([...start, ...jump, ...between])).toHaveLength(1);
    const ended = changesOf([...start, ...jump, ...between, at('08:09', 51_000)]);
    expect(ended.at(-1)).toMatchObject({ end: clockTime('08:05') });
  });

  it('is the same alarm when it jumps again meanwhile, and counts anew', () => {
    const back = [at('08:06', 1_000), at('08:07', 1_000), at('08:08', 1_000)];
    const changes = changesOf([
      ...start,
      ...jump,
      at('08:05', 51_000),
      ...back,
      at('08:09', 1_000),
      at('08:10', 1_000),
    ]);
    const { key } = changes[0]!;
    expect(changes.map((one) => [one.key === key, one.start, one.evidence, one.end])).toEqual([
      [true, clockTime('08:02'), clockTime('08:04'), null],
      [true, clockTime('08:02'), clockTime('08:08'), null],
      [true, clockTime('08:02'), clockTime('08:08'), clockTime('08:09')],
    ]);
  });

  it('is news to the officer who resolved it when it jumps again', () => {
    const back = [at('08:06', 1_000), at('08:07', 1_000), at('08:08', 1_000)];
    const changes = changesOf([...start, ...jump, resolved('position_jump', '08:05'), ...back]);
    expect(changes.map(({ end, resolved: done }) => [end, done])).toEqual([
      [null, false],
      [null, true],
      [null, false],
    ]);
  });

  it('is the same alarm within 5 min of its end, and another one later', () => {
    const ended = [...start, ...jump, at('08:05', 51_000), at('08:06', 51_000)];
    const again = changesOf([...ended, at('08:10', 1_000), at('08:11', 1_000), at('08:12', 1_000)]);
    expect(again[2]).toMatchObject({ key: again[0]!.key, start: clockTime('08:02'), end: null });
    const later = changesOf([...ended, at('08:10:01', 1_000), at('08:11', 1_000), at('08:12', 1_000)]);
    expect(later[2]).toMatchObject({ start: clockTime('08:10:01'), end: null });
  });

  it('remembers nothing while the seal just drives', () => {
    const driving = Array.from({ length: 20 }, (_, i) =>
      fixOf(clockTime('08:00') + i * 60_000, spot(i * 500, 0)),
    );
    const { state, changes } = watchKind('position_jump', driving, planOf());
    expect(changes).toEqual([]);
    expect(memoryOf(state, 'position_jump')).toBeNull();
  });

  it('goes by its settings', () => {
    const changes = changesOf([...start, jump[0]!, jump[1]!], { jumpFixes: 1, endFixes: 1 });
    expect(changes.map(({ start: from, end }) => [from, end])).toEqual([
      [clockTime('08:02'), null],
      [clockTime('08:02'), clockTime('08:03')],
    ]);
  });

  it('is watched under way only', () => {
    for (const phase of ['registered', 'sealed', 'arrived', 'closed'] as const)
      expect(changesOf([...start, ...jump], {}, phase), phase).toEqual([]);
    const arrived = watchKind('position_jump', [...start, ...jump, stepped('arrive', '08:05')], planOf());
    expect(arrived.changes.at(-1)).toMatchObject({ end: clockTime('08:05') });
    expect(memoryOf(arrived.state, 'position_jump')).toBeNull();
  });
});
