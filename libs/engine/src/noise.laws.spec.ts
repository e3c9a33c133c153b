import { MINUTE, SECOND, type AlarmChange, type Fix, type Metres, type Zone } from '@haidang/domain';
import {
  clockTime,
  fixOf,
  lawRuns,
  planOf,
  rectangle,
  Shares,
  shortOrLong,
  spot,
  watchFixes,
} from '@haidang/testkit';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { trackOf } from './index.js';

vi.setConfig({ testTimeout: shortOrLong(60_000, 3_600_000) });

const runs = { numRuns: lawRuns(500, 10_000) };
const START = clockTime('08:00');
/** Where the quiet drive stands, metres east. */
const STOP_AT = 20_000;
const ACCURACIES = [5, 12, 30, 80, 200];

const facility = (facilityId: string, ...box: readonly [number, number, number, number]): Zone => ({
  ...rectangle(facilityId, ...box),
  kind: 'facility',
  facilityId,
});

/** The last word on each alarm but for its name, its evidence and when it was said. */
function alarmsOf(changes: readonly AlarmChange[]): object[] {
  const last = new Map(changes.map((change) => [change.key, change]));
  return [...last.values()].map(({ kind, cause, severity, start, end, place }) => ({
    ...{ kind, cause, severity, start, end, place },
  }));
}

/** Where a position is told to be, by so much of the accuracy and in that direction. */
const error = fc.record({
  part: fc.oneof(fc.double({ min: 0, max: 0.999, noNaN: true }), fc.constant(0.999)),
  angle: fc.integer({ min: 0, max: 359 }),
  accuracy: fc.constantFrom(...ACCURACIES),
});

/** A drive with nothing to report: close by a forbidden zone and a foreign facility, near the corridor's edge, a long stay in a permitted stop. */
const quietDrives = fc.record({
  aside: fc.integer({ min: -500, max: 500 }),
  /** Metres to the forbidden zone at the left and to the facility at the right. */
  toZone: fc.integer({ min: 0, max: 50 }),
  toFacility: fc.integer({ min: 0, max: 50 }),
  speed: fc.integer({ min: 3, max: 40 }),
  interval: fc.integer({ min: 5, max: 120 }),
  /** Where in the stop it stands, metres from its western and southern edge. */
  stand: fc.record({ east: fc.integer({ min: 0, max: 300 }), north: fc.integer({ min: 0, max: 300 }) }),
  errors: fc.array(error, { minLength: 20, maxLength: 100 }),
});
type QuietDrive = typeof quietDrives extends fc.Arbitrary<infer D> ? D : never;

/** True places: up to the stop, two hours in it, and on. */
function trueWay({ aside, speed, interval }: QuietDrive): { after: number; east: Metres; north: Metres }[] {
  const places = [];
  let after = 0;
  const step = Math.min(speed * interval, 1_500);
  for (let east = 2_000; east < STOP_AT; east += step, after += interval)
    places.push({ after, east, north: aside });
  const until = after + 120 * 60;
  for (; after < until; after += 150) places.push({ after, east: STOP_AT, north: aside });
  for (let east = STOP_AT; east < 26_000; east += step, after += interval)
    places.push({ after, east, north: aside });
  return places;
}

function quietPlan({ aside, toZone, toFacility, stand }: QuietDrive) {
  const [west, south] = [STOP_AT - stand.east, aside - stand.north];
  return planOf({
    zones: [
      rectangle('F', 4_000, aside + toZone, 25_000, aside + toZone + 2_000),
      facility('OTHER', 4_000, aside - toFacility - 2_000, 18_000, aside - toFacility),
      { ...rectangle('P', west, south, west + 300, south + 300), kind: 'stop' },
    ],
    stops: ['P'],
  });
}

const asTold = (errors: QuietDrive['errors'], strength = 1) =>
  function told(place: { after: number; east: Metres; north: Metres }, seq: number): Fix {
    const { part, angle, accuracy } = errors[seq % errors.length]!;
    const far = strength * part * accuracy;
    const [east, north] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
    const where = spot(place.east + far * east, place.north + far * north);
    return fixOf(START + place.after * SECOND, where, { seq, accuracy });
  };

/** A drive along which alarms arise: beside the corridor, through zones, standing long, going back. */
const busyDrives = fc
  .array(
    fc.record({
      how: fc.constantFrom('on', 'on', 'on', 'stand', 'back'),
      fixes: fc.integer({ min: 2, max: 15 }),
      interval: fc.integer({ min: 10, max: 400 }),
      aside: fc.oneof(fc.integer({ min: -400, max: 400 }), fc.integer({ min: -2_500, max: 2_500 })),
    }),
    { minLength: 3, maxLength: 12 },
  )
  .map((legs) => {
    const fixes: Fix[] = [];
    let [time, east, north] = [START, 3_000, 0];
    for (const { how, fixes: count, interval, aside } of legs) {
      for (let i = 0; i < count; i++) {
        time += interval * SECOND;
        // no faster than 90 km/h in all, so that every position is believed
        const most = 15 * interval;
        east += how === 'stand' ? 0 : how === 'back' ? -Math.min(most, 800) : most;
        north += Math.sign(aside - north) * Math.min(Math.abs(aside - north), how === 'stand' ? 0 : most);
        fixes.push(fixOf(time, spot(east, north), { seq: fixes.length, accuracy: 5 }));
      }
    }
    return fixes;
  });
const busyPlan = planOf({
  zones: [
    rectangle('F', 8_000, -1_000, 12_000, 1_000),
    rectangle('G', 20_000, 300, 24_000, 2_000),
    facility('OTHER', 14_000, -700, 18_000, 700),
    facility('DESTINATION', 30_000, -3_000, 60_000, 3_000),
  ],
  rules: { stopAfter: 15 * MINUTE, wrongDestinationAfter: 4 * MINUTE },
});
const BUSY_KINDS = [
  'off_route',
  'forbidden_zone',
  'unscheduled_stop',
  'wrong_destination',
  'reverse_direction',
];

/** One or two positions far from everything, told between two fixes. The drives go east, some of them a thousand kilometres. */
const wild = fc.record({
  after: fc.nat(),
  count: fc.integer({ min: 1, max: 2 }),
  agree: fc.boolean(),
  east: fc.integer({ min: -900_000, max: 900_000 }),
  north: fc.oneof(fc.integer({ min: 200_000, max: 900_000 }), fc.integer({ min: -900_000, max: -200_000 })),
  accuracy: fc.constantFrom(...ACCURACIES),
});
type Wild = typeof wild extends fc.Arbitrary<infer W> ? W : never;

/** With the wild positions, each group between two fixes of its own. @returns all fixes, and how many are wild */
function disturbed(fixes: readonly Fix[], wilds: readonly Wild[]): { fixes: Fix[]; count: number } {
  const all = [...fixes];
  // not among the first two, which are believed by one another alone
  const places = new Map(wilds.map((one) => [1 + (one.after % (fixes.length - 2)), one]));
  let count = 0;
  for (const [index, one] of places) {
    const [from, to] = [fixes[index]!.time, fixes[index + 1]!.time];
    for (let n = 1; n <= one.count; n++) {
      const time = from + Math.round((n * (to - from)) / 3);
      const place = spot(one.east + (one.agree ? 0 : n * 90_000), one.north);
      all.push(fixOf(time, place, { seq: 1_000 + count, accuracy: one.accuracy }));
      count++;
    }
  }
  return { fixes: all.sort((a, b) => a.time - b.time), count };
}

describe('noise is not news', () => {
  it('positions told wrong by less than their accuracy raise nothing on a quiet drive, whatever they are', () => {
    const shares = new Shares();
    fc.assert(
      fc.property(quietDrives, (drive) => {
        const way = trueWay(drive);
        const fixes = way.map(asTold(drive.errors));
        const plan = quietPlan(drive);
        const { changes, state } = watchFixes(fixes, plan);
        expect(alarmsOf(changes)).toEqual([]);
        expect(trackOf(state).outliers).toBe(0);
        // the same errors beyond the accuracy are news: it is the accuracy that keeps the peace
        const loud = watchFixes(way.map(asTold(drive.errors, 3)), plan);
        const holds = (id: string, { lat, lon }: Fix) => plan.zones.get(id)!.shape.holds(lat!, lon!);
        const isBeside = ({ lat, lon }: Fix) => plan.corridor.locate({ lat: lat!, lon: lon! }).distance > 500;
        shares.tell({
          'told inside the forbidden zone': fixes.some((fix) => holds('F', fix)),
          'told inside the facility': fixes.some((fix) => holds('OTHER', fix)),
          'told outside the stop': way.some(({ east }, i) => east === STOP_AT && !holds('P', fixes[i]!)),
          'told outside the corridor': fixes.some(isBeside),
          'news if it were worse': loud.changes.length > 0,
        });
      }),
      runs,
    );
    shares.expectEach();
  });

  it('one or two wild positions in a row change no alarm, wherever they come, and are counted', () => {
    const shares = new Shares();
    fc.assert(
      fc.property(busyDrives, fc.array(wild, { minLength: 1, maxLength: 6 }), (fixes, wilds) => {
        const { fixes: all, count } = disturbed(fixes, wilds);
        const [calm, wilder] = [watchFixes(fixes, busyPlan), watchFixes(all, busyPlan)];
        expect(alarmsOf(wilder.changes)).toEqual(alarmsOf(calm.changes));
        expect(trackOf(wilder.state)).toEqual({ ...trackOf(calm.state), outliers: count });
        expect(trackOf(calm.state).outliers).toBe(0);
        const kinds = new Set<string>(calm.changes.map(({ kind }) => kind));
        shares.tell(Object.fromEntries(BUSY_KINDS.map((kind) => [kind, kinds.has(kind)])));
      }),
      runs,
    );
    shares.expectEach();
  });

  it('a wild first position changes nothing, and is counted', () => {
    fc.assert(
      fc.property(busyDrives, wild, (fixes, { east, north, accuracy }) => {
        const first = fixOf(START, spot(east, north), { seq: 9_999, accuracy });
        const [calm, wilder] = [watchFixes(fixes, busyPlan), watchFixes([first, ...fixes], busyPlan)];
        expect(alarmsOf(wilder.changes)).toEqual(alarmsOf(calm.changes));
        expect(trackOf(wilder.state)).toEqual({ ...trackOf(calm.state), outliers: 1 });
      }),
      runs,
    );
  });

  it('of two positions of one time the first by its number stands, the other is passed over', () => {
    fc.assert(
      fc.property(busyDrives, fc.array(wild, { minLength: 1, maxLength: 6 }), (fixes, wilds) => {
        const twice = wilds.map(({ after, east, north, accuracy }) => {
          const { time } = fixes[1 + (after % (fixes.length - 1))]!;
          return fixOf(time, spot(east % 3_000, north % 3_000), { seq: 1_000, accuracy });
        });
        const all = [...fixes, ...new Map(twice.map((fix) => [fix.time, fix])).values()];
        all.sort((a, b) => a.time - b.time || a.seq - b.seq);
        const [calm, doubled] = [watchFixes(fixes, busyPlan), watchFixes(all, busyPlan)];
        expect(alarmsOf(doubled.changes)).toEqual(alarmsOf(calm.changes));
        expect(trackOf(doubled.state)).toEqual(trackOf(calm.state));
      }),
      runs,
    );
  });

  /**
   * It holds for the rules that ask whether something is surely beyond a boundary, as long as the same positions are believed. Not for `unscheduled_stop`:
   * a coarse position does not prove that the seal left, so that a stay may last longer; nor for `position_jump`: coarse positions agree with one another sooner.
   */
  it('worse accuracy opens nothing that better accuracy would not: each alarm lies within one of those', () => {
    const shares = new Shares();
    const worse = fc.array(fc.constantFrom(0, 0, 20, 100, 190), { minLength: 5, maxLength: 40 });
    fc.assert(
      fc.property(busyDrives, worse, (fixes, more) => {
        const coarse = fixes.map((fix, i) => ({ ...fix, accuracy: fix.accuracy! + more[i % more.length]! }));
        const open = (told: readonly Fix[]) =>
          [...new Map(watchFixes(told, busyPlan).changes.map((one) => [one.key, one])).values()].filter(
            ({ kind }) => ['off_route', 'forbidden_zone', 'wrong_destination'].includes(kind),
          );
        const [fine, rough] = [open(fixes), open(coarse)];
        for (const { kind, cause, start, end } of rough) {
          const holds = fine.some(
            (one) =>
              one.kind === kind &&
              one.cause === cause &&
              one.start <= start &&
              (one.end ?? Infinity) >= (end ?? Infinity),
          );
          expect(holds, kind).toBe(true);
        }
        shares.tell({
          'fewer when coarse': rough.length < fine.length,
          'as many when coarse': rough.length > 0 && rough.length === fine.length,
        });
      }),
      runs,
    );
    shares.expectEach();
  });
});
