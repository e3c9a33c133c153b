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
import type { WatchEvent } from '../index.js';

/** Sees satellites, at a place it can be at, at 50 km/h. */
const clear = (time: string, rest: Partial<Fix> = {}): Fix => fixOf(clockTime(time), spot(1_000, 0), rest);
/** Counts none, and has no position. */
const dark = (time: string, rest: Partial<Fix> = {}): Fix =>
  fixOf(clockTime(time), null, { satellites: 0, speed: 0, ...rest });
/** Neither a count nor a position. */
const mute = (time: string): Fix => fixOf(clockTime(time), null, { satellites: null, speed: null });
const said = { events: sealEventBit('jamming') };

function changesOf(
  told: readonly (Fix | WatchEvent)[],
  rules: RuleSettings = {},
  phase: TransitState = 'in_transit',
): readonly AlarmChange[] {
  return watchKind('jamming', told, planOf({ rules }), phase).changes;
}

const start = [clear('08:00'), clear('08:01')];
const jammed = [dark('08:02'), dark('08:05'), dark('08:07')];

describe('jamming without satellites', () => {
  it('opens when there were none for 5 min while moving, from the first fix without', () => {
    const changes = changesOf([...start, ...jammed]);
    expect(changes).toMatchObject([
      {
        key: `T1/S1/jamming//${clockTime('08:02')}/${clockTime('08:07')}`,
        severity: 'major',
        start: clockTime('08:02'),
        end: null,
        place: spot(1_000, 0),
        why: {
          settings: { jammingAfter: 300_000, movingSpeed: 5 },
          measured: { satellites: 0, lasted: 300_000 },
        },
      },
    ]);
    expect(changesOf([...start, dark('08:02'), dark('08:06:59')])).toEqual([]);
  });

  it('says nothing more while it goes on', () => {
    expect(changesOf([...start, ...jammed, dark('08:10'), dark('08:15'), dark('08:20')])).toHaveLength(1);
  });

  it('begins to count anew after a fix that sees a satellite, with a position or not', () => {
    const seeing = [
      clear('08:05', { satellites: 1 }),
      clear('08:05', { satellites: null }),
      fixOf(clockTime('08:05'), null, { satellites: 1 }),
    ];
    for (const between of seeing) {
      const told = [...start, dark('08:02'), between, dark('08:07')];
      expect(changesOf(told)).toEqual([]);
      expect(changesOf([...told, dark('08:12')])).toMatchObject([{ start: clockTime('08:07') }]);
    }
  });

  it('counts a place told without a satellite as dark', () => {
    const elsewhere = (time: string): Fix => clear(time, { satellites: 0 });
    expect(changesOf([...start, elsewhere('08:02'), elsewhere('08:07')])).toHaveLength(1);
  });

  it('learns nothing from a fix with neither a count nor a position', () => {
    expect(changesOf([...start, mute('08:02'), mute('08:05'), mute('08:08')])).toEqual([]);
    const between = [...start, dark('08:02'), mute('08:05'), dark('08:07')];
    expect(changesOf(between)).toMatchObject([{ start: clockTime('08:02') }]);
  });

  it('concludes nothing of a seal that stood, by the last speed told with satellites', () => {
    const at = (speed: number | null): Fix => clear('08:01:30', { speed });
    expect(changesOf([...start, at(4), ...jammed])).toEqual([]);
    expect(changesOf([...start, at(5), ...jammed])).toHaveLength(1);
    expect(changesOf([...start, at(4), clear('08:01:45', { speed: null }), ...jammed])).toEqual([]);
    const stood = [clear('08:00', { speed: 0 }), clear('08:01', { speed: 0 })];
    const rolling = [dark('08:02', { speed: 50 }), dark('08:07', { speed: 50 })];
    expect(changesOf([...stood, ...rolling])).toEqual([]);
  });

  it('goes by the way from the position before where no speed is told', () => {
    /** 30 s after 08:01: 5 km/h are 42 m, and the two accuracies 20 m. */
    const after = (east: number, told: Partial<Fix> = { speed: null }) => {
      const next = fixOf(clockTime('08:01:30'), spot(1_000 + east, 0), told);
      return changesOf([clear('08:00', { speed: 0 }), clear('08:01', { speed: 0 }), next, ...jammed]);
    };
    expect(after(500)).toHaveLength(1);
    expect(after(63)).toHaveLength(1);
    expect(after(61)).toEqual([]);
    expect(after(500, { speed: 0 })).toEqual([]);
    const near = (east: number) => {
      const next = fixOf(clockTime('08:01:30'), spot(1_000 + east, 0), { speed: null });
      return changesOf([...start, next, ...jammed]);
    };
    expect(near(21)).toEqual([]);
    expect(near(23)).toHaveLength(1);
    const late = (time: string) => {
      const next = fixOf(clockTime(time), spot(9_000, 0), { speed: null });
      return changesOf([
        clear('08:00', { speed: 0 }),
        clear('08:01', { speed: 0 }),
        next,
        dark('08:12'),
        dark('08:17'),
      ]);
    };
    expect(late('08:11')).toHaveLength(1);
    expect(late('08:11:01')).toEqual([]);
  });

  it('concludes nothing from the first fixes of all', () => {
    expect(changesOf(jammed)).toEqual([]);
    expect(changesOf([clear('08:01'), ...jammed])).toEqual([]);
    expect(
      changesOf([clear('08:01', { speed: null }), clear('08:01:30', { speed: null }), ...jammed]),
    ).toEqual([]);
  });

  it('takes silence of more than 10 min for no proof, before or between', () => {
    expect(changesOf([...start, dark('08:11'), dark('08:16')])).toHaveLength(1);
    expect(changesOf([...start, dark('08:11:01'), dark('08:16:01'), dark('08:21')])).toEqual([]);
    expect(changesOf([...start, dark('08:02'), dark('08:12')])).toHaveLength(1);
    expect(changesOf([...start, dark('08:02'), dark('08:12:01'), dark('08:18')])).toEqual([]);
    const coarse = clear('08:09', { accuracy: 300 });
    expect(changesOf([...start, coarse, dark('08:11:01'), dark('08:16:01')])).toEqual([]);
  });

  it('goes by its settings', () => {
    const rules = { jammingAfter: 60_000, movingSpeed: 60, endFixes: 1 };
    const fast = [clear('08:00', { speed: 60 }), clear('08:01', { speed: 60 })];
    const changes = changesOf([...fast, dark('08:02'), dark('08:03'), clear('08:04')], rules);
    expect(changes.map(({ end }) => end)).toEqual([null, clockTime('08:04')]);
    expect(changesOf([...start, ...jammed], rules)).toEqual([]);
  });
});

describe('jamming as the device says', () => {
  it('opens at once, moving or not', () => {
    expect(changesOf([clear('08:00', { ...said, speed: 0 })])).toMatchObject([
      { start: clockTime('08:00'), end: null, why: { measured: { events: 'jamming' } } },
    ]);
    expect(changesOf([clear('08:00', { events: sealEventBit('vibration') })])).toEqual([]);
    const both = changesOf([...start, dark('08:02'), dark('08:07', said)]);
    expect(both).toMatchObject([{ start: clockTime('08:07') }]);
  });
});

describe('the end of jamming', () => {
  const open = [...start, clear('08:02', said)];

  it('comes with two normal fixes in a row, at the first of them', () => {
    expect(changesOf([...open, clear('08:03')])).toHaveLength(1);
    const changes = changesOf([
      ...open,
      clear('08:03'),
      clear('08:04', { satellites: null }),
      clear('08:05'),
    ]);
    expect(changes.map(({ end }) => end)).toEqual([null, clockTime('08:03')]);
    const dark5 = changesOf([...start, ...jammed, clear('08:08', { satellites: 1 }), clear('08:09')]);
    expect(dark5.map(({ end }) => end)).toEqual([null, clockTime('08:08')]);
  });

  it('counts anew after a fix that is dark or says it', () => {
    for (const worse of [dark('08:04'), clear('08:04', { satellites: 0 }), clear('08:04', said)])
      expect(changesOf([...open, clear('08:03'), worse, clear('08:05')])).toHaveLength(1);
  });

  it('neither counts a fix that is not usable nor begins anew after it', () => {
    const unusable = [
      mute('08:04'),
      fixOf(clockTime('08:04'), null),
      clear('08:04', { accuracy: 300 }),
      fixOf(clockTime('08:04'), spot(90_000, 0)),
      clear('08:03', { seq: 1 }),
    ];
    for (const between of unusable) {
      expect(changesOf([...open, clear('08:03'), between])).toHaveLength(1);
      const changes = changesOf([...open, clear('08:03'), between, clear('08:05')]);
      expect(changes.at(-1)).toMatchObject({ end: clockTime('08:03') });
    }
  });

  it('learns from a fix that is not usable that it stands', () => {
    const ends = (...between: readonly Fix[]) => {
      // too long after the believed position before to tell by the way
      const told = [...open, clear('08:03'), ...between, clear('08:13:01', { speed: null })];
      return changesOf([...told, dark('08:14'), dark('08:19')]).map(({ end }) => end);
    };
    expect(ends()).toEqual([null, clockTime('08:03'), null]);
    expect(ends(clear('08:04', { accuracy: 300, speed: 0 }))).toEqual([null, clockTime('08:03')]);
  });

  it('lets it be the same alarm within 5 min, and another one later or once it was resolved', () => {
    const ended = [...open, clear('08:03'), clear('08:04')];
    const again = changesOf([...ended, clear('08:08', said)]);
    expect(again[2]).toMatchObject({ key: again[0]!.key, start: clockTime('08:02'), end: null });
    expect(changesOf([...ended, clear('08:08:01', said)])[2]).toMatchObject({ start: clockTime('08:08:01') });
    const done = changesOf([...ended, resolved('jamming', '08:05'), clear('08:06', said)]);
    expect(done.at(-1)).toMatchObject({ start: clockTime('08:06'), resolved: false });
  });

  it('is no new alarm while it goes on after an officer resolved it', () => {
    const changes = changesOf([...open, resolved('jamming', '08:03'), clear('08:04', said), dark('08:05')]);
    expect(changes).toMatchObject([{ resolved: false }, { resolved: true, end: null }]);
  });

  it('comes with the arrival; it is watched under way only', () => {
    for (const phase of ['registered', 'sealed', 'arrived', 'closed'] as const)
      expect(changesOf([clear('08:00', said)], {}, phase), phase).toEqual([]);
    const { changes, state } = watchKind('jamming', [...open, stepped('arrive', '08:03')], planOf());
    expect(changes.at(-1)).toMatchObject({ end: clockTime('08:03') });
    expect(memoryOf(state, 'jamming')).toEqual({ moving: false, dark: null, normal: null });
    const departed = [...start, dark('08:02'), stepped('depart', '08:03'), dark('08:08')];
    expect(changesOf(departed, {}, 'sealed')).toEqual([]);
  });
});
