import type { GeoPosition } from '@haidang/domain';
import { describe, expect, it } from 'vitest';
import { NO_SNAPS, snapTo, type Screen } from './snap.js';

/** A thousand pixels to a degree, north up. */
const screen: Screen = {
  project: (lon, lat) => ({ x: lon * 1_000, y: -lat * 1_000 }),
  unproject: ({ x, y }) => [x / 1_000, -y / 1_000],
};
const at = (lon: number, lat: number) => screen.project(lon, lat);
const line: GeoPosition[] = [
  [106, 20],
  [107, 20],
  [107, 21],
];

describe('the hand', () => {
  it('is drawn to the nearest place within 14 pixels, and to nothing further away', () => {
    const places: GeoPosition[] = [
      [106, 20],
      [106.012, 20],
    ];
    const snaps = { ...NO_SNAPS, places };
    expect(snapTo(snaps, at(106.013, 20), screen)).toEqual([106.012, 20]);
    expect(snapTo(snaps, at(106.004, 20), screen)).toEqual([106, 20]);
    // 10 pixels to either side are 14.1 away
    expect(snapTo(snaps, at(105.99, 20.01), screen)).toBeUndefined();
    expect(snapTo(NO_SNAPS, at(106, 20), screen)).toBeUndefined();
  });

  it('is drawn to the nearest place of an edge', () => {
    const snaps = { ...NO_SNAPS, lines: [line] };
    expect(snapTo(snaps, at(106.5, 20.01), screen)).toEqual([106.5, 20]);
    const [lon, lat] = snapTo(snaps, at(106.992, 20.25), screen)!;
    expect(lon).toBe(107);
    expect(lat).toBeCloseTo(20.25, 9);
    expect(snapTo(snaps, at(106.5, 20.02), screen)).toBeUndefined();
    // no further than the line goes
    expect(snapTo(snaps, at(105.98, 20), screen)).toBeUndefined();
  });

  it('is drawn to a corner rather than to an edge that is nearer', () => {
    const snaps = { ...NO_SNAPS, lines: [line] };
    expect(snapTo(snaps, at(106.99, 20.001), screen)).toEqual([107, 20]);
    const gate: GeoPosition = [106.5, 20.012];
    expect(snapTo({ ...snaps, places: [gate] }, at(106.5, 20.001), screen)).toEqual(gate);
  });

  it('is drawn to a slanted edge at a right angle, and to one without a length as to a place', () => {
    const slope: GeoPosition[] = [
      [106, 20],
      [107, 21],
    ];
    const [lon, lat] = snapTo({ ...NO_SNAPS, lines: [slope] }, at(106.505, 20.495), screen)!;
    expect([lon, lat]).toEqual([expect.closeTo(106.5, 9), expect.closeTo(20.5, 9)]);
    const point: GeoPosition[] = [
      [106, 20],
      [106, 20],
    ];
    expect(snapTo({ ...NO_SNAPS, lines: [point] }, at(106.003, 20), screen)).toEqual([106, 20]);
  });
});
