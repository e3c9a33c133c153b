import {
  sealEventBit,
  type AlarmChange,
  type Fix,
  type RuleSettings,
  type TransitState,
} from '@haidang/domain';
import { clockTime, fixOf, planOf, resolved, spot, stepped, watchKind } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import type { WatchEvent } from '../index.js';

function at(time: string, battery: number | null, rest: Partial<Fix> = {}): Fix {
  return fixOf(clockTime(time), spot(1_000, 0), { battery, ...rest });
}

const said = { events: sealEventBit('low_battery') };

function changesOf(
  told: readonly (Fix | WatchEvent)[],
  phase: TransitState = 'in_transit',
  rules: RuleSettings = {},
): readonly AlarmChange[] {
  return watchKind('low_battery', told, planOf({ rules }), phase).changes;
}

describe('low_battery', () => {
  it('opens under 20 %, once', () => {
    expect(changesOf([at('08:00', 21), at('08:01', 20)])).toEqual([]);
    const changes = changesOf([at('08:00', 20), at('08:01', 19), at('08:02', 18), at('08:03', 19)]);
    expect(changes).toMatchObject([
      {
        kind: 'low_battery',
        severity: 'minor',
        start: clockTime('08:01'),
        end: null,
        why: { settings: { lowBattery: 20, batteryHysteresis: 5 }, measured: { battery: 19, said: 'no' } },
      },
    ]);
  });

  it('opens when the device says so, whatever the level', () => {
    expect(changesOf([at('08:00', 60, said)])).toMatchObject([
      { why: { measured: { battery: 60, said: 'yes' } } },
    ]);
    expect(changesOf([at('08:00', null, said)])).toMatchObject([
      { why: { measured: { battery: 'unknown' } } },
    ]);
    expect(changesOf([at('08:00', 60, { ...said, charging: true })])).toHaveLength(1);
    expect(changesOf([at('08:00', 60, { events: sealEventBit('vibration') })])).toEqual([]);
  });

  it('ends at 25 % and not at 24 %', () => {
    expect(changesOf([at('08:00', 19), at('08:01', 20), at('08:02', 24)])).toHaveLength(1);
    const changes = changesOf([at('08:00', 19), at('08:01', 24), at('08:02', 25)]);
    expect(changes.map(({ end }) => end)).toEqual([null, clockTime('08:02')]);
  });

  it('does not end while the device says it is low', () => {
    const changes = changesOf([at('08:00', 19), at('08:01', 25, said), at('08:02', 26)]);
    expect(changes.map(({ end }) => end)).toEqual([null, clockTime('08:02')]);
  });

  it('raises one alarm on a level that wavers about the threshold', () => {
    const wavering = Array.from({ length: 100 }, (_, i) =>
      fixOf(clockTime('08:00') + i * 30_000, null, { battery: i % 2 === 0 ? 19 : 21 }),
    );
    expect(changesOf(wavering)).toHaveLength(1);
  });

  it('learns nothing from a fix without a level, or one while charging', () => {
    expect(changesOf([at('08:00', null), at('08:01', 10, { charging: true })])).toEqual([]);
    const stays = [at('08:00', 19), at('08:01', null), at('08:02', 90, { charging: true })];
    expect(changesOf(stays)).toHaveLength(1);
    expect(changesOf([at('08:00', 19, { charging: null })])).toHaveLength(1);
  });

  it('is the same alarm within 5 min of its end, and another one later or once it was resolved', () => {
    const ended = [at('08:00', 19), at('08:01', 25)];
    const again = changesOf([...ended, at('08:06', 19)]);
    expect(again[2]).toMatchObject({ key: again[0]!.key, start: clockTime('08:00'), end: null });
    expect(changesOf([...ended, at('08:06:01', 19)])[2]).toMatchObject({ start: clockTime('08:06:01') });
    const done = changesOf([...ended, resolved('low_battery', '08:02'), at('08:03', 19)]);
    expect(done.at(-1)).toMatchObject({ start: clockTime('08:03'), resolved: false });
  });

  it('is no new alarm while it goes on after an officer resolved it', () => {
    const changes = changesOf([at('08:00', 19), resolved('low_battery', '08:02'), at('08:03', 18)]);
    expect(changes.map(({ end, resolved: done }) => [end, done])).toEqual([
      [null, false],
      [null, true],
    ]);
  });

  it('goes by its settings', () => {
    const rules = { lowBattery: 30, batteryHysteresis: 0 };
    const changes = changesOf([at('08:00', 29), at('08:01', 30)], 'in_transit', rules);
    expect(changes.map(({ end }) => end)).toEqual([null, clockTime('08:01')]);
  });

  it('is watched from the registration to the end of the transit', () => {
    const phases: [TransitState, number][] = [
      ['registered', 1],
      ['sealed', 1],
      ['in_transit', 1],
      ['arrived', 1],
      ['closed', 0],
      ['cancelled', 0],
    ];
    for (const [phase, count] of phases)
      expect(changesOf([at('08:00', 19)], phase), phase).toHaveLength(count);
    const cancelled = changesOf([at('08:00', 19), stepped('cancel', '08:02')], 'registered');
    expect(cancelled.at(-1)).toMatchObject({ end: clockTime('08:02') });
  });
});
