import { MINUTE, type Fix, type Instant, type Metres, type Millis } from '@haidang/domain';
import { describeNeeding } from '@haidang/testkit';
import { expect, it } from 'vitest';
import { distanceBetween } from './brute-force.js';
import { isWellLearnt, learn } from './corridors.js';
import { planOf, run } from './engine.js';
import { readEvening, type Trip } from './evening.js';
import { CAPMETRO, missing } from './shared-data.js';

const RADIUS: Metres = 150;
const LONGEST: Millis = 90 * MINUTE;
const STEP: Millis = 2 * MINUTE;

/** A trip that stands somewhere on its way: from the fix it stops at to the first that is more than 150 m away. */
interface Stopped {
  readonly trip: string;
  readonly fixes: readonly Fix[];
  readonly place: readonly [number, number];
  readonly start: Instant;
  readonly end: Instant;
}

/**
 * The first fix on the way whose neighbours lie well away is repeated every two minutes for so long, and all after it
 * come so much later. The receiver's noise while it stands is a few metres to either side.
 */
function insertStop({ id, fixes }: Trip, standing: Millis): Stopped | undefined {
  for (let i = 2; i + 2 < fixes.length; i++) {
    const here = fixes[i]!;
    const neighbours = [...fixes.slice(i - 2, i), ...fixes.slice(i + 1, i + 3)];
    if (neighbours.some((fix) => distanceBetween(here, fix) < 2 * RADIUS)) continue;
    if (fixes[i + 1]!.time - here.time > 3 * MINUTE) continue;
    const still = Array.from({ length: Math.floor(standing / STEP) }, (_, k) => {
      const noise = ((k % 5) - 2) * 5e-5; // up to 11 m
      return { ...here, time: here.time + (k + 1) * STEP, lat: here.lat! + noise, lon: here.lon! - noise };
    });
    const after = fixes.slice(i + 1).map((fix) => ({ ...fix, time: fix.time + standing }));
    const all = [...fixes.slice(0, i + 1), ...still, ...after].map((fix, seq) => ({ ...fix, seq }));
    const place = [here.lon!, here.lat!] as const;
    return { trip: id, fixes: all, place, start: here.time, end: after[0]!.time };
  }
  return undefined;
}

/** The rule by brute force: from each fix on, how long until one lies more than 150 m from it. */
function stops(fixes: readonly Fix[]): { start: Instant; end: Instant | null }[] {
  const found: { start: Instant; end: Instant | null }[] = [];
  for (let i = 0; i < fixes.length;) {
    let away = i + 1;
    while (away < fixes.length && distanceBetween(fixes[i]!, fixes[away]!) <= RADIUS) away++;
    if (fixes[away - 1]!.time - fixes[i]!.time > LONGEST)
      found.push({ start: fixes[i]!.time, end: fixes[away]?.time ?? null });
    i = away;
  }
  return found;
}

describeNeeding(missing(CAPMETRO), 'stops on the way', () => {
  const { buses, trips } = missing(CAPMETRO) === undefined ? readEvening() : { buses: [], trips: [] };
  const learnt = learn(trips, 0).filter(isWellLearnt);
  const judged = learnt.flatMap(({ legs, judged }) => judged.map((trip) => ({ trip, legs })));
  const stopped = (standing: Millis) =>
    judged.flatMap(({ trip, legs }) => {
      const known = insertStop(trip, standing);
      return known === undefined ? [] : [{ ...known, legs }];
    });
  const stopsIn = (fixes: readonly Fix[], plan: ReturnType<typeof planOf>) =>
    run(fixes, plan)
      .filter(({ kind }) => kind === 'unscheduled_stop')
      .map(({ start, end }) => ({ start, end }));

  it('of two hours are found from the first fix there to the first away', () => {
    const known = stopped(120 * MINUTE);
    expect(known.length).toBeGreaterThan(100);
    for (const { trip, fixes, legs, start, end } of known)
      expect(stopsIn(fixes, planOf(legs)), trip).toEqual([{ start, end }]);
  });

  it('of 88 minutes are none', () => {
    for (const { trip, fixes, legs } of stopped(88 * MINUTE))
      expect(stopsIn(fixes, planOf(legs)), trip).toEqual([]);
  });

  it('of two hours are none where they are permitted', () => {
    for (const { trip, fixes, legs, place } of stopped(120 * MINUTE)) {
      const [lon, lat] = place;
      const geometry = { type: 'Circle', center: { lat, lon }, radius: 400 } as const;
      const zone = { id: 'P', name: 'P', kind: 'stop', geometry } as const;
      const permitted = planOf(
        legs.map((leg) => ({ ...leg, stops: ['P'] })),
        [zone],
      );
      expect(stopsIn(fixes, permitted), trip).toEqual([]);
    }
  });

  it('of the real evening are those found by brute force', () => {
    const plan = planOf(learnt[0]!.legs);
    for (const { id, fixes } of buses) expect(stopsIn(fixes, plan), id).toEqual(stops(fixes));
  });
});
