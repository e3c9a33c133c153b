import { sealEventBit, type AlarmChange, type Fix, type TransitState } from '@haidang/domain';
import { clockTime, fixOf, planOf, resolved, spot, stepped, watchKind } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import type { WatchEvent } from '../index.js';

const fault = (time: string): Fix =>
  fixOf(clockTime(time), spot(1_000, 0), { events: sealEventBit('motor_fault') | sealEventBit('vibration') });
const fine = (time: string): Fix => fixOf(clockTime(time), null, { events: sealEventBit('vibration') });

function changesOf(
  told: readonly (Fix | WatchEvent)[],
  phase: TransitState = 'in_transit',
  endFixes = 2,
): readonly AlarmChange[] {
  return watchKind('motor_fault', told, planOf({ rules: { endFixes } }), phase).changes;
}

describe('motor_fault', () => {
  it('opens when the device says so, and not again while it goes on', () => {
    const changes = changesOf([fine('08:00'), fault('08:01'), fault('08:02')]);
    expect(changes).toMatchObject([
      { kind: 'motor_fault', severity: 'minor', start: clockTime('08:01'), end: null },
    ]);
    expect(changesOf([fine('08:00'), fine('08:01'), fine('08:02')])).toEqual([]);
  });

  it('ends with two fixes in a row without it, usable or not, at the first of them', () => {
    expect(changesOf([fault('08:01'), fine('08:02')])).toHaveLength(1);
    expect(changesOf([fault('08:01'), fine('08:02'), fault('08:03'), fine('08:04')])).toHaveLength(1);
    const changes = changesOf([fault('08:01'), fine('08:02'), fault('08:03'), fine('08:04'), fine('08:05')]);
    expect(changes.map(({ end }) => end)).toEqual([null, clockTime('08:04')]);
  });

  it('goes by its settings', () => {
    const changes = changesOf([fault('08:01'), fine('08:02')], 'in_transit', 1);
    expect(changes.map(({ end }) => end)).toEqual([null, clockTime('08:02')]);
  });

  it('counts the fixes without it one by one', () => {
    const two = [fault('08:01'), fine('08:02'), fine('08:03')];
    expect(changesOf(two, 'in_transit', 3)).toHaveLength(1);
    expect(changesOf([...two, fine('08:04')], 'in_transit', 3).at(-1)).toMatchObject({
      end: clockTime('08:02'),
    });
  });

  it('counts fixes at one time by their running numbers', () => {
    const twice = [fine('08:02'), { ...fine('08:02'), seq: 1 }];
    expect(changesOf([fault('08:01'), ...twice]).at(-1)).toMatchObject({ end: clockTime('08:02') });
  });

  it('counts anew in each episode', () => {
    const changes = changesOf([
      fine('08:00'),
      fault('08:01'),
      fine('08:02'),
      fine('08:03'),
      fine('08:04'),
      fault('08:30'),
      fine('08:31'),
    ]);
    expect(changes.map(({ end }) => end)).toEqual([null, clockTime('08:02'), null]);
  });

  it('is the same alarm within 5 min of its end, and another one later or once it was resolved', () => {
    const ended = [fault('08:01'), fine('08:02'), fine('08:03')];
    const again = changesOf([...ended, fault('08:07')]);
    expect(again[2]).toMatchObject({ key: again[0]!.key, start: clockTime('08:01'), end: null });
    const later = changesOf([...ended, fault('08:07:01')]);
    expect(later[2]).toMatchObject({ start: clockTime('08:07:01') });
    const done = changesOf([...ended, resolved('motor_fault', '08:04'), fault('08:05')]);
    expect(done.at(-1)).toMatchObject({ start: clockTime('08:05'), resolved: false });
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
      expect(changesOf([fault('08:01')], phase), phase).toHaveLength(count);
    const steps = [fault('08:01'), stepped('seal', '08:02'), stepped('depart', '08:03')];
    expect(changesOf(steps, 'registered')).toMatchObject([{ end: null }]);
    const closed = changesOf([fault('08:01'), stepped('close', '08:02')], 'arrived');
    expect(closed.at(-1)).toMatchObject({ end: clockTime('08:02') });
  });
});
