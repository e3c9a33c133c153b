import { MINUTE } from '@haidang/domain';
import { describeNeeding } from '@haidang/testkit';
import { expect, it } from 'vitest';
import { departures, distanceBetween, distanceToLegs } from './brute-force.js';
import { HALF_WIDTH, isWellLearnt, learn } from './corridors.js';
import { planOf, run } from './engine.js';
import { readEvening, type Trip } from './evening.js';
import { LEFT_OVER } from './left-over.js';
import { CAPMETRO, missing } from './shared-data.js';

/** Austin's offset that evening. */
const LOCAL = -300 * MINUTE;

describeNeeding(missing(CAPMETRO), 'buses on their own routes', () => {
  const { buses, trips } = missing(CAPMETRO) === undefined ? readEvening() : { buses: [], trips: [] };
  const halves = [...learn(trips, 0), ...learn(trips, 1)];
  const learnt = halves.filter(isWellLearnt);

  it('are all read: 21,786 fixes of 195 buses, each of one trip', () => {
    expect(buses.length).toBe(195);
    expect(buses.flatMap(({ fixes }) => fixes).length).toBe(21_786);
    expect(new Set(trips.flatMap(({ fixes }) => fixes)).size).toBe(21_786);
  });

  it('leave them no oftener than once in 1,000 km, and each time in truth', () => {
    const judged = learnt.flatMap(({ legs, judged }) => judged.map((trip) => ({ trip, plan: planOf(legs) })));
    const left = judged.flatMap(({ trip, plan }) =>
      run(trip.fixes, plan).map(({ kind, start, end }) => ({
        kind,
        ...{ route: trip.route, bus: trip.bus, trip: trip.id },
        ...{ start: clock(start), end: end === null ? 'never' : clock(end) },
      })),
    );
    const byStart = left.sort((a, b) => a.start.localeCompare(b.start));
    const expected = LEFT_OVER.map(({ route, bus, trip, start, end }) => ({
      ...{ kind: 'off_route', route, bus, trip, start, end },
    })).sort((a, b) => a.start.localeCompare(b.start));
    expect(byStart).toEqual(expected);
    const kilometres = judged.reduce((sum, { trip }) => sum + lengthOf(trip), 0);
    expect(judged.length).toBe(541);
    expect(Math.round(kilometres)).toBe(9_583);
    expect(left.length / kilometres).toBeLessThan(1 / 1_000);
  });

  it.each([200, 400])('are left by the same trips with a half-width of %i m', (halfWidth) => {
    const left = learnt.flatMap(({ legs, judged }) => {
      const plan = planOf(legs.map((leg) => ({ ...leg, halfWidth })));
      return judged.filter(({ fixes }) => run(fixes, plan).length > 0).map(({ id }) => id);
    });
    expect(left.sort()).toEqual(LEFT_OVER.map(({ trip }) => trip).sort());
  });

  it('leave those that too few trips have drawn 13 times in 898 km', () => {
    const thin = halves.filter((half) => half.legs.length > 0 && !isWellLearnt(half));
    const alarms = thin.flatMap(({ legs, judged }) =>
      judged.flatMap(({ fixes }) => run(fixes, planOf(legs))),
    );
    const kilometres = thin.flatMap(({ judged }) => judged).reduce((sum, trip) => sum + lengthOf(trip), 0);
    expect([alarms.length, Math.round(kilometres)]).toEqual([13, 898]);
  });

  it.each(LEFT_OVER.filter(({ onRoadOf }) => onRoadOf !== undefined))(
    'bus $bus, named $route, was on the road of route $onRoadOf.route',
    ({ trip: id, start, end, onRoadOf }) => {
      const { fixes } = trips.find((trip) => trip.id === id)!;
      const meanwhile = fixes.filter(({ time }) => start <= clock(time) && clock(time) < end);
      const legs = halves.filter(({ route }) => route === onRoadOf!.route).flatMap((half) => half.legs);
      const there = meanwhile.filter((fix) => distanceToLegs(fix, legs) <= HALF_WIDTH);
      expect({ ...onRoadOf, fixes: there.length, of: meanwhile.length }).toEqual(onRoadOf);
    },
  );

  it('are judged by the engine as by brute force, the thinly learnt routes too', () => {
    for (const { legs, judged } of halves.filter((half) => half.legs.length > 0)) {
      const plan = planOf(legs);
      for (const { id, fixes } of judged) {
        const found = run(fixes, plan).map(({ start, end }) => ({ start, end }));
        expect(found, id).toEqual(departures(fixes, legs));
      }
    }
  });
});

function clock(time: number): string {
  return new Date(time + LOCAL).toISOString().slice(11, 19);
}

/** In kilometres, as its fixes tell it. */
function lengthOf({ fixes }: Trip): number {
  const metres = fixes.reduce((sum, fix, i) => sum + (i === 0 ? 0 : distanceBetween(fixes[i - 1]!, fix)), 0);
  return metres / 1_000;
}
