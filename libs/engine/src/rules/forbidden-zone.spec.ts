import type { AlarmChange, Fix, RuleSettings, Zone, ZoneCalendar } from '@haidang/domain';
import {
  clockTime,
  fixEvents,
  fixOf,
  legAlong,
  planOf,
  rectangle,
  resolved,
  spansOf,
  spot,
  watchFixes,
} from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { memoryOf, startWatch, stepAll, type Plan, type WatchEvent } from '../index.js';

/** On the road 10 km to 12 km east, a kilometre to either side. */
const block = rectangle('F', 10_000, -1_000, 12_000, 1_000);

/** So wide that nothing here leaves the route. */
const wide = [legAlong(0, 100_000, 5_000)];

function at(time: string, east: number, north = 0, rest: Partial<Fix> = {}): Fix {
  return fixOf(clockTime(time), spot(east, north), rest);
}

function changesOf(
  fixes: readonly Fix[],
  zones: readonly Zone[] = [block],
  rules: RuleSettings = {},
): readonly AlarmChange[] {
  const { changes } = watchFixes(fixes, planOf({ legs: wide, zones, rules }));
  return changes.filter(({ kind }) => kind === 'forbidden_zone');
}

/** 600 m a minute, 36 km/h: past 9,000 m at 08:01 and 10,200 m at 08:03. */
const coming = [at('08:00', 8_400), at('08:01', 9_000), at('08:02', 9_600)];
const inside = [at('08:03', 10_200), at('08:04', 10_800), at('08:05', 11_400)];
const gone = [at('08:06', 12_000 + 300), at('08:07', 12_900)];

describe('forbidden_zone', () => {
  it('opens with one fix inside, from the crossing of the boundary', () => {
    const changes = changesOf([...coming, ...inside]);
    expect(changes).toHaveLength(1);
    // 400 m of 600 m after 08:02
    const start = clockTime('08:02:40');
    expect(changes[0]).toMatchObject({
      key: `T1/S1/forbidden_zone/F/${start}/${clockTime('08:03')}`,
      kind: 'forbidden_zone',
      severity: 'critical',
      start,
      end: null,
      why: { rule: 'forbidden_zone', measured: { zone: 'F', name: 'Zone F', accuracy: 10, depth: 200 } },
    });
    expect(changes[0]!.place.lon).toBeCloseTo(spot(10_000, 0).lon, 6);
    expect(changes[0]!.place.lat).toBe(0);
  });

  it('ends with two fixes out, at the crossing', () => {
    const changes = changesOf([...coming, ...inside, ...gone]);
    // 600 m of 900 m after 08:05
    expect(changes).toHaveLength(2);
    expect(changes[1]).toMatchObject({
      key: changes[0]!.key,
      start: changes[0]!.start,
      end: clockTime('08:05:40'),
    });
    expect(changesOf([...coming, ...inside, gone[0]!])).toHaveLength(1);
  });

  it('opens where the first positions are inside already', () => {
    expect(changesOf(inside)).toMatchObject([
      { start: clockTime('08:03'), end: null, place: spot(10_200, 0) },
    ]);
  });

  it('sees a crossing between two fixes up to 10 min apart', () => {
    const through = [at('08:00', 7_000), at('08:01', 8_000), at('08:06', 13_000), at('08:07', 14_000)];
    const changes = changesOf(through);
    expect(changes.map(({ start, end }) => [start, end])).toEqual([
      [clockTime('08:03'), null],
      [clockTime('08:03'), clockTime('08:05')],
    ]);
    const slow = (last: string): Fix[] => [
      at('08:00', 9_000),
      at('08:01', 9_500),
      at(last, 12_500),
      at('08:20', 13_000),
    ];
    expect(changesOf(slow('08:11'))).toHaveLength(2);
    expect(changesOf(slow('08:11:01'))).toEqual([]);
  });

  it('learns the end of a visit from the first fix out, after a longer gap', () => {
    const late = [at('08:30', 20_000), at('08:31', 20_600)];
    const changes = changesOf([...coming, ...inside, ...late]);
    expect(changes[1]).toMatchObject({ end: clockTime('08:30') });
  });

  it('starts now where a longer gap hides the way in', () => {
    const changes = changesOf([at('08:00', 8_400), at('08:01', 9_000), at('08:30', 11_000)]);
    expect(changes).toMatchObject([{ start: clockTime('08:30'), place: spot(11_000, 0) }]);
  });

  it('takes no straight line out of a jump', () => {
    const jumped = [
      at('08:00', 0),
      at('08:01', 0),
      at('08:02', 90_000),
      at('08:03', 90_000),
      at('08:04', 90_000),
    ];
    expect(changesOf(jumped)).toEqual([]);
  });

  it('asks to be deeper inside than the accuracy', () => {
    const beside = (north: number, accuracy: number): Fix[] =>
      Array.from({ length: 5 }, (_, i) => at(`08:0${i}`, 11_000, north, { accuracy }));
    expect(changesOf(beside(985, 20))).toEqual([]);
    expect(changesOf(beside(975, 20))).toHaveLength(1);
    expect(changesOf(beside(850, 160))).toEqual([]);
  });

  it('raises nothing on jitter about a fence', () => {
    const jitter = Array.from({ length: 200 }, (_, i) =>
      fixOf(clockTime('08:00') + i * 30_000, spot(11_000, 1_005 + (i % 2 === 0 ? 12 : -12))),
    );
    expect(changesOf(jitter)).toEqual([]);
  });

  it('counts coarse fixes at the core of a zone smaller than their accuracy', () => {
    const small: Zone = { ...block, geometry: { type: 'Circle', center: spot(11_000, 0), radius: 20 } };
    const parked = (north: number): Fix[] =>
      [0, 1, 2].map((i) => at(`08:0${i}`, 11_000, north, { accuracy: 50 }));
    expect(changesOf(parked(5), [small])).toHaveLength(1);
    expect(changesOf(parked(15), [small])).toEqual([]);
  });

  it('asks the way between two fixes to be as deep as the coarser of them, and no deeper than half the core', () => {
    /** Along the road's edge of the zone, `deep` metres inside it, between fixes well before and after. */
    const past = (deep: number, first: number, second: number): Fix[] => [
      at('08:00', 8_000, 1_000 - deep, { accuracy: 10 }),
      at('08:01', 9_000, 1_000 - deep, { accuracy: first }),
      at('08:04', 13_000, 1_000 - deep, { accuracy: second }),
    ];
    expect(changesOf(past(60, 10, 50))).toHaveLength(1);
    expect(changesOf(past(60, 10, 70))).toEqual([]);
    expect(changesOf(past(60, 70, 10))).toEqual([]);
    const small: Zone = { ...block, geometry: { type: 'Circle', center: spot(11_000, 0), radius: 20 } };
    expect(changesOf(past(1_005, 50, 50), [small])).toHaveLength(1);
    expect(changesOf(past(1_015, 50, 50), [small])).toEqual([]);
  });

  it('opens with a fix surely inside, though the way from the coarser one before is not', () => {
    const sure = [at('08:00', 9_000), at('08:01', 9_900, 0, { accuracy: 100 }), at('08:02', 10_060)];
    // 100 m of 160 m after 08:01
    expect(changesOf(sure)).toMatchObject([{ start: clockTime('08:01:37') + 500 }]);
  });

  it('counts the fixes out anew after going through once more', () => {
    const through = [
      at('08:00', 9_000),
      at('08:01', 9_700),
      at('08:04', 12_300),
      at('08:07', 9_700),
      at('08:08', 9_000),
    ];
    const changes = changesOf(through);
    // Out at 12 km and in again between 08:04 and 08:07; out at 10 km after 2,300 of 2,600 m, 159.231 s after 08:04.
    expect(changes.map(({ end }) => end)).toEqual([null, clockTime('08:06:39') + 231]);
  });

  it('remembers when the boundary was crossed until it is sure', () => {
    const edging = [at('08:00', 9_900), at('08:01', 9_990), at('08:02', 10_008), at('08:03', 10_100)];
    // 10 m of 18 m after 08:01
    expect(changesOf(edging)).toMatchObject([{ start: clockTime('08:01:33') + 333 }]);
  });

  it('stays open near the boundary, and is the same episode when it resumes within 5 min', () => {
    const out = [at('08:05', 9_900), at('08:06', 9_900)];
    const back = [at('08:07', 10_400), at('08:08', 10_600)];
    const changes = changesOf([...coming, at('08:03', 10_200), at('08:04', 10_050), ...out, ...back]);
    expect(changes.map(({ key, end }) => [key, end])).toEqual([
      [changes[0]!.key, null],
      [changes[0]!.key, clockTime('08:04:20')],
      [changes[0]!.key, null],
    ]);
    const later = [at('08:12', 9_900), at('08:13', 10_400)];
    const other = changesOf([...coming, at('08:03', 10_200), at('08:04', 10_050), ...out, ...later]);
    expect(other).toHaveLength(3);
    expect(other[2]!.key).not.toBe(other[0]!.key);
  });

  it('does not end with a fix out between two inside', () => {
    const wavering = [
      at('08:03', 10_200),
      at('08:04', 9_990),
      at('08:05', 10_005),
      at('08:06', 9_990),
      at('08:07', 10_300),
    ];
    expect(changesOf([...coming, ...wavering])).toHaveLength(1);
  });

  it('opens one alarm a zone', () => {
    const other = rectangle('G', 11_000, -1_000, 13_000, 1_000);
    const changes = changesOf([...coming, ...inside, ...gone], [block, other]);
    expect(changes.map(({ key, end }) => [key.split('/')[3], end === null])).toEqual([
      ['F', true],
      ['G', true],
      ['F', false],
    ]);
  });

  it('takes no notice of zones of other kinds', () => {
    expect(changesOf([...coming, ...inside], [{ ...block, kind: 'facility' }])).toEqual([]);
  });

  it('ends when the zone is withdrawn', () => {
    const first = planOf({ zones: [block] });
    const before = watchFixes([...coming, ...inside], first);
    const withdrawn = planOf({ version: 2, from: clockTime('08:05:30'), before: first });
    const after = stepAll(before.state, fixEvents([at('08:06', 11_500)]), withdrawn);
    const { key } = before.changes[0]!;
    expect(after.changes).toMatchObject([{ key, end: clockTime('08:05:30') }]);
    expect(memoryOf(after.state, 'forbidden_zone')).toEqual([]);
  });

  it('ends in one step with endFixes 1', () => {
    const through = [at('08:00', 7_000), at('08:01', 8_000), at('08:06', 13_000)];
    expect(changesOf(through, [block], { endFixes: 1 })).toMatchObject([{ end: clockTime('08:05') }]);
  });
});

describe('forbidden_zone with a calendar', () => {
  /** Sundays, UTC, as on 22 November 2026. */
  function open(from: string, to: string): Zone {
    const minutes = (text: string): number => +text.slice(0, 2) * 60 + +text.slice(3);
    const calendar: ZoneCalendar = {
      offset: 0,
      spans: [{ days: [0], from: minutes(from), to: minutes(to) }],
    };
    return { ...block, calendar };
  }

  it('is quiet while it is off', () => {
    expect(changesOf([...coming, ...inside, ...gone], [open('09:00', '10:00')])).toEqual([]);
  });

  it('opens when it switches on around the seal', () => {
    const changes = changesOf([...coming, ...inside, at('08:06', 11_500)], [open('08:05', '09:00')]);
    expect(changes).toMatchObject([{ start: clockTime('08:05'), end: null, place: spot(11_400, 0) }]);
  });

  it('finds the place at the switching on between two fixes', () => {
    const sparse = [at('08:00', 10_400), at('08:02', 10_500), at('08:10', 10_900)];
    const [change] = changesOf(sparse, [open('08:06', '09:00')]);
    expect(change!.start).toBe(clockTime('08:06'));
    expect(change!.place.lon).toBeCloseTo(spot(10_700, 0).lon, 9);
  });

  it('ends when it switches off', () => {
    const changes = changesOf([...coming, ...inside, ...gone], [open('08:00', '08:04')]);
    expect(changes.map(({ end }) => end)).toEqual([null, clockTime('08:04')]);
  });

  it('opens and ends between two fixes when it was on only then', () => {
    const sparse = [at('08:00', 10_400), at('08:02', 10_500), at('08:10', 10_900)];
    const changes = changesOf(sparse, [open('08:04', '08:06')]);
    expect(changes.map(({ start, end }) => [start, end])).toEqual([[clockTime('08:04'), clockTime('08:06')]]);
  });

  it('begins where a zone is that holds from a time on', () => {
    const always = { offset: 0, spans: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440 }] };
    const since = new Date(clockTime('08:05')).toISOString();
    const changes = changesOf(
      [...coming, ...inside, at('08:06', 11_500)],
      [{ ...block, calendar: { ...always, since } }],
    );
    expect(changes).toMatchObject([{ start: clockTime('08:05'), end: null, place: spot(11_400, 0) }]);
  });

  it('is off at the instant it ends', () => {
    expect(changesOf([...coming, at('08:03', 10_200)], [open('08:00', '08:02')])).toEqual([]);
  });

  it('opens a second alarm when it switches on again, a day later', () => {
    const calendar: ZoneCalendar = { offset: 0, spans: [{ days: [0, 1], from: 480, to: 540 }] };
    const nextDay = 24 * 60 * 60_000;
    const parked = [at('08:03', 10_200), at('08:04', 10_200), at('09:30', 10_200)];
    const fixes = [...parked, ...parked.map((fix) => ({ ...fix, time: fix.time + nextDay }))];
    const changes = changesOf(fixes, [{ ...block, calendar }]);
    expect(changes.map(({ start, end }) => [start, end])).toEqual([
      [clockTime('08:03'), null],
      [clockTime('08:03'), clockTime('09:00')],
      [clockTime('08:03') + nextDay, null],
      [clockTime('08:03') + nextDay, clockTime('09:00') + nextDay],
    ]);
  });
});

describe('forbidden_zone when nothing more is heard', () => {
  const half: ZoneCalendar = { offset: 0, spans: [{ days: [0], from: 8 * 60, to: 8 * 60 + 30 }] };
  const hour: ZoneCalendar = { offset: 0, spans: [{ days: [0], from: 8 * 60, to: 9 * 60 }] };
  const morning = { ...block, calendar: half };
  const tick = (time: string): WatchEvent => ({ kind: 'tick', time: clockTime(time) });
  const spans = (told: readonly (Fix | WatchEvent)[], zones: readonly Zone[]) =>
    spansOf('forbidden_zone', told, planOf({ legs: wide, zones }));

  it('ends when the calendar switches off', () => {
    const told = [...coming, ...inside];
    expect(spans([...told, tick('08:29:59.999')], [morning])).toEqual(['08:02:40 -']);
    expect(spans([...told, tick('08:30')], [morning])).toEqual(['08:02:40 - 08:30:00']);
    expect(spans([...told, tick('23:00')], [block])).toEqual(['08:02:40 -']);
  });

  it('but not before a fix could tell better, 10 min after the last', () => {
    const told = [...coming, ...inside, at('08:25', 11_400)];
    expect(spans([...told, tick('08:35')], [morning])).toEqual(['08:02:40 -']);
    expect(spans([...told, tick('08:35:00.001')], [morning])).toEqual(['08:02:40 - 08:30:00']);
    const left = [...told, at('08:34', 12_300), at('08:34:30', 12_900)];
    expect(spans(left, [morning])).toEqual(['08:02:40 - 08:30:00']);
  });

  it('ends each of two at its own time', () => {
    const two = [morning, { ...rectangle('G', 10_000, -1_000, 12_000, 1_000), calendar: hour }];
    const told = [...coming, ...inside];
    expect(spans([...told, tick('08:45')], two).sort()).toEqual(['08:02:40 -', '08:02:40 - 08:30:00']);
    expect(spans([...told, tick('09:00')], two).sort()).toEqual([
      '08:02:40 - 08:30:00',
      '08:02:40 - 09:00:00',
    ]);
  });

  it('ends the one that a new plan changes, and keeps the other', () => {
    const other = rectangle('G', 10_000, -1_000, 12_000, 1_000);
    const before = planOf({ legs: wide, zones: [block, other] });
    const next = planOf({
      ...{ legs: wide, version: 2, from: clockTime('08:06'), before },
      zones: [rectangle('F', 31_000, -1_000, 32_000, 1_000), other],
    });
    const told = [...coming, ...inside, at('08:07', 11_400)];
    expect(spansOf('forbidden_zone', told, next)).toEqual(['08:02:40 - 08:06:00', '08:02:40 -']);
  });

  it('ends the one that a new plan leaves as it is when its calendar switches off', () => {
    const kept = { ...rectangle('G', 10_000, -1_000, 12_000, 1_000), calendar: half };
    const before = planOf({ legs: wide, zones: [block, kept] });
    const next = planOf({ legs: wide, version: 2, from: clockTime('08:06'), before, zones: [kept] });
    const told = [...coming, ...inside, tick('08:30')];
    expect(spansOf('forbidden_zone', told, next)).toEqual(['08:02:40 - 08:06:00', '08:02:40 - 08:30:00']);
  });

  it('is in a zone of changed bounds from the change on: the crossing into the old ones is forgotten', () => {
    const before = planOf({ legs: wide, zones: [block] });
    const wider = rectangle('F', 9_000, -1_000, 13_000, 1_000);
    const next = planOf({ legs: wide, version: 2, from: clockTime('08:06'), before, zones: [wider] });
    const act = resolved('forbidden_zone', '08:05:30', { cause: 'F' });
    const told = [...coming, ...inside, act, at('08:12', 11_400)];
    expect(spansOf('forbidden_zone', told, next)).toEqual(['08:02:40 - 08:06:00', '08:06:00 -']);
  });

  it('ends with the window it is in, also when it began in the one before', () => {
    const spansOn = (from: number, to: number) => ({ days: [0], from: 8 * 60 + from, to: 8 * 60 + to });
    const twice: ZoneCalendar = { offset: 0, spans: [spansOn(0, 10), spansOn(13, 40)] };
    const told = [...coming, ...inside, at('08:09', 11_400), at('08:14', 11_400)];
    const zones = [{ ...block, calendar: twice }];
    expect(spans([...told, tick('08:39:59.999')], zones)).toEqual(['08:02:40 -']);
    expect(spans([...told, tick('08:40')], zones)).toEqual(['08:02:40 - 08:40:00']);
  });
});

describe('the fixes out', () => {
  it('are counted one by one', () => {
    const told = [...coming, ...inside, ...gone];
    expect(changesOf(told, [block], { endFixes: 3 })).toHaveLength(1);
    const third = changesOf([...told, at('08:08', 13_500)], [block], { endFixes: 3 });
    expect(third).toMatchObject([{ end: null }, { end: clockTime('08:05:40') }]);
  });

  it('are counted on where the way grazes the fence, no deeper than their accuracy', () => {
    // both 100 m past the eastern fence, and 5 m within it at the middle of the way: across the corner at 12,000 m
    const grazing = [at('08:06', 12_100, 900), at('08:07', 11_890, 1_100)];
    expect(changesOf([...coming, ...inside, ...grazing])).toMatchObject([
      { end: null },
      { start: clockTime('08:02:40') },
    ]);
  });
});

describe('a visit that an officer resolved', () => {
  it('is not seen a second time in the step that ends it', () => {
    const act = resolved('forbidden_zone', '08:05:10', { cause: 'F' });
    const plan = planOf({ legs: wide, zones: [block], rules: { endFixes: 1 } });
    const told = [...coming, ...inside, act, ...gone];
    expect(spansOf('forbidden_zone', told, plan)).toEqual(['08:02:40 - 08:05:40']);
  });
});

describe('a visit too near the fence to be sure', () => {
  it('is forgotten when it is over: the next one starts with its own crossing', () => {
    const coarse = { accuracy: 60 };
    const touch = [
      at('08:00', 9_950),
      at('08:01', 9_980),
      at('08:02', 10_020, 0, coarse),
      at('08:03', 9_980),
    ];
    const again = [at('08:04', 9_900), at('08:05', 10_100)];
    expect(changesOf([...touch, ...again])).toMatchObject([{ start: clockTime('08:04:30') }]);
  });
});

describe('a zone that comes, changes or goes while the seal is on the way between two fixes', () => {
  const always = planOf({ legs: wide, zones: [block] });
  const never = planOf({ legs: wide, zones: [] });
  const changedAt = (time: string, before: Plan, zones: readonly Zone[]) =>
    planOf({ legs: wide, version: 2, from: clockTime(time), before, zones });
  const tick = (time: string): WatchEvent => ({ kind: 'tick', time: clockTime(time) });
  /** 1,000 m a minute: into the block at 08:02, out of it at 08:04. */
  const through = [at('08:00', 8_000), at('08:01', 9_000), at('08:09', 17_000), at('08:10', 18_000)];

  it('is not crossed before it is there', () => {
    expect(spansOf('forbidden_zone', through, changedAt('08:07', never, [block]))).toEqual([]);
    expect(spansOf('forbidden_zone', through, changedAt('08:04:00.001', never, [block]))).toEqual([]);
  });

  it('is entered when it comes to be around the seal', () => {
    const plan = changedAt('08:03', never, [block]);
    expect(spansOf('forbidden_zone', through, plan)).toEqual(['08:03:00 - 08:04:00']);
    const [change] = stepAll(startWatch('in_transit'), fixEvents(through), plan).changes;
    expect(change!.place.lon).toBeCloseTo(spot(11_000, 0).lon, 9);
    const parked = [at('08:00', 11_000), at('08:01', 11_000), at('08:09', 11_000)];
    expect(spansOf('forbidden_zone', parked, plan)).toEqual(['08:03:00 -']);
  });

  it('was crossed as long as it was there', () => {
    expect(spansOf('forbidden_zone', through, changedAt('08:07', always, []))).toEqual([
      '08:02:00 - 08:04:00',
    ]);
    expect(spansOf('forbidden_zone', through, changedAt('08:03', always, []))).toEqual([
      '08:02:00 - 08:03:00',
    ]);
    expect(spansOf('forbidden_zone', through, changedAt('08:02', always, []))).toEqual([]);
  });

  it('is the same whether or not a tick lies between the change and the next fix', () => {
    for (const [time, before, zones] of [
      ['08:07', always, []],
      ['08:03', always, []],
      ['08:03', never, [block]],
    ] as const) {
      const plan = changedAt(time, before, zones);
      const told = [...through.slice(0, 2), tick('08:07:30'), ...through.slice(2)];
      expect(spansOf('forbidden_zone', told, plan)).toEqual(spansOf('forbidden_zone', through, plan));
    }
  });

  it('was crossed in the calendar of its time', () => {
    const off: ZoneCalendar = { offset: 0, spans: [{ days: [0], from: 9 * 60, to: 10 * 60 }] };
    const quiet = { ...block, calendar: off };
    expect(spansOf('forbidden_zone', through, changedAt('08:07', always, [quiet]))).toEqual([
      '08:02:00 - 08:04:00',
    ]);
    const asleep = planOf({ legs: wide, zones: [quiet] });
    expect(spansOf('forbidden_zone', through, changedAt('08:07', asleep, [block]))).toEqual([]);
  });

  it('is there until the millisecond before it goes', () => {
    const on: ZoneCalendar = {
      offset: 0,
      spans: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 8 * 60 + 3, to: 9 * 60 }],
    };
    const parked = [at('08:00', 11_000), at('08:01', 11_000), at('08:09', 11_000)];
    const switched = planOf({ legs: wide, zones: [{ ...block, calendar: on }] });
    const goneAt = (time: string) => spansOf('forbidden_zone', parked, changedAt(time, switched, []));
    expect(goneAt('08:03')).toEqual([]);
    expect(goneAt('08:03:00.001')).toHaveLength(1);
  });

  it('was not crossed when it came afterwards and went again', () => {
    const came = changedAt('08:04:30', never, [block]);
    const gone = { legs: wide, version: 3, from: clockTime('08:07'), before: came, zones: [] };
    expect(spansOf('forbidden_zone', through, planOf(gone))).toEqual([]);
  });

  it('begins with the very fix at whose time it comes', () => {
    const entering = [at('08:00', 8_000), at('08:01', 9_000), at('08:03', 11_000)];
    expect(spansOf('forbidden_zone', entering, changedAt('08:03', never, [block]))).toEqual(['08:03:00 -']);
  });

  it('is of no other kind', () => {
    const depot: Zone = { ...block, kind: 'facility', facilityId: 'DEPOT' };
    const before = planOf({ legs: wide, zones: [depot] });
    expect(spansOf('forbidden_zone', through, changedAt('08:07', before, []))).toEqual([]);
  });

  it('of several changes each stretch has its own', () => {
    const toldBy = (rules: RuleSettings) => {
      const gone = planOf({ legs: wide, version: 2, from: clockTime('08:02:30'), before: always, zones: [] });
      const back = { legs: wide, version: 3, from: clockTime('08:03:30'), before: gone, zones: [block] };
      return spansOf('forbidden_zone', through, planOf({ ...back, rules }));
    };
    // one that resumes within five minutes is the same
    expect(toldBy({})).toEqual(['08:02:00 - 08:04:00']);
    expect(toldBy({ rejoin: 0 })).toEqual(['08:02:00 - 08:02:30', '08:03:30 - 08:04:00']);
  });
});

describe('what was doubted when the plan changed', () => {
  it('is judged by nothing that came later', () => {
    const never = planOf({ legs: [legAlong(0, 100_000, 500_000)], zones: [] });
    const far = rectangle('F', 10_000, 40_000, 12_000, 42_000);
    const since = (time: string) =>
      planOf({
        ...{ legs: [legAlong(0, 100_000, 500_000)], version: 2, before: never },
        ...{ from: clockTime(time), zones: [far] },
      });
    const jumping = [
      ...[at('08:00', 11_000), at('08:00:30', 11_000)],
      ...['08:01', '08:02', '08:03', '08:04', '08:05'].map((time) => at(time, 11_000, 41_000)),
    ];
    expect(spansOf('forbidden_zone', jumping, since('08:02:30'))).toEqual(['08:03:00 -']);
    expect(spansOf('position_jump', jumping, since('08:02:30'))).toEqual(['08:03:00 - 08:04:00']);
    expect(spansOf('forbidden_zone', jumping, since('08:02'))).toEqual(['08:02:00 -']);
  });
});

describe('a visit that goes on too near the fence to be sure', () => {
  it('is the same alarm when it is sure again, however much later', () => {
    const shallow = Array.from({ length: 26 }, (_, i) =>
      at(`08:${String(i + 5).padStart(2, '0')}`, 11_000, 995),
    );
    const told = [
      ...[at('08:00', 11_000, 500), at('08:01', 11_000, 700), at('08:02', 11_000, 1_100)],
      ...[at('08:03', 11_000, 1_200), at('08:04', 11_000, 1_100), ...shallow, at('08:31', 11_000, 900)],
    ];
    expect(spansOf('forbidden_zone', told, planOf({ legs: wide, zones: [block] }))).toEqual(['08:00:00 -']);
  });
});
