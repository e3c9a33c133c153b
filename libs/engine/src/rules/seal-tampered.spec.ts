import { sealEventBit, type AlarmChange, type Fix, type SealEvent, type TransitState } from '@haidang/domain';
import { clockTime, fixOf, planOf, resolved, spot, stepped, watchKind } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import type { WatchEvent } from '../index.js';

function says(time: string, ...events: SealEvent[]): Fix {
  const bits = events.reduce((sum, event) => sum | sealEventBit(event), 0);
  return fixOf(clockTime(time), spot(1_000, 0), { events: bits });
}

function changesOf(
  told: readonly (Fix | WatchEvent)[],
  phase: TransitState = 'in_transit',
): readonly AlarmChange[] {
  return watchKind('seal_tampered', told, planOf(), phase).changes;
}

describe('seal_tampered', () => {
  it('opens at once with rope_cut or cover_open, at the last believed place', () => {
    const changes = changesOf([says('08:00'), says('08:01'), says('08:02', 'rope_cut', 'vibration')]);
    expect(changes).toMatchObject([
      {
        kind: 'seal_tampered',
        severity: 'critical',
        start: clockTime('08:02'),
        end: null,
        place: spot(1_000, 0),
        why: { measured: { events: 'rope_cut' } },
      },
    ]);
    expect(changesOf([says('08:00', 'cover_open')])).toMatchObject([
      { start: clockTime('08:00'), place: spot(0, 0), why: { measured: { events: 'cover_open' } } },
    ]);
  });

  it('does not open with any other event', () => {
    expect(changesOf([says('08:00', 'rope_in', 'cover_closed', 'vibration', 'locked', 'restart')])).toEqual(
      [],
    );
  });

  it('is watched from the sealing to the end of the transit, and outlives both', () => {
    const cut = says('08:05', 'rope_cut');
    const phases: [TransitState, number][] = [
      ['registered', 0],
      ['sealed', 1],
      ['in_transit', 1],
      ['arrived', 1],
      ['closed', 0],
      ['cancelled', 0],
    ];
    for (const [phase, count] of phases) expect(changesOf([cut], phase), phase).toHaveLength(count);
    expect(changesOf([cut, stepped('close', '08:06')], 'arrived')).toMatchObject([{ end: null }]);
  });

  it('ends when an officer resolves it, and not before', () => {
    const quiet = [says('08:03'), says('09:00')];
    const changes = changesOf([says('08:02', 'rope_cut'), ...quiet, resolved('seal_tampered', '09:30')]);
    expect(changes.map(({ end, resolved: done }) => [end, done])).toEqual([
      [null, false],
      [clockTime('09:30'), true],
    ]);
  });

  it('is the same alarm when it happens again before that, and another one after', () => {
    const changes = changesOf([
      says('08:02', 'rope_cut'),
      says('08:10', 'cover_open'),
      resolved('seal_tampered', '08:11'),
      says('08:12', 'rope_cut'),
    ]);
    const { key } = changes[0]!;
    expect(changes.map((one) => [one.key === key, one.start, one.evidence, one.end])).toEqual([
      [true, clockTime('08:02'), clockTime('08:02'), null],
      [true, clockTime('08:02'), clockTime('08:10'), null],
      [true, clockTime('08:02'), clockTime('08:10'), clockTime('08:11')],
      [false, clockTime('08:12'), clockTime('08:12'), null],
    ]);
  });

  it('stays open where the officer had not seen the last of it', () => {
    const blind = resolved('seal_tampered', '08:11', { seen: clockTime('08:09') });
    const changes = changesOf([says('08:02', 'rope_cut'), says('08:03'), says('08:10', 'rope_cut'), blind]);
    expect(changes).toMatchObject([{ end: null }, { end: null }]);
  });

  it('is one alarm on one evidence where every fix repeats it, and a cut that goes on is no second cut', () => {
    const changes = changesOf([
      says('08:02', 'rope_cut'),
      says('08:03', 'rope_cut'),
      resolved('seal_tampered', '08:04', { seen: clockTime('08:02') }),
      says('08:05', 'rope_cut'),
      says('08:06', 'rope_cut', 'vibration'),
    ]);
    expect(changes.map(({ start, evidence, end }) => [start, evidence, end])).toEqual([
      [clockTime('08:02'), clockTime('08:02'), null],
      [clockTime('08:02'), clockTime('08:02'), clockTime('08:04')],
    ]);
  });

  it('is another alarm with a second cut: the fix before did not say it', () => {
    const cut = [says('08:02', 'rope_cut'), resolved('seal_tampered', '08:04')];
    for (const between of [says('08:05'), says('08:05', 'rope_in'), says('08:05', 'locked')]) {
      const changes = changesOf([...cut, between, says('08:06', 'rope_cut'), says('08:07', 'rope_cut')]);
      expect(changes.map(({ start }) => start)).toEqual(['08:02', '08:02', '08:06'].map(clockTime));
    }
  });

  it('judges each word by itself: a cover opened while the rope goes on being cut is another one', () => {
    const changes = changesOf([
      says('08:02', 'rope_cut'),
      resolved('seal_tampered', '08:04'),
      says('08:05', 'rope_cut', 'cover_open'),
      says('08:06', 'rope_cut', 'cover_open'),
    ]);
    expect(changes.slice(2)).toMatchObject([
      { start: clockTime('08:05'), why: { measured: { events: 'cover_open' } } },
    ]);
  });

  it('is one from the first fix after the sealing when the rope was cut before', () => {
    const changes = changesOf(
      [says('08:01', 'rope_cut'), stepped('seal', '08:02'), says('08:03', 'rope_cut')],
      'registered',
    );
    expect(changes).toMatchObject([{ start: clockTime('08:03') }]);
  });
});
