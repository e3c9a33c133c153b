import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { GeoPosition, Ring, Zone, ZoneGeometry } from '@haidang/domain';
import { describeNeeding } from '@haidang/testkit';
import booleanPointInPolygon from '@turf/boolean-point-in-polygon';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shapeOfGeometry, ZoneIndex } from './index.js';

/** From the repository's root. */
const DATA = path.resolve(import.meta.dirname, '../../../../shared/data/zones');

function missing(folder: string): string | undefined {
  return existsSync(path.join(DATA, folder)) ? undefined : `../shared/data/zones/${folder} is not there`;
}

type Polygonal = Exclude<ZoneGeometry, { type: 'Circle' }>;

/** What turf takes: arrays that it could change, and does not. */
type TurfArea = Parameters<typeof booleanPointInPolygon>[1];

/** turf's answer; its plane is ours: straight edges in longitude and latitude, the boundary inside. */
function turfSays(lon: number, lat: number, geometry: Polygonal): boolean {
  return booleanPointInPolygon([lon, lat], geometry as unknown as TurfArea);
}

describeNeeding(missing('vn-provinces'), 'the provinces of Vietnam', () => {
  interface Collection {
    features: { id: string; geometry: Polygonal }[];
  }
  const folder = path.join(DATA, 'vn-provinces');
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.geojson')) : [];
  const zones = files.map((name): Zone & { geometry: Polygonal } => {
    const { features } = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Collection;
    return { id: name.slice(0, 2), name, kind: 'facility', geometry: features[0]!.geometry };
  });
  const index = ZoneIndex.of(zones);

  it('are 34', () => {
    expect(index.size).toBe(34);
  });

  it.each([
    ['Ha Noi, Hoan Kiem lake', 21.0285, 105.8524, '01'],
    ['Hai Phong, the opera house', 20.858, 106.6826, '31'],
    ['Da Nang, the dragon bridge', 16.0612, 108.2278, '48'],
    ['Ho Chi Minh City, Ben Thanh market', 10.7722, 106.6983, '79'],
  ])('hold %s', (_, lat, lon, id) => {
    expect(index.at(lat, lon).map((zone) => zone.id)).toEqual([id]);
  });

  it('agree with turf at 3,000 places all over', () => {
    const place = fc.tuple(
      fc.double({ min: 8, max: 24, noNaN: true }),
      fc.double({ min: 102, max: 118, noNaN: true }),
    );
    fc.assert(
      fc.property(place, ([lat, lon]) => {
        const expected = zones.filter(({ geometry }) => turfSays(lon, lat, geometry)).map(({ id }) => id);
        expect(
          index
            .at(lat, lon)
            .map(({ id }) => id)
            .sort(),
        ).toEqual(expected.sort());
      }),
      { numRuns: 3_000 },
    );
  });

  it('hold every vertex of their boundaries, and agree with turf a metre beside them', () => {
    for (const { id, geometry } of zones) {
      const { shape } = index.get(id)!;
      const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
      const vertices = polygons.flatMap((rings) => rings.flat());
      for (let i = 0; i < vertices.length; i += 7) {
        const [lon, lat] = vertices[i]!;
        expect(shape.holds(lat, lon)).toBe(true);
        // Within a millimetre of another edge turf's exact arithmetic and our tenth of a millimetre may differ.
        if (Math.abs(shape.depth(lat + 1e-5, lon)) < 0.001) continue;
        expect(shape.holds(lat + 1e-5, lon)).toBe(turfSays(lon, lat + 1e-5, geometry));
      }
    }
  });
});

/** JTS's cases lie in a plane of hundreds of units; an eighth of a degree a unit keeps every coordinate exact. */
const UNIT = 1 / 8;

describeNeeding(missing('jts'), "JTS's cases of points and polygons", () => {
  const ring = (text: string): Ring =>
    text.split(',').map((pair): GeoPosition => {
      const [x, y] = pair.trim().split(/\s+/).map(Number);
      return [x! * UNIT, y! * UNIT];
    });
  const rings = (text: string): Ring[] => [...text.matchAll(/\(([^()]+)\)/g)].map((match) => ring(match[1]!));

  /** Cases of one (multi-)point against one (multi-)polygon: do they meet? */
  const cases = [...readCases('TestPreparedPointPredicate'), ...readCases('TestPreparedPolygonPredicate')];

  function readCases(name: string): { name: string; points: Ring; geometry: Polygonal; meet: boolean }[] {
    const file = path.join(DATA, 'jts/general', `${name}.xml`);
    if (!existsSync(file)) return [];
    const found = [];
    for (const [, body] of readFileSync(file, 'utf8').matchAll(/<case>([\s\S]*?)<\/case>/g)) {
      const part = (tag: string): string =>
        new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(body!)?.[1]?.trim() ?? '';
      const [a, b] = [part('a'), part('b')];
      const [point, area] = /^(MULTI)?POINT/.test(a) ? [a, b] : [b, a];
      const meet = /name="intersects"[^>]*>\s*(true|false)/.exec(body!)?.[1];
      if (!/^(MULTI)?POINT/.test(point) || !/^(MULTI)?POLYGON/.test(area) || meet === undefined) continue;
      const points = [...point.matchAll(/(-?[\d.]+)\s+(-?[\d.]+)/g)].flatMap((match) => ring(match[0]));
      const polygons = area.startsWith('MULTI') ? area.split(/\)\s*\)\s*,/) : [area];
      const geometry: Polygonal = { type: 'MultiPolygon', coordinates: polygons.map(rings) };
      found.push({ name: `${name}: ${part('desc')}`, points, geometry, meet: meet === 'true' });
    }
    return found;
  }

  it('are as many as were found by hand', () => {
    expect(cases.length).toBe(12);
  });

  it.each(cases.map((one) => [one.name, one] as const))('%s', (_, { points, geometry, meet }) => {
    const shape = shapeOfGeometry(geometry);
    expect(points.some(([lon, lat]) => shape.holds(lat, lon))).toBe(meet);
  });
});

describe('any star-shaped polygon with a hole', () => {
  const radii = fc.array(fc.double({ min: 0.2, max: 1, noNaN: true }), { minLength: 3, maxLength: 90 });
  const star = (lengths: readonly number[], scale: number): Ring => {
    const points = lengths.map((length, i): GeoPosition => {
      const angle = (2 * Math.PI * i) / lengths.length;
      return [105 + scale * length * Math.cos(angle), 20 + scale * length * Math.sin(angle)];
    });
    return [...points, points[0]!];
  };
  const offset = fc.double({ min: -1.1, max: 1.1, noNaN: true });

  it('agrees with turf on places, and with places on segments', () => {
    fc.assert(
      fc.property(radii, fc.array(offset, { minLength: 4, maxLength: 4 }), (lengths, [ax, ay, bx, by]) => {
        const geometry: Polygonal = { type: 'Polygon', coordinates: [star(lengths, 1), star(lengths, 0.5)] };
        const shape = shapeOfGeometry(geometry);
        const [a, b] = [
          { lat: 20 + ay!, lon: 105 + ax! },
          { lat: 20 + by!, lon: 105 + bx! },
        ];
        expect(shape.holds(a.lat, a.lon)).toBe(turfSays(a.lon, a.lat, geometry));
        const spans = shape.spans(a.lat, a.lon, b.lat, b.lon);
        for (let i = 0; i <= 50; i++) {
          const t = i / 50;
          const [lat, lon] = [a.lat + t * (b.lat - a.lat), a.lon + t * (b.lon - a.lon)];
          if (Math.abs(shape.depth(lat, lon)) < 0.01) continue;
          expect(spans.some(({ from, to }) => from <= t && t <= to)).toBe(turfSays(lon, lat, geometry));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gives deep stretches that depths confirm', () => {
    const ends = fc.array(fc.double({ min: -0.011, max: 0.011, noNaN: true }), {
      minLength: 4,
      maxLength: 4,
    });
    const margins = fc.double({ min: 1, max: 200, noNaN: true });
    fc.assert(
      fc.property(radii, ends, margins, (lengths, [ax, ay, bx, by], margin) => {
        const shape = shapeOfGeometry({ type: 'Polygon', coordinates: [star(lengths, 0.01)] });
        const [a, b] = [
          { lat: 20 + ay!, lon: 105 + ax! },
          { lat: 20 + by!, lon: 105 + bx! },
        ];
        const spans = shape.spans(a.lat, a.lon, b.lat, b.lon, margin);
        for (let i = 0; i <= 50; i++) {
          const t = i / 50;
          const depth = shape.depth(a.lat + t * (b.lat - a.lat), a.lon + t * (b.lon - a.lon));
          if (Math.abs(depth - margin) < 0.1) continue;
          expect(spans.some(({ from, to }) => from <= t && t <= to)).toBe(depth > margin);
        }
      }),
      { numRuns: 300 },
    );
  });
});
