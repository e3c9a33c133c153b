import type { Fix, TransitState, Zone } from '@haidang/domain';
import {
  clockTime,
  fixEvents,
  fixOf,
  legAlong,
  planOf,
  rectangle,
  spot,
  stepped,
  timeOfDay,
  watchKind,
} from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { etaOf, memoryOf, stepAll, type Plan, type WatchEvent } from '../index.js';

const facility = (id: string, facilityId: string, west: number, east: number): Zone => ({
  ...rectangle(id, west, -400, east, 400),
  kind: 'facility',
  facilityId,
});
const origin = facility('O', 'ORIGIN', -1_000, 1_000);
const destination = facility('D', 'DESTINATION', 99_000, 101_000);
const plan = planOf({ zones: [origin, destination] });
const at = (time: string, east: number, rest: Partial<Fix> = {}): Fix =>
  fixOf(clockTime(time), spot(east, 0), rest);

type Told = readonly (Fix | WatchEvent)[];
function journeyOf(told: Told, of: Plan, phase: TransitState) {
  const { state } = watchKind('off_route', told, of, phase);
  const { departedAt, arrivedAt, passed } = memoryOf(state, 'journey');
  const clock = (time: number | null) => (time === null ? null : timeOfDay(time));
  return {
    departed: clock(departedAt),
    arrived: clock(arrivedAt),
    passed: passed.map(({ zoneId, time }) => [zoneId, timeOfDay(time)]),
  };
}
const departure = (told: Told, phase: TransitState = 'sealed') => journeyOf(told, plan, phase).departed;
const arrival = (told: Told, phase: TransitState = 'in_transit') => journeyOf(told, plan, phase).arrived;

describe('the departure', () => {
  const inside = [at('08:00', 500), at('08:01', 500)];

  it('is the crossing out of the origin, proven by two fixes outside', () => {
    expect(departure([...inside, at('08:02', 1_500)])).toBeNull();
    expect(departure([...inside, at('08:02', 1_500), at('08:03', 2_000)])).toBe('08:01:30');
    expect(departure([...inside, at('08:11:01', 1_500), at('08:12', 2_000)])).toBe('08:11:01');
  });

  it('is remembered by the very same object while nothing changes', () => {
    const before = watchKind('off_route', inside, plan, 'sealed').state;
    const { state } = stepAll(before, fixEvents([at('08:02', 500)]), plan);
    expect(memoryOf(state, 'journey')).toBe(memoryOf(before, 'journey'));
  });

  it('is proven by fixes further outside than their accuracy, and is the crossing all the same', () => {
    const coarse = { accuracy: 180 };
    const near = [...inside, at('08:02', 1_010, coarse), at('08:03', 1_008, coarse)];
    expect(departure(near)).toBeNull();
    // 500 m of 510 m to the edge
    const gone = [at('08:04', 1_500), at('08:05', 2_000)];
    expect(departure([...near, gone[0]!])).toBeNull();
    expect(departure([...near, ...gone])).toBe('08:01:58.824');
    expect(departure([...near, at('08:03:30', 990), ...gone])).toBe('08:03:30.588');
  });

  it('needs a fix inside before', () => {
    expect(departure([at('08:00', 1_500), at('08:01', 1_500), at('08:02', 2_000)])).toBeNull();
  });

  it('needs the sealing', () => {
    const out = [at('08:02', 1_500), at('08:03', 2_000)];
    expect(departure([...inside, ...out], 'registered')).toBeNull();
    expect(departure([...inside, stepped('seal', '08:01:30'), ...out], 'registered')).toBe('08:01:30');
  });

  it('is taken back when it is inside again while only sealed, and kept once it is under way', () => {
    const left = [...inside, at('08:02', 1_500), at('08:03', 2_000)];
    expect(departure([...left, at('08:05', 500)])).toBeNull();
    expect(departure([...left, stepped('depart', '08:04'), at('08:05', 500)])).toBe('08:01:30');
  });

  it('is that of a facility alone, and of the origin', () => {
    const told = [...inside, at('08:02', 1_500), at('08:03', 2_000)];
    const of = (zone: Partial<Zone>) =>
      journeyOf(told, planOf({ zones: [{ ...origin, ...zone }] }), 'sealed').departed;
    expect(of({})).toBe('08:01:30');
    expect(of({ kind: 'stop' })).toBeNull();
    expect(of({ facilityId: 'OTHER' })).toBeNull();
  });

  it('is out of the last of several zones', () => {
    const two = planOf({ zones: [origin, facility('O2', 'ORIGIN', 900, 1_200)] });
    const told = [...inside, at('08:02', 1_500), at('08:03', 2_000)];
    // 700 m of 1,000 m to the second one's edge
    expect(journeyOf(told, two, 'sealed').departed).toBe('08:01:42');
  });
});

describe('the arrival', () => {
  /** Crosses the edge at 99,000 m at 08:01:30. */
  const entering = [at('08:00', 97_500), at('08:01', 98_500), at('08:02', 99_500)];

  it('is the crossing in, once it stayed three minutes', () => {
    expect(arrival([...entering, at('08:04:29.999', 99_500)])).toBeNull();
    expect(arrival([...entering, at('08:04:30', 99_500)])).toBe('08:01:30');
  });

  it('is proven by a fix deeper inside than its accuracy', () => {
    expect(arrival([...entering, at('08:05', 99_020, { accuracy: 25 })])).toBeNull();
    expect(arrival([...entering, at('08:05', 99_020, { accuracy: 15 })])).toBe('08:01:30');
  });

  it('is taken back with two fixes in a row outside, while under way', () => {
    const there = [...entering, at('08:05', 99_500)];
    expect(arrival([...there, at('08:06', 98_500)])).toBe('08:01:30');
    expect(arrival([...there, at('08:06', 98_500), at('08:07', 98_000)])).toBeNull();
    const confirmed = [...there, stepped('arrive', '08:05:30'), at('08:06', 98_500), at('08:07', 98_000)];
    expect(arrival(confirmed)).toBe('08:01:30');
  });

  it('is into the first of several zones', () => {
    const two = planOf({ zones: [destination, facility('D2', 'DESTINATION', 98_600, 98_900)] });
    // 100 m of 1,000 m to the second one's edge
    expect(journeyOf([...entering, at('08:05', 99_500)], two, 'in_transit').arrived).toBe('08:01:06');
  });

  it('is when it was first seen there under way, of one that was there already', () => {
    const there = [at('08:00', 99_500), at('08:01', 99_500), stepped('depart', '08:01:30')];
    expect(arrival([...there, at('08:02', 99_500), at('08:06', 99_500)], 'sealed')).toBe('08:02:00');
  });

  it('is none before it is under way', () => {
    expect(arrival([...entering, at('08:05', 99_500)], 'sealed')).toBeNull();
  });
});

describe('checkpoints', () => {
  const gate = (id: string, west: number): Zone => ({
    ...rectangle(id, west, -400, west + 1_000, 400),
    kind: 'stop',
  });
  const three = planOf({
    zones: [origin, gate('A', 10_000), gate('B', 12_000), gate('C', 14_000)],
    checkpoints: ['A', 'B', 'C'],
  });
  const passed = (told: Told, phase: TransitState = 'in_transit') => journeyOf(told, three, phase).passed;
  const before = [at('08:00', 8_500), at('08:01', 9_500)];

  it('are passed in order, where the way comes in', () => {
    const drive = [...before, at('08:02', 10_500), at('08:03', 11_500), at('08:04', 12_500)];
    expect(passed(drive)).toEqual([
      ['A', '08:01:30'],
      ['B', '08:03:30'],
    ]);
  });

  it('are passed both where two begin at one place', () => {
    const twins = planOf({ zones: [gate('A', 10_000), gate('B', 10_000)], checkpoints: ['A', 'B'] });
    const drive = [...before, at('08:02', 10_500)];
    expect(journeyOf(drive, twins, 'in_transit').passed.map(([zoneId]) => zoneId)).toEqual(['A', 'B']);
  });

  it('may be left out, and are not passed afterwards', () => {
    const back = [at('08:00', 13_200), at('08:01', 13_500), at('08:02', 14_500), at('08:03', 13_500)];
    expect(passed([...back, at('08:04', 12_500), at('08:05', 10_500)])).toEqual([['C', '08:01:30']]);
  });

  it('are passed in order within one way, too', () => {
    const driven = (from: number, to: number) =>
      passed([at('08:00', from), at('08:01', from), at('08:09', to)]).map(([zoneId]) => zoneId);
    expect(driven(9_500, 15_500)).toEqual(['A', 'B', 'C']);
    expect(driven(15_500, 9_500)).toEqual(['C']);
    expect(driven(13_500, 9_500)).toEqual(['B']);
  });

  it('are passed under way, or once it was found to have left', () => {
    expect(passed([...before, at('08:02', 10_500)], 'sealed')).toEqual([]);
    const left = [at('07:50', 500), at('07:51', 500), at('07:53', 2_000), at('07:54', 3_000)];
    expect(passed([...left, ...before, at('08:02', 10_500)], 'sealed')).toEqual([['A', '08:01:30']]);
  });
});

describe('the estimated time of arrival', () => {
  const etaAfter = (fixes: readonly Fix[], of: Plan = plan) =>
    etaOf(watchKind('off_route', fixes, of).state, of);

  it('comes from progress and speed', () => {
    const { speed, eta, progress, remaining } = etaAfter(
      [90_000, 91_000, 92_000].map((east, i) => at(`08:0${i}`, east)),
    );
    expect(speed).toBeCloseTo(60, 1);
    expect(progress).toBeCloseTo(92_000, -1);
    expect(remaining).toBeCloseTo(8_000, -1);
    expect(eta! / 60_000).toBeCloseTo(clockTime('08:10') / 60_000, 1);
  });

  it('needs a minute of driving', () => {
    const drive = (second: string) => etaAfter([at('08:00', 90_000), at(second, 90_900)]).speed;
    expect(drive('08:00:59.999')).toBeNull();
    expect(drive('08:01')).toBeCloseTo(54, 1);
    expect(etaAfter([at('08:00', 90_000)])).toMatchObject({ progress: null, remaining: null, eta: null });
  });

  it('is not slowed by standing, creeping, going back, nor by what is off the route or over a gap', () => {
    const drive = [at('08:00', 80_000), at('08:01', 81_000), at('08:02', 82_000)];
    // 83 m a minute are 4.98 km/h, 84 m are 5.04
    expect(etaAfter([...drive, at('08:03', 82_083)]).speed).toBeCloseTo(60, 1);
    expect(etaAfter([...drive, at('08:03', 82_084)]).speed).toBeLessThan(45);
    expect(etaAfter([...drive, at('08:03', 81_000)]).speed).toBeCloseTo(60, 1);
    expect(etaAfter([...drive, at('08:13', 84_000)]).speed).toBeCloseTo(60, 1);
    const aside = fixOf(clockTime('08:03'), spot(82_300, 501));
    expect(etaAfter([...drive, aside, at('08:04', 82_400)]).speed).toBeCloseTo(60, 1);
  });

  it('goes by fixes on the very edge of the road as well', () => {
    const { lat, lon } = spot(81_000, 400);
    const edge = plan.corridor.locate({ lat, lon }).distance;
    const beside = [at('08:00', 80_000), fixOf(clockTime('08:01'), spot(81_000, 400))];
    const back = [fixOf(clockTime('08:00'), spot(81_000, 400)), at('08:01', 82_000)];
    for (const fixes of [beside, back]) {
      const of = (halfWidth: number) =>
        etaAfter(fixes, planOf({ legs: [legAlong(0, 100_000, halfWidth)] })).speed;
      expect(of(edge)).toBeCloseTo(60, 1);
      expect(of(edge - 0.001)).toBeNull();
    }
  });

  it('counts a stretch at the very speed that is possible', () => {
    const progress = (east: number): number => {
      const { lat, lon } = spot(east, 0);
      return plan.corridor.locate({ lat, lon }).progress;
    };
    const maxSpeed = ((progress(81_000) - progress(80_000)) / 60_000) * 3_600;
    const of = (rules: { maxSpeed: number }) =>
      etaAfter([at('08:00', 80_000), at('08:01', 81_000)], planOf({ rules })).speed;
    expect(of({ maxSpeed })).toBeCloseTo(60, 1);
    expect(of({ maxSpeed: maxSpeed - 0.001 })).toBeNull();
  });

  it('is the arrival itself once it is there, and never before the end of the road', () => {
    const there = [at('08:00', 97_500), at('08:01', 98_500), at('08:02', 99_500), at('08:05', 99_500)];
    expect(etaAfter(there).eta).toBe(clockTime('08:01:30'));
    const beyond = etaAfter([at('08:00', 99_000), at('08:01', 100_000), at('08:02', 100_400)], planOf());
    expect(beyond.remaining).toBe(0);
  });

  it('remembers the last twenty minutes best', () => {
    const slow = Array.from({ length: 31 }, (_, i) =>
      fixOf(clockTime('08:00') + i * 60_000, spot(10_000 + i * 500, 0)),
    );
    const fast = Array.from({ length: 20 }, (_, i) =>
      fixOf(clockTime('08:31') + i * 60_000, spot(26_000 + i * 1_000, 0)),
    );
    const { speed } = etaAfter([...slow, ...fast]);
    // twenty minutes at 60 km/h weigh more than the half hour at 30 km/h before
    expect(speed).toBeGreaterThan(45);
    expect(speed).toBeLessThan(60);
  });
});
