import { sealEventBit, type Fix } from '@haidang/domain';
import {
  clockTime,
  fixEvents,
  fixOf,
  planOf,
  rectangle,
  resolved,
  spansOf,
  spot,
  watchKind,
} from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { startWatch, stepAll, type ResolveEvent, type WatchEvent } from './index.js';

const at = (time: string, fault = false): Fix =>
  fixOf(clockTime(time), spot(1_000, 0), { events: fault ? sealEventBit('motor_fault') : 0 });
const plan = planOf();
/** Two alarms: 08:02 to 08:03, and from 09:00 on. */
const twice = [at('08:02', true), at('08:03'), at('08:04'), at('09:00', true)];

describe("an officer's act", () => {
  const resolvedAfter = (told: readonly (Fix | WatchEvent)[]) =>
    watchKind('motor_fault', told, plan)
      .changes.filter((one) => one.resolved)
      .map(({ start }) => start);
  const act = (start: string, end: string | null, rest: Partial<ResolveEvent> = {}) =>
    resolved('motor_fault', '09:30', {
      start: clockTime(start),
      end: end === null ? null : clockTime(end),
      ...rest,
    });

  it('is about the alarm of its own time', () => {
    expect(resolvedAfter([...twice, act('09:00', null)])).toEqual([clockTime('09:00')]);
    expect(resolvedAfter([...twice, act('08:02', '08:03')])).toEqual([clockTime('08:02')]);
    expect(resolvedAfter([...twice, act('08:02', '09:00')])).toEqual([clockTime('08:02')]);
    expect(resolvedAfter([...twice, act('08:01', '09:00')])).toEqual([clockTime('09:00')]);
    const over = [...twice, at('09:10'), at('09:11')];
    expect(resolvedAfter([...over, act('09:10', null)])).toEqual([clockTime('09:00')]);
    expect(resolvedAfter([...over, act('09:10:00.001', null)])).toEqual([]);
  });

  it('is about the alarm of its kind, of two that begin with one fix', () => {
    const events = sealEventBit('motor_fault') | sealEventBit('rope_cut');
    const told = [at('08:01'), fixOf(clockTime('08:02'), spot(1_000, 0), { events })];
    for (const kind of ['motor_fault', 'seal_tampered'] as const) {
      const { changes } = stepAll(startWatch('in_transit'), fixEvents(told), plan);
      expect(changes.map(({ start }) => start)).toEqual([clockTime('08:02'), clockTime('08:02')]);
      const events = [...fixEvents(told), resolved(kind, '08:03', { start: clockTime('08:02'), end: null })];
      const after = stepAll(startWatch('in_transit'), events, plan).changes.filter((one) => one.resolved);
      expect(after.map((one) => one.kind)).toEqual([kind]);
    }
  });

  it('is about the first part of what late evidence splits: the second is another alarm', () => {
    const split = [at('08:02', true), at('08:10'), at('08:11'), at('08:20', true)];
    const told = [...split, act('08:02', null), at('09:40'), at('09:41')];
    expect(resolvedAfter(told)).toEqual([clockTime('08:02')]);
    const again = [...told, at('09:44', true)];
    expect(spansOf('motor_fault', again, plan)).toEqual(['08:02:00 - 08:10:00', '08:20:00 -']);
  });

  it('holds when its author had seen the last evidence, at the very mark as well', () => {
    expect(resolvedAfter([...twice, act('09:00', null, { seen: clockTime('09:00') })])).toHaveLength(1);
    expect(resolvedAfter([...twice, act('09:00', null, { seen: clockTime('09:00') - 1 })])).toEqual([]);
  });

  it('holds long after the alarm ended', () => {
    const old = [at('08:02', true), at('08:03'), at('08:04'), at('11:00')];
    expect(resolvedAfter([...old, resolved('motor_fault', '12:00')])).toEqual([clockTime('08:02')]);
  });

  it('does not end what goes on, and keeps what comes after it apart', () => {
    const going = [at('08:02', true), resolved('motor_fault', '08:03', { seq: 1 })];
    expect(spansOf('motor_fault', going, plan)).toEqual(['08:02:00 -']);
    const again = [...going, at('08:04'), at('08:05'), at('08:06', true)];
    expect(spansOf('motor_fault', again, plan)).toEqual(['08:02:00 - 08:04:00', '08:06:00 -']);
  });
});

describe('an alarm', () => {
  it('is the same when it resumes within 5 min of its end, the very time included', () => {
    const ended = [at('08:02', true), at('08:03'), at('08:04')];
    expect(spansOf('motor_fault', [...ended, at('08:08', true)], plan)).toEqual(['08:02:00 -']);
    const later = [...ended, at('08:08:00.001', true)];
    expect(spansOf('motor_fault', later, plan)).toEqual(['08:02:00 - 08:03:00', '08:08:00.001 -']);
  });

  it('of one of several causes is let go of 15 min after its end, when nothing can join it any more', () => {
    const zoned = planOf({ zones: [rectangle('F', 10_000, -400, 12_000, 400)] });
    const drive = ['08:00', '08:01', '08:02', '08:03', '08:04'].map((time, i) =>
      fixOf(clockTime(time), spot(9_000 + i * 1_000, 0)),
    );
    // out at 12,000 m, which is at 08:03
    const after = (time: string) =>
      watchKind('forbidden_zone', [...drive, fixOf(clockTime(time), spot(13_500, 0))], zoned).state.episodes;
    expect(after('08:18')).toMatchObject([{ kind: 'forbidden_zone', end: clockTime('08:03') }]);
    expect(after('08:18:00.001')).toEqual([]);
  });

  it('of one of several causes is kept as long as positions in doubt may prove that it went on', () => {
    const zoned = planOf({ zones: [rectangle('F', 10_000, -400, 12_000, 400)] });
    const there = (time: string, north = 0, rest: Partial<Fix> = {}): Fix =>
      fixOf(clockTime(time), spot(11_000, north), rest);
    const stood = [there('07:56'), there('08:00')];
    const wild = ['08:00:10', '08:00:12', '08:00:14'].map((time) => there(time, 60_000));
    // in doubt from 08:00:20 on, and heard of again 15 min after the end at 08:00:10
    const back = [there('08:00:20'), there('08:15'), there('08:15:15', 0, { lat: null, lon: null })];
    const told = [...stood, ...wild, ...back];
    expect(spansOf('forbidden_zone', told, zoned)).toEqual(['07:56:00 - 08:00:10']);
    expect(spansOf('forbidden_zone', [...told, there('08:15:20')], zoned)).toEqual(['07:56:00 -']);
  });
});
