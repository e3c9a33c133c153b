import type { Route, Zone } from '@haidang/contract';
import { describe, expect, it } from 'vitest';
import { newDraft, routeOf, zoneDraft, zoneOf, type RouteDraft, type ZoneDraft } from '../draft.js';
import { draftWith, type FoundRoute } from './found.js';
import { FileError, readFile } from './read.js';
import { writeFile } from './write.js';

const square: [number, number][] = [
  [106, 20],
  [107, 20],
  [107, 21],
  [106, 21],
  [106, 20],
];
const hole: [number, number][] = [
  [106.2, 20.2],
  [106.4, 20.2],
  [106.4, 20.4],
  [106.2, 20.2],
];
const zones: Zone[] = [
  {
    ...{ id: 'A', name: 'Kho <1> & "2"', kind: 'queue', facilityId: 'PORT' },
    geometry: { type: 'Polygon', coordinates: [square, hole] },
  },
  {
    ...{ id: 'B', name: 'Tròn', kind: 'forbidden' },
    geometry: { type: 'Circle', center: { lat: 20.5, lon: 106.5 }, radius: 750 },
    calendar: {
      offset: 420,
      spans: [{ days: [6, 0], from: 1320, to: 300 }],
      since: '2026-12-01T00:00:00.000Z',
    },
  },
];
const leg = {
  line: { type: 'LineString' as const, coordinates: square },
  stops: ['A'],
  checkpoints: ['B', 'A'],
};
const route: Route = {
  ...{ id: 'R', name: 'Tuyến', from: 'PORT', to: 'BORDER' },
  legs: [
    { ...leg, halfWidth: 500 },
    { ...leg, halfWidth: 2_500 },
  ],
  rules: { stopAfter: 60_000 },
};

const fileOf = (...geometries: object[]) =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: geometries.map((geometry, i) => ({
      type: 'Feature',
      properties: { name: `n${i + 1}` },
      geometry,
    })),
  });

describe('a file', () => {
  it('of zones is read as it was written: holes, circle, kind, calendar', () => {
    const { found, leftOut } = readFile('z.geojson', writeFile(zones, 'geojson'), 'zones');
    expect(leftOut).toBe(0);
    expect(found.map((one) => zoneOf(draftWith(one, newDraft('zones')) as ZoneDraft))).toEqual(zones);
  });

  it('of a route is one route again, leg by leg, with its limits', () => {
    const { found } = readFile('r.geojson', writeFile([route], 'geojson'), 'routes');
    expect(found.map((one) => routeOf(draftWith(one, newDraft('routes')) as RouteDraft))).toEqual([route]);
  });

  it('of several routes of one leg is those routes, and not all of them together', () => {
    const single = { ...route, legs: route.legs.slice(0, 1) };
    const { found } = readFile('r.geojson', writeFile([single, { ...single, id: 'S' }], 'geojson'), 'routes');
    expect(found.map(({ id }) => id)).toEqual(['R', 'S']);
  });

  it('of something that the register has changes what the file says, and leaves the rest', () => {
    const known = zoneDraft(zones[1]!);
    const area = { type: 'Polygon' as const, coordinates: [square] };
    const foreign = JSON.stringify({ type: 'Feature', properties: { id: 'B' }, geometry: area });
    const [found] = readFile('z.geojson', foreign, 'zones').found;
    expect(draftWith(found!, known)).toEqual({ ...known, geometry: area });
    const { calendar: _, ...always } = zones[1]!;
    const [own] = readFile('z.geojson', writeFile([always], 'geojson'), 'zones').found;
    expect(draftWith(own!, known), 'one of ours without a calendar has none').toMatchObject({
      ...{ isNew: false, calendar: undefined },
    });
  });

  it('of a circle whose corners somebody has moved is what they made of it', () => {
    const moved = writeFile([zones[1]!], 'geojson').replaceAll('20.5', '20.6');
    const [found] = readFile('z.geojson', moved.replace('"lat": 20.6', '"lat": 20.5'), 'zones').found;
    expect(found).toMatchObject({ geometry: { type: 'Polygon' } });
  });

  it('of lines that somebody else drew is a route each, or all of them together', () => {
    const line = { type: 'LineString', coordinates: square.slice(0, 3) };
    const point = { type: 'Point', coordinates: [1, 2] };
    const { found, leftOut } = readFile('r.json', fileOf(line, point, line), 'routes');
    expect(found.map((one) => (one as FoundRoute).legs.length)).toEqual([1, 1, 2]);
    expect(leftOut).toBe(1);
  });

  it.each([
    ['no JSON', 'x', { code: 'form' }],
    ['no list', '{"type":"FeatureCollection","features":7}', { code: 'form' }],
    ['no geometry', '{"type":"Polygon","coordinates":[7]}', { code: 'geometry', number: 1 }],
    ['no feature', '{"type":"FeatureCollection","features":[null]}', { code: 'geometry', number: 1 }],
    ['empty', fileOf(), { code: 'empty' }],
    [
      'a line that encloses nothing',
      fileOf({ type: 'LineString', coordinates: square.slice(0, 4) }),
      { code: 'open', number: 1, feature: 'n1' },
    ],
    ['too few corners', fileOf({ type: 'Polygon', coordinates: [square.slice(0, 3)] }), { code: 'short' }],
    [
      'a position beyond the world',
      fileOf(
        { type: 'Polygon', coordinates: [square] },
        { type: 'Polygon', coordinates: [[...square.slice(0, 4), [181, 0]]] },
      ),
      { code: 'position', number: 2, feature: 'n2' },
    ],
    ['places alone', fileOf({ type: 'Point', coordinates: [1, 2] }), { code: 'geometry' }],
  ])('is refused whole, and what is at fault is named: %s', (_, text, expected) => {
    const read = () => readFile('z.geojson', text, 'zones');
    expect(read).toThrow(FileError);
    expect(read).toThrow(expect.objectContaining(expected));
  });

  it('has no place for an area among routes', () => {
    const read = () => readFile('r.geojson', writeFile(zones, 'geojson'), 'routes');
    expect(read).toThrow(expect.objectContaining({ code: 'geometry', number: 1, feature: zones[0]!.name }));
  });

  it('as KML and GPX says names in such a way that they stay text', () => {
    for (const type of ['kml', 'gpx'] as const) {
      const text = writeFile(zones, type);
      expect(text).toContain('<name>Kho &lt;1&gt; &amp; &quot;2&quot;</name>');
      expect(text).not.toContain('<1>');
    }
    expect(writeFile(zones, 'kml').match(/<innerBoundaryIs>/g)).toHaveLength(1);
    expect(writeFile([route], 'gpx').match(/<trkpt /g)).toHaveLength(10);
  });
});
