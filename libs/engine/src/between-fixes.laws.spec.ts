import { MINUTE, SECOND, type AlarmChange, type AlarmKind, type Instant, type Zone } from '@haidang/domain';
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
import { placeZone, ZoneIndex } from '@haidang/geo';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { findingsOf, type Plan } from './index.js';

vi.setConfig({ testTimeout: shortOrLong(60_000, 3_600_000) });

const runs = { numRuns: lawRuns(500, 10_000) };
const START = clockTime('08:00');
const MAX_GAP = 10 * MINUTE;
/** Times are whole milliseconds; positions a hundredth of a metre on the plane of the equator. */
const TIME_TOLERANCE = 5;
const PLACE_TOLERANCE = 0.5;
const ACCURACY = 5;

/** Metres: west, south, east, north. */
type Box = readonly [number, number, number, number];
const ORIGIN: Box = [0, -3_000, 3_000, 3_000];
const OTHER: Box = [17_000, -3_000, 37_000, 3_000];
const CHECKPOINT: Box = [38_000, -3_000, 39_000, 3_000];
const DESTINATION: Box = [45_000, -3_000, 90_000, 3_000];

/** Straight on: metres a second eastwards, and metres north for one east. */
interface Way {
  readonly speed: number;
  readonly slope: number;
}

interface Drive extends Way {
  readonly forbidden: Box;
  /** Milliseconds. */
  readonly gaps: readonly number[];
  readonly lasts: number;
}

/** A drive straight on at one speed, from inside the origin until 14 min after it came into the destination. */
const drives: fc.Arbitrary<Drive> = fc
  .record({
    speed: fc.integer({ min: 10, max: 25 }),
    slope: fc.double({ min: -0.03, max: 0.03, noNaN: true }),
    /** A forbidden zone on the way or beside it. */
    west: fc.integer({ min: 5_000, max: 10_000 }),
    wide: fc.integer({ min: 40, max: 2_000 }),
    middle: fc.integer({ min: -700, max: 700 }),
    high: fc.integer({ min: 100, max: 1_500 }),
    gaps: fc.array(
      fc.oneof(
        fc.integer({ min: 5_000, max: 60_000 }),
        fc.integer({ min: 5_000, max: MAX_GAP }),
        fc.constant(MAX_GAP),
      ),
      { minLength: 3, maxLength: 30 },
    ),
  })
  .map(({ speed, slope, west, wide, middle, high, gaps }) => {
    const forbidden: Box = [west, middle - high / 2, west + wide, middle + high / 2];
    const lasts = Math.round((1_000 * (DESTINATION[0] - 1_500)) / speed) + 14 * MINUTE;
    return { speed, slope, forbidden, gaps, lasts };
  })
  .filter(({ forbidden, ...drive }) => !grazes(drive, forbidden));

/** Metres east and north, so many milliseconds after the start. */
function at({ speed, slope }: Way, after: number): readonly [number, number] {
  const driven = (speed * after) / 1_000;
  return [1_500 + driven, slope * driven];
}

/**
 * Between which times the way lies in a box: school geometry on the plane, no word of the engine's.
 * @returns undefined where it passes beside it
 */
function within(
  way: Way,
  [west, south, east, north]: Box,
  margin = 0,
): readonly [number, number] | undefined {
  const after = (x: number) => ((x - 1_500) * 1_000) / way.speed;
  let [from, to] = [after(west + margin), after(east - margin)];
  const climb = (way.slope * way.speed) / 1_000;
  if (Math.abs(climb) < 1e-9) return south + margin < 0 && 0 < north - margin ? [from, to] : undefined;
  const crossings = [(south + margin) / climb, (north - margin) / climb].sort((a, b) => a - b);
  [from, to] = [Math.max(from, crossings[0]!), Math.min(to, crossings[1]!)];
  return from < to ? [from, to] : undefined;
}

/** How deep in a box so much counts as surely in: the accuracy, but never more than half the depth of its middle. */
function sureMargin([west, south, east, north]: Box): number {
  return Math.min(ACCURACY, Math.min(east - west, north - south) / 4);
}

/** It would depend on a hair whether it is surely in. */
function grazes(way: Way, box: Box): boolean {
  const margin = sureMargin(box);
  return (within(way, box, margin - 0.1) === undefined) !== (within(way, box, margin + 0.1) === undefined);
}

/** The gaps over and over, until the drive is over; its last moment has a fix. */
function timesOf({ gaps, lasts }: Pick<Drive, 'gaps' | 'lasts'>): number[] {
  const times = [0];
  for (let i = 0; times.at(-1)! + gaps[i % gaps.length]! < lasts; i++)
    times.push(times.at(-1)! + gaps[i % gaps.length]!);
  return [...times, lasts];
}

/** With one fix amid the forbidden zone, and none within the longest gap of it. */
function withLoneFix(drive: Drive, times: readonly number[]): number[] {
  const [from, to] = within(drive, drive.forbidden) ?? [0, 0];
  const lone = Math.round((from + to) / 2);
  const others = times.filter((time) => Math.abs(time - lone) > MAX_GAP);
  return [...others, lone].sort((a, b) => a - b);
}

const facility = (facilityId: string, box: Box): Zone => ({
  ...rectangle(facilityId, ...box),
  kind: 'facility',
  facilityId,
});
/** The same for every drive: how deep they are is reckoned once. */
const FACILITIES = [
  facility('ORIGIN', ORIGIN),
  facility('OTHER', OTHER),
  facility('DESTINATION', DESTINATION),
  { ...rectangle('C', ...CHECKPOINT), kind: 'queue' as const },
].map(placeZone);
const PLAN = planOf({ checkpoints: ['C'], rules: { wrongDestinationAfter: 3 * MINUTE } });
const planFor = (forbidden: Box): Plan => ({
  ...PLAN,
  zones: ZoneIndex.ofPlaced([placeZone(rectangle('F', ...forbidden)), ...FACILITIES]),
});

function driven(drive: Drive, times: readonly number[]) {
  const fixes = times.map((after, seq) =>
    fixOf(START + after, spot(...at(drive, after)), { seq, accuracy: ACCURACY }),
  );
  const { changes, state } = watchFixes(fixes, planFor(drive.forbidden));
  const alarms = [...new Map(changes.map((change) => [change.key, change])).values()];
  return { journey: findingsOf(state), of: (kind: AlarmKind) => alarms.filter((one) => one.kind === kind) };
}

function expectTime(time: Instant | null | undefined, after: number): void {
  expect(Math.abs(time! - START - after), `${time! - START} is ${after}`).toBeLessThanOrEqual(TIME_TOLERANCE);
}

function expectPlace({ place }: AlarmChange, drive: Drive, after: number): void {
  const { lat, lon } = spot(...at(drive, after));
  const [north, east] = [(place.lat - lat) * 110_574, (place.lon - lon) * 111_319];
  expect(Math.hypot(north, east)).toBeLessThanOrEqual(PLACE_TOLERANCE);
}

/** One alarm, from the crossing in to the crossing out, or none. */
function expectAlarm(alarms: readonly AlarmChange[], drive: Drive, box: Box, isSeen: boolean): void {
  expect(alarms).toHaveLength(isSeen ? 1 : 0);
  if (!isSeen) return;
  const [entry, exit] = within(drive, box)!;
  expectTime(alarms[0]!.start, entry);
  expectPlace(alarms[0]!, drive, entry);
  expectTime(alarms[0]!.end, exit);
}

describe('between fixes counts, up to a limit', () => {
  it('a crossing between two fixes at most 10 min apart is seen, when and where the straight line has it', () => {
    const shares = new Shares();
    fc.assert(
      fc.property(drives, (drive) => {
        const times = timesOf(drive);
        const { journey, of } = driven(drive, times);
        const sure = within(drive, drive.forbidden, sureMargin(drive.forbidden));
        expectAlarm(of('forbidden_zone'), drive, drive.forbidden, sure !== undefined);
        expectAlarm(of('wrong_destination'), drive, OTHER, true);
        expectTime(journey.departedAt, within(drive, ORIGIN)![1]);
        expectTime(journey.passed[0]?.time, within(drive, CHECKPOINT)![0]);
        expectTime(journey.arrivedAt, within(drive, DESTINATION)![0]);
        const inside = within(drive, drive.forbidden);
        const isFixInside =
          inside !== undefined && times.some((time) => time >= inside[0] && time <= inside[1]);
        shares.tell({
          'passes beside': inside === undefined,
          'no fix inside': sure !== undefined && !isFixInside,
          'a fix inside': sure !== undefined && isFixInside,
        });
      }),
      runs,
    );
    shares.expectEach();
  });

  it('fixes between may be left out: beginning and end stay what they were', () => {
    const shares = new Shares();
    /** With a fix a tenth of a millimetre outside the box of the zone, and on its boundary. */
    const onTheEdge: Drive = {
      ...{ speed: 10, slope: -0.029999970901505267, forbidden: [5_000, -968, 5_476, -114] },
      ...{ gaps: [5_000, 5_000, 5_000], lasts: 5_190_000 },
    };
    fc.assert(
      fc.property(drives, fc.array(fc.boolean(), { minLength: 5, maxLength: 50 }), (drive, leaves) => {
        const all = timesOf({ ...drive, gaps: [20 * SECOND] });
        const kept = [all[0]!];
        for (const [i, time] of all.entries()) {
          const next = all[i + 1];
          const isNeeded = next === undefined || next - kept.at(-1)! > MAX_GAP;
          if (i > 0 && (isNeeded || (leaves[i % leaves.length]! && i % 7 === 0))) kept.push(time);
        }
        const [dense, thin] = [driven(drive, all), driven(drive, kept)];
        for (const kind of ['forbidden_zone', 'wrong_destination'] as const) {
          expect(thin.of(kind)).toHaveLength(dense.of(kind).length);
          for (const [i, alarm] of dense.of(kind).entries()) {
            expectTime(thin.of(kind)[i]!.start, alarm.start - START);
            expectTime(thin.of(kind)[i]!.end, alarm.end! - START);
          }
        }
        expectTime(thin.journey.departedAt, dense.journey.departedAt! - START);
        expectTime(thin.journey.passed[0]!.time, dense.journey.passed[0]!.time - START);
        expectTime(thin.journey.arrivedAt, dense.journey.arrivedAt! - START);
        shares.tell({ forbidden: dense.of('forbidden_zone').length === 1 });
      }),
      { ...runs, examples: [[onTheEdge, [false]]] },
    );
    shares.expectEach();
  });

  it('over a longer gap the straight line opens nothing by itself: only what a fix or a shorter stretch shows', () => {
    const shares = new Shares();
    const anyGap = fc.oneof(
      fc.integer({ min: 5_000, max: 4 * MINUTE }),
      fc.integer({ min: 8 * MINUTE, max: 20 * MINUTE }),
      fc.constantFrom(MAX_GAP, MAX_GAP + 1),
    );
    fc.assert(
      fc.property(
        drives,
        fc.array(anyGap, { minLength: 3, maxLength: 30 }),
        fc.boolean(),
        (drive, gaps, lone) => {
          const times = lone ? withLoneFix(drive, timesOf({ ...drive, gaps })) : timesOf({ ...drive, gaps });
          const alarms = driven(drive, times).of('forbidden_zone');
          const sure = within(drive, drive.forbidden, sureMargin(drive.forbidden));
          const meets = (from: number, to: number) =>
            sure !== undefined && from <= sure[1] - TIME_TOLERANCE && to >= sure[0] + TIME_TOLERANCE;
          const shown = times.some(
            (time, i) =>
              meets(time, time) || (i > 0 && time - times[i - 1]! <= MAX_GAP && meets(times[i - 1]!, time)),
          );
          const isHair = sure?.some((edge) => times.some((time) => Math.abs(time - edge) <= TIME_TOLERANCE));
          fc.pre(isHair !== true);
          expect(alarms).toHaveLength(shown ? 1 : 0);
          const [entry] = within(drive, drive.forbidden) ?? [NaN];
          for (const { start } of alarms) {
            const isCrossing = Math.abs(start - START - entry) <= TIME_TOLERANCE;
            expect(isCrossing || (times.includes(start - START) && start - START > entry)).toBe(true);
          }
          shares.tell({
            'not shown': sure !== undefined && !shown,
            'from a fix': alarms.some(({ start }) => times.includes(start - START)),
            'from the crossing': alarms.some(({ start }) => !times.includes(start - START)),
          });
        },
      ),
      runs,
    );
    shares.expectEach();
  });

  it('is 10 min to the millisecond', () => {
    fc.assert(
      fc.property(drives, fc.constantFrom(0, 1), ({ forbidden }, over) => {
        const [west, south, east, north] = forbidden;
        const times = [0, SECOND, SECOND + MAX_GAP + over, 2 * SECOND + MAX_GAP, 3 * SECOND + MAX_GAP];
        const fixes = times.map((after, seq) => {
          const x = seq < 2 ? west - 500 : east + 500;
          return fixOf(START + after, spot(x, (south + north) / 2), { seq, accuracy: ACCURACY });
        });
        const { changes } = watchFixes(fixes, planFor(forbidden));
        expect(changes.some(({ kind }) => kind === 'forbidden_zone')).toBe(over === 0);
      }),
      runs,
    );
  });
});
