import {
  sealEventBit,
  type AlarmChange,
  type Fix,
  type RuleSettings,
  type TransitState,
} from '@haidang/domain';
import { memoryOf } from './index.js';
import { clockTime, fixOf, planOf, resolved, spot, stepped, watchKind } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { nextDue, type WatchEvent } from '../index.js';

const wrong = (time: string, seq = 0): Fix =>
  fixOf(clockTime(time), spot(1_000, 0), { seq, events: sealEventBit('wrong_password') });
const card = (time: string, seq = 0): Fix =>
  fixOf(clockTime(time), spot(1_000, 0), { seq, events: sealEventBit('illegal_card') });
const quiet = (time: string): Fix =>
  fixOf(clockTime(time), spot(1_000, 0), { events: sealEventBit('vibration') });
const tick = (time: string): WatchEvent => ({ kind: 'tick', time: clockTime(time) });

function changesOf(
  told: readonly (Fix | WatchEvent)[],
  rules: RuleSettings = {},
  phase: TransitState = 'in_transit',
): readonly AlarmChange[] {
  return watchKind('unlock_attempt', told, planOf({ rules }), phase).changes;
}

const five = ['08:00', '08:01', '08:02', '08:03', '08:04'].map((time) => wrong(time));

describe('unlock_attempt', () => {
  it('is to be asked again a millisecond after its window', () => {
    const { state } = watchKind('unlock_attempt', [card('08:02')], planOf());
    expect(nextDue(state)).toBe(clockTime('08:12:00.001'));
  });

  it('opens with one illegal card', () => {
    expect(changesOf([quiet('08:00'), quiet('08:01'), card('08:02')])).toMatchObject([
      {
        key: `T1/S1/unlock_attempt//${clockTime('08:02')}/${clockTime('08:02')}`,
        severity: 'major',
        start: clockTime('08:02'),
        end: null,
        place: spot(1_000, 0),
        why: { measured: { events: 'illegal_card', wrongPasswords: 0 } },
      },
    ]);
  });

  it('opens with the sixth wrong password, from the first', () => {
    expect(changesOf(five)).toEqual([]);
    expect(changesOf([...five, quiet('08:05')])).toEqual([]);
    expect(changesOf([...five, wrong('08:05')])).toMatchObject([
      {
        key: `T1/S1/unlock_attempt//${clockTime('08:00')}/${clockTime('08:05')}`,
        why: {
          settings: { wrongPasswords: 5, passwordWindow: 600_000 },
          measured: { events: 'wrong_password', wrongPasswords: 6 },
        },
      },
    ]);
  });

  it('counts those of 10 min, both ends among them', () => {
    expect(changesOf([...five, wrong('08:10')])).toMatchObject([{ start: clockTime('08:00') }]);
    expect(changesOf([...five, wrong('08:10:01')])).toEqual([]);
    expect(changesOf([...five, wrong('08:10:01'), wrong('08:11')])).toMatchObject([
      { start: clockTime('08:01') },
    ]);
  });

  it('counts wrong passwords at one time apart', () => {
    const atOnce = [0, 1, 2, 3, 4, 5].map((seq) => wrong('08:00', seq));
    expect(changesOf(atOnce.slice(1))).toEqual([]);
    expect(changesOf(atOnce)).toHaveLength(1);
  });

  it('starts with the illegal card though wrong passwords came before it', () => {
    expect(changesOf([...five, card('08:05')])).toMatchObject([
      { start: clockTime('08:05'), why: { measured: { wrongPasswords: 5 } } },
    ]);
    const sixth = { ...card('08:05'), events: sealEventBit('illegal_card') | sealEventBit('wrong_password') };
    expect(changesOf([...five, sixth])).toMatchObject([
      { start: clockTime('08:00'), why: { measured: { events: 'wrong_password illegal_card' } } },
    ]);
  });

  it('ends when 10 min have passed without another', () => {
    expect(changesOf([card('08:00'), tick('08:10')])).toHaveLength(1);
    const changes = changesOf([card('08:00'), tick('08:10:01')]);
    expect(changes.map(({ end }) => end)).toEqual([null, clockTime('08:10')]);
    expect(changes[1]).toMatchObject({ settled: clockTime('08:10') + 1 });
    expect(changesOf([card('08:00'), quiet('08:05'), quiet('08:11')]).at(-1)).toMatchObject({
      end: clockTime('08:10'),
    });
  });

  it('goes on with every attempt at most 10 min after the last, each of them more evidence', () => {
    for (const again of [card, wrong]) {
      const changes = changesOf([card('08:00'), again('08:10'), tick('08:20:01')]);
      const { key } = changes[0]!;
      expect(changes.map((one) => [one.key === key, one.evidence, one.end])).toEqual([
        [true, clockTime('08:00'), null],
        [true, clockTime('08:10'), null],
        [true, clockTime('08:10'), clockTime('08:20')],
      ]);
    }
  });

  it('is news to the officer who resolved it when there is another meanwhile', () => {
    const changes = changesOf([card('08:00'), resolved('unlock_attempt', '08:01'), wrong('08:02')]);
    expect(changes.map(({ end, resolved: done }) => [end, done])).toEqual([
      [null, false],
      [null, true],
      [null, false],
    ]);
  });

  it('is the same alarm within 5 min of its end, and another one later or once it was resolved', () => {
    const ended = [card('08:00'), tick('08:11')];
    const again = changesOf([...ended, card('08:15')]);
    expect(again[2]).toMatchObject({ key: again[0]!.key, start: clockTime('08:00'), end: null });
    expect(changesOf([...ended, card('08:15:01')])[2]).toMatchObject({ start: clockTime('08:15:01') });
    const done = changesOf([card('08:00'), resolved('unlock_attempt', '08:11'), card('08:12')]);
    expect(done.at(-1)).toMatchObject({ start: clockTime('08:12'), resolved: false });
  });

  it('counts anew after its end', () => {
    const more = ['08:16', '08:17', '08:18', '08:19', '08:20'].map((time) => wrong(time));
    const opened = [...five, wrong('08:05')];
    expect(changesOf([...opened, ...more])).toHaveLength(2);
    const other = changesOf([...opened, ...more, wrong('08:21')]);
    // ended at 08:15, begun again at 08:16
    expect(other[2]).toMatchObject({ key: other[0]!.key, end: null });
    const { state } = watchKind('unlock_attempt', [...opened, tick('08:16')], planOf());
    expect(memoryOf(state, 'unlock_attempt')).toEqual({ wrong: [], last: null });
  });

  it('goes by its settings, and by those of the time', () => {
    expect(changesOf([wrong('08:00')], { wrongPasswords: 0 })).toHaveLength(1);
    const first = planOf();
    const longer = planOf({
      version: 2,
      from: clockTime('08:05'),
      before: first,
      rules: { passwordWindow: 1_200_000 },
    });
    const { changes } = watchKind('unlock_attempt', [card('08:00'), tick('08:15'), tick('08:30')], longer);
    expect(changes.map(({ end }) => end)).toEqual([null, clockTime('08:20')]);
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
      expect(changesOf([card('08:00')], {}, phase), phase).toHaveLength(count);
    const closed = changesOf([card('08:00'), stepped('close', '08:02'), tick('09:00')], {}, 'arrived');
    expect(closed.map(({ end }) => end)).toEqual([null, clockTime('08:02')]);
  });
});
