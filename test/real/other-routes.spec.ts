import { describeNeeding } from '@haidang/testkit';
import { expect, it, vi } from 'vitest';
import { departures } from './brute-force.js';
import { isWellLearnt, learn } from './corridors.js';
import { planOf, run } from './engine.js';
import { readEvening } from './evening.js';
import { CAPMETRO, missing } from './shared-data.js';

// 23 s of computing, and three times that beside other work
vi.setConfig({ testTimeout: 240_000 });

describeNeeding(missing(CAPMETRO), 'buses of other routes', () => {
  const { buses, trips } = missing(CAPMETRO) === undefined ? readEvening() : { buses: [], trips: [] };
  const learnt = learn(trips, 0).filter(isWellLearnt);

  it('are found wherever they leave the corridor of a route, from when to when, and nowhere else', () => {
    const tally = { corridors: learnt.length, rides: 0, ridesThatLeave: 0, alarms: 0 };
    for (const { route, legs } of learnt) {
      const plan = planOf(legs);
      for (const { id, fixes } of buses.filter(({ routes }) => !routes.has(route))) {
        const expected = departures(fixes, legs).map((one) => ({ kind: 'off_route', ...one }));
        const found = run(fixes, plan).map(({ kind, start, end }) => ({ kind, start, end }));
        expect(found, `bus ${id} in the corridor of route ${route}`).toEqual(expected);
        tally.rides++;
        tally.ridesThatLeave += expected.length > 0 ? 1 : 0;
        tally.alarms += expected.length;
      }
    }
    expect(tally).toEqual({ corridors: 38, rides: 7_218, ridesThatLeave: 7_073, alarms: 13_751 });
  });
});
