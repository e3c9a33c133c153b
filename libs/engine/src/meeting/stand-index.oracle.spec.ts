import { MINUTE } from '@haidang/domain';
import { lawRuns } from '@haidang/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StandIndex, type Stand } from '../index.js';

describe('the index of stands, beside Pythagoras', () => {
  const standAt = (lat: number, lon: number, from = 0, to = 1): Stand => ({
    from,
    to,
    open: false,
    lat,
    lon,
    accuracy: 10,
    evidence: 0,
    radius: 50,
    after: 10 * MINUTE,
    rejoin: 5 * MINUTE,
  });

  it('finds whoever is near, across every edge of the grid', () => {
    const place = fc.record({
      lat: fc.double({ min: -80, max: 80, noNaN: true }),
      lon: fc.double({ min: -180, max: 180, noNaN: true }),
    });
    const aside = fc.integer({ min: -60, max: 60 });
    fc.assert(
      fc.property(fc.oneof(place, fc.constant({ lat: 0, lon: 180 })), aside, aside, ({ lat, lon }, x, y) => {
        const index = new StandIndex();
        const east = lon + x / 111_319 / Math.cos((lat * Math.PI) / 180);
        index.add('A', '1', [standAt(lat, lon)]);
        const found = index.add('B', '1', [standAt(lat + y / 110_574, east > 180 ? east - 360 : east)]);
        const apart = Math.hypot(x, y);
        if (apart < 49) expect([...found]).toEqual(['A']);
        if (apart > 51) expect([...found]).toEqual([]);
      }),
      { numRuns: lawRuns(2_000, 50_000) },
    );
  });
});
