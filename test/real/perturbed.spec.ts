import { MINUTE } from '@haidang/domain';
import { describeNeeding } from '@haidang/testkit';
import { expect, it } from 'vitest';
import { isWellLearnt, learn } from './corridors.js';
import { planOf, run } from './engine.js';
import { readEvening } from './evening.js';
import { LEFT_OVER } from './left-over.js';
import { cutSilence, shiftStretch } from './perturb.js';
import { CAPMETRO, missing } from './shared-data.js';

describeNeeding(missing(CAPMETRO), 'trips with something done to them', () => {
  const { trips } = missing(CAPMETRO) === undefined ? readEvening() : { trips: [] };
  const explained = new Set(LEFT_OVER.map(({ trip }) => trip));
  const quiet = [...learn(trips, 0), ...learn(trips, 1)]
    .filter(isWellLearnt)
    .flatMap(({ legs, judged }) => judged.map((trip) => ({ trip, legs })))
    .filter(({ trip }) => !explained.has(trip.id));

  it.each([
    [3, 474],
    [4, 450],
    [6, 402],
    [10, 279],
  ])(
    '%i fixes shifted by 500 m, in %i trips, are one off_route from the first to the next',
    (length, count) => {
      const known = quiet.flatMap(({ trip, legs }) => {
        const shifted = shiftStretch(trip, legs, length);
        return shifted === undefined ? [] : [{ ...shifted, plan: planOf(legs) }];
      });
      expect(known.length).toBe(count);
      for (const { trip, fixes, start, end, plan } of known)
        expect(run(fixes, plan), trip).toMatchObject([{ kind: 'off_route', start, end }]);
    },
  );

  it('two fixes shifted are none', () => {
    for (const { trip, legs } of quiet) {
      const shifted = shiftStretch(trip, legs, 2);
      if (shifted !== undefined) expect(run(shifted.fixes, planOf(legs)), trip.id).toEqual([]);
    }
  });

  it('a silence of more than 10 min proves nothing of the straight line over it', () => {
    const known = quiet.flatMap(({ trip, legs }) => {
      const cut = cutSilence(trip, 10 * MINUTE + 1, 30 * MINUTE);
      return cut === undefined ? [] : [{ ...cut, plan: planOf(legs, [cut.zone]) }];
    });
    expect(known.length).toBe(458);
    for (const { trip, fixes, plan } of known) expect(run(fixes, plan), trip).toEqual([]);
  });

  it('a shorter one does: into the zone and out of it, to the twentieth of a second', () => {
    const known = quiet.flatMap(({ trip, legs }) => {
      const cut = cutSilence(trip, 7 * MINUTE, 10 * MINUTE);
      return cut === undefined ? [] : [{ ...cut, plan: planOf(legs, [cut.zone]) }];
    });
    expect(known.length).toBe(489);
    for (const { trip, fixes, plan, start, end } of known) {
      const alarms = run(fixes, plan);
      expect(alarms, trip).toMatchObject([{ kind: 'forbidden_zone' }]);
      expect(Math.abs(alarms[0]!.start - start), trip).toBeLessThan(50);
      expect(Math.abs(alarms[0]!.end! - end), trip).toBeLessThan(50);
    }
  });
});
