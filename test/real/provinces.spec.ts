import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Ring, ZoneGeometry } from '@haidang/domain';
import { shapeOfGeometry } from '@haidang/geo';
import { describeNeeding, shortOrLong } from '@haidang/testkit';
import { expect, it } from 'vitest';
import { missing, PROVINCES } from './shared-data.js';

type Parts = readonly (readonly Ring[])[];

/** Each so-many-th edge in `npm test`, every one of the 92,472 in the long form. */
const EVERY = shortOrLong(5, 1);
/** About a metre. */
const BESIDE = 1e-5;
/** Nearer than this to another edge the two reckonings may round to either side of it. */
const SURE = 0.001;

/**
 * Areas as nature and law draw them: 403 parts, islands, borders that go back and forth. None has a hole; so each is
 * asked twice, as it is and as what is missing from a rectangle around it.
 */
describeNeeding(
  missing(PROVINCES),
  'on, and a metre to either side of, the edges of the provinces of Vietnam',
  () => {
    const files = missing(PROVINCES) === undefined ? readdirSync(PROVINCES) : [];
    const provinces = files.filter((name) => name.endsWith('.geojson'));

    it.each(provinces)('%s', (file) => {
      const parts = partsOf(file);
      const rings = parts.flat();
      const province = shapeOfGeometry({ type: 'MultiPolygon', coordinates: parts });
      const around = shapeOfGeometry({ type: 'Polygon', coordinates: [rectangleAround(rings), ...rings] });
      const answers: string[] = [];
      let [asked, unsure] = [0, 0];
      const ask = (lat: number, lon: number, expected: boolean): void => {
        asked++;
        if (Math.abs(province.depth(lat, lon)) < SURE) {
          unsure++;
          return;
        }
        if (province.holds(lat, lon) !== expected)
          answers.push(`${lat} ${lon} is ${expected ? 'in' : 'out'}`);
        if (around.holds(lat, lon) === expected) answers.push(`${lat} ${lon} around`);
      };
      for (const ring of rings) {
        for (let i = 1; i < ring.length; i += EVERY) {
          const [[fromX, fromY], [toX, toY]] = [ring[i - 1]!, ring[i]!];
          const [x, y] = [(fromX + toX) / 2, (fromY + toY) / 2];
          for (const [lon, lat] of [ring[i]!, [x, y]] as const)
            if (!province.holds(lat, lon) || !around.holds(lat, lon))
              answers.push(`${lat} ${lon} is on an edge`);
          const length = Math.hypot(toX - fromX, toY - fromY);
          if (length === 0) continue;
          const [dx, dy] = [((toY - fromY) / length) * BESIDE, ((fromX - toX) / length) * BESIDE];
          for (const side of [1, -1]) {
            const [lon, lat] = [x + side * dx, y + side * dy];
            ask(lat, lon, isInside(lon, lat, rings));
          }
        }
      }
      expect(answers).toEqual([]);
      expect(unsure).toBeLessThanOrEqual(asked / 1_000);
    });
  },
);

function partsOf(file: string): Parts {
  interface Collection {
    features: { geometry: Exclude<ZoneGeometry, { type: 'Circle' }> }[];
  }
  const { features } = JSON.parse(readFileSync(path.join(PROVINCES, file), 'utf8')) as Collection;
  const { geometry } = features[0]!;
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

/** The oldest way: a ray to the east crosses the boundary an odd number of times. */
function isInside(x: number, y: number, rings: readonly Ring[]): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 1; i < ring.length; i++) {
      const [[ax, ay], [bx, by]] = [ring[i - 1]!, ring[i]!];
      if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) inside = !inside;
    }
  }
  return inside;
}

function rectangleAround(rings: readonly Ring[]): Ring {
  const places = rings.flat();
  const [west, east] = [Math.min(...places.map(([x]) => x)) - 1, Math.max(...places.map(([x]) => x)) + 1];
  const [south, north] = [
    Math.min(...places.map(([, y]) => y)) - 1,
    Math.max(...places.map(([, y]) => y)) + 1,
  ];
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}
