import { describeNeeding, shortOrLong } from '@haidang/testkit';
import { expect, it } from 'vitest';
import { isWellLearnt, learn } from './corridors.js';
import { planOf, run, runInArrivalOrder } from './engine.js';
import { readEvening } from './evening.js';
import { CAPMETRO, missing } from './shared-data.js';

describeNeeding(missing(CAPMETRO), 'the order of the file as the order of arrival', () => {
  const { buses, trips } = missing(CAPMETRO) === undefined ? readEvening() : { buses: [], trips: [] };
  /** Corridors that most buses leave, some of them many times: the own route's would say nothing. */
  const learnt = learn(trips, 0).filter(isWellLearnt).slice(0, shortOrLong(2, 6));

  it('has 6,268 of 21,786 fixes after a later one of their bus, at 122 of 195 buses', () => {
    const late = buses.map(({ arrivals }) => {
      let newest = -1;
      return arrivals.filter(({ seq }) => seq < newest || (newest = seq) < 0).length;
    });
    expect(late.reduce((sum, count) => sum + count, 0)).toBe(6_268);
    expect(late.filter((count) => count > 0).length).toBe(122);
  });

  it.each(learnt.map(({ route, legs }) => [route, legs] as const))(
    'leaves the same alarms standing in the corridor of route %s as the order of time',
    (_, legs) => {
      const plan = planOf(legs);
      for (const { id, fixes, arrivals } of buses)
        expect(runInArrivalOrder(arrivals, plan), id).toEqual(run(fixes, plan));
    },
  );
});
