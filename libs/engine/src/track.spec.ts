import type { Fix, LatLon } from '@haidang/domain';
import { distanceBetween } from '@haidang/geo';
import { clockTime, fixOf, planOf, spot, watchFixes } from '@haidang/testkit';
import { describe, expect, it } from 'vitest';
import { trackOf, type Track } from './index.js';

/** The track after fixes `[time of day, metres east, metres north]` along the equator. */
function trackAfter(fixes: readonly Fix[], rules = {}): Track {
  return trackOf(watchFixes(fixes, planOf({ rules })).state);
}

function at(time: string, east: number, north = 0, rest: Partial<Fix> = {}): Fix {
  return fixOf(clockTime(time), spot(east, north), rest);
}

function lastOf(track: Track): LatLon | null {
  return track.last === null ? null : { lat: track.last.lat, lon: track.last.lon };
}

describe('which positions are believed', () => {
  it('believes the first once a second agrees with it', () => {
    expect(trackAfter([at('08:00', 0)])).toMatchObject({ last: null, outliers: 0 });
    const both = trackAfter([at('08:00', 0), at('08:01', 900)]);
    expect(lastOf(both)).toEqual(spot(900, 0));
    expect(both.doubted).toEqual([]);
  });

  it('drops a bad first position', () => {
    const track = trackAfter([at('08:00', 500_000), at('08:01', 0), at('08:02', 900)]);
    expect(lastOf(track)).toEqual(spot(900, 0));
    expect(track.outliers).toBe(1);
  });

  it('takes 160 km/h, and not more', () => {
    // 160 km/h is 2,666.7 m a minute; 10 m of accuracy at either end are taken off.
    const before = [at('08:00', 0), at('08:01', 0)];
    expect(lastOf(trackAfter([...before, at('08:02', 2_680)]))).toEqual(spot(2_680, 0));
    expect(lastOf(trackAfter([...before, at('08:02', 2_690)]))).toEqual(spot(0, 0));
  });

  it('takes the very speed that is possible', () => {
    const [from, to] = [spot(0, 0), spot(1_000, 0)];
    // so many metres in 3.6 s are as many km/h
    const maxSpeed = distanceBetween(from.lat, from.lon, to.lat, to.lon) - 20;
    const fixes = [at('08:00', 0), at('08:01', 0), at('08:01:03.6', 1_000)];
    expect(lastOf(trackAfter(fixes, { maxSpeed }))).toEqual(to);
    expect(lastOf(trackAfter(fixes, { maxSpeed: maxSpeed - 0.001 }))).toEqual(from);
  });

  it('takes no half of a position', () => {
    const before = [at('08:00', 0), at('08:01', 0)];
    for (const half of [{ lat: null }, { lon: null }])
      expect(lastOf(trackAfter([...before, at('08:02', 900, 0, half)]))).toEqual(spot(0, 0));
  });

  it('takes the accuracies off the distance', () => {
    const before = [at('08:00', 0), at('08:01', 0)];
    expect(lastOf(trackAfter([...before, at('08:02', 2_850, 0, { accuracy: 190 })]))).toEqual(spot(2_850, 0));
  });

  it('drops and counts an outlier when the next fix agrees with the past', () => {
    const track = trackAfter([at('08:00', 0), at('08:01', 900), at('08:02', 90_000), at('08:03', 2_700)]);
    expect(lastOf(track)).toEqual(spot(2_700, 0));
    expect(track.outliers).toBe(1);
  });

  it('drops two outliers that agree with each other', () => {
    const track = trackAfter([
      at('08:00', 0),
      at('08:01', 900),
      at('08:02', 90_000),
      at('08:03', 90_500),
      at('08:04', 3_600),
    ]);
    expect(lastOf(track)).toEqual(spot(3_600, 0));
    expect(track.outliers).toBe(2);
  });

  it('believes three in a row that agree with each other and not with the past', () => {
    const track = trackAfter([
      at('08:00', 0),
      at('08:01', 900),
      at('08:02', 90_000),
      at('08:03', 90_500),
      at('08:04', 91_000),
    ]);
    expect(lastOf(track)).toEqual(spot(91_000, 0));
    expect(track.outliers).toBe(0);
  });

  it('begins anew with a doubted fix the doubted one before does not agree with', () => {
    const track = trackAfter([at('08:00', 0), at('08:01', 0), at('08:02', 50_000), at('08:03', 90_000)]);
    expect(track.doubted).toHaveLength(1);
    expect(track.outliers).toBe(1);
  });

  it('learns nothing from a fix without a position or with a bad accuracy', () => {
    const before = [at('08:00', 0), at('08:01', 900)];
    const unusable = [fixOf(clockTime('08:02'), null), at('08:02:30', 1_800, 0, { accuracy: 201 })];
    expect(trackAfter([...before, ...unusable])).toEqual(trackAfter(before));
    expect(lastOf(trackAfter([...before, at('08:03', 1_800, 0, { accuracy: 200 })]))).toEqual(spot(1_800, 0));
  });

  it('gives 30 m to a fix that names no accuracy', () => {
    const track = trackAfter([at('08:00', 0), at('08:01', 900, 0, { accuracy: null })]);
    expect(track.last?.accuracy).toBe(30);
  });

  it('lets the first of two at one time stand', () => {
    const track = trackAfter([at('08:00', 0), at('08:01', 900), at('08:01', 905, 0, { seq: 1 })]);
    expect(lastOf(track)).toEqual(spot(900, 0));
    expect(track.outliers).toBe(0);
  });

  it('takes every fix at its word with jumpFixes 1', () => {
    const track = trackAfter([at('08:00', 0), at('08:01', 500_000)], { jumpFixes: 1 });
    expect(lastOf(track)).toEqual(spot(500_000, 0));
  });
});
