import type { Facility, Zone } from '@haidang/contract';
import { describe, expect, it } from 'vitest';
import { newDraft, type LegDraft, type RouteDraft } from './draft.js';
import { gapsOf, missOf, moved, reversed, splitAt } from './legs.js';

const leg = (...line: [number, number][]): LegDraft => ({
  ...{ line, halfWidth: 500, stops: ['S'], checkpoints: ['C', 'D'] },
});
const west = leg([106, 20], [106.5, 20], [107, 20]);
const east = { ...leg([107, 20], [108, 20]), halfWidth: 800, checkpoints: ['E'] };
const route: RouteDraft = {
  ...(newDraft('routes') as RouteDraft),
  ...{ from: 'PORT', to: 'BORDER', legs: [west, east] },
};

describe('the legs of a route', () => {
  it('come earlier and later, but for the ends', () => {
    expect(moved(route, 1, -1).legs).toEqual([east, west]);
    expect(moved(route, 0, 1).legs).toEqual([east, west]);
    expect(moved(route, 0, -1)).toBe(route);
    expect(moved(route, 1, 1)).toBe(route);
  });

  it('are driven back in the other order, checkpoints too', () => {
    expect(reversed(route)).toMatchObject({
      ...{ from: 'BORDER', to: 'PORT' },
      legs: [
        { halfWidth: 800, checkpoints: ['E'], line: [...east.line].reverse() },
        { halfWidth: 500, checkpoints: ['D', 'C'], line: [...west.line].reverse() },
      ],
    });
    expect(reversed(reversed(route))).toEqual(route);
  });

  it('are split at a corner, or where there is none yet', () => {
    const { legs } = splitAt(route, [106.5, 20]);
    expect(legs.map(({ line }) => line)).toEqual([
      [
        [106, 20],
        [106.5, 20],
      ],
      [
        [106.5, 20],
        [107, 20],
      ],
      east.line,
    ]);
    expect(legs[0]).toMatchObject({ halfWidth: 500, stops: ['S'], checkpoints: ['C', 'D'] });
    expect(legs[1], 'what is to be passed is passed once').toMatchObject({ halfWidth: 500, checkpoints: [] });
    const between = splitAt(route, [107.25, 20]).legs;
    expect(between.slice(1).map(({ line }) => line)).toEqual([
      [
        [107, 20],
        [107.25, 20],
      ],
      [
        [107.25, 20],
        [108, 20],
      ],
    ]);
    expect(splitAt(route, [106, 20]), 'not at an end').toBe(route);
    expect(splitAt(route, [107, 20]), 'nor where two meet').toBe(route);
    expect(splitAt(route, [106.5, 20.001]), 'nor beside it').toBe(route);
  });

  it('join within 50 m; more is said', () => {
    expect(gapsOf(route)).toEqual([undefined, undefined]);
    // 0.0004 degrees of latitude are 44 m, 0.001 are 111 m
    expect(gapsOf({ legs: [west, leg([107, 20.0004], [108, 20])] })).toEqual([undefined, undefined]);
    expect(gapsOf({ legs: [west, leg([107, 20.001], [108, 20])] })).toEqual([
      undefined,
      expect.closeTo(111.2, 1),
    ]);
  });
});

describe('a route', () => {
  const port = (lon: number): Facility => ({
    ...{ id: 'PORT', name: 'Cảng', kind: 'seaport', place: { lat: 20, lon } },
  });
  const yard: Zone = {
    ...{ id: 'Y', name: 'Y', kind: 'facility', facilityId: 'PORT' },
    geometry: { type: 'Circle', center: { lat: 20, lon: 106.01 }, radius: 1_200 },
  };

  it('begins and ends where it is said to: in the zone of the facility, or near its place', () => {
    expect(missOf('from', route, [port(106.01)], [])).toBeUndefined();
    // 0.1 degrees of longitude are 10.4 km there
    expect(missOf('from', route, [port(106.1)], [])).toBeCloseTo(10_449, -2);
    expect(missOf('from', route, [port(106.1)], [yard]), 'a port is large').toBeUndefined();
    expect(missOf('from', { ...route, from: '' }, [port(106.1)], [])).toBeUndefined();
    expect(missOf('to', route, [{ ...port(106), id: 'BORDER' }], [yard])).toBeGreaterThan(200_000);
  });
});
