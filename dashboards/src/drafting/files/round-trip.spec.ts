import type { Route, Zone } from '@haidang/contract';
import { DEFAULT_RULES, ZONE_KINDS } from '@haidang/domain';
import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Drawn } from '../address.js';
import { newDraft, routeOf, zoneOf } from '../draft.js';
import { draftWith } from './found.js';
import { readFile } from './read.js';
import { FILE_TYPES, writeFile, type FileType } from './write.js';

const TYPES = Object.keys(FILE_TYPES) as FileType[];

beforeAll(() => vi.stubGlobal('DOMParser', DOMParser));
afterAll(() => vi.unstubAllGlobals());

function readBack(things: readonly (Zone | Route)[], type: FileType, what: Drawn): (Zone | Route)[] {
  return readFile(`file.${type}`, writeFile(things, type), what).found.map((found) => {
    const draft = draftWith(found, newDraft(what));
    return draft.what === 'zones' ? zoneOf(draft) : routeOf(draft);
  });
}

const place: fc.Arbitrary<[number, number]> = fc.tuple(
  fc.double({ min: -180, max: 180, noNaN: true }),
  fc.double({ min: -90, max: 90, noNaN: true }),
);
const ring = fc
  .array(place, { minLength: 3, maxLength: 5 })
  .map((corners): [number, number][] => [...corners, corners[0]!]);
const polygon = fc.array(ring, { minLength: 1, maxLength: 3 });
const id = fc.stringMatching(/^[A-Z0-9][A-Z0-9_.:-]{0,9}$/);
const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .map((text) => text.replace(/\p{C}/gu, '').trim())
  .filter((text) => text !== '');
const calendar = fc.record({
  offset: fc.constant(420),
  spans: fc.array(
    fc.record({
      days: fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }),
      from: fc.integer({ min: 0, max: 1440 }),
      to: fc.integer({ min: 0, max: 1440 }),
    }),
    { minLength: 1, maxLength: 2 },
  ),
});
const geometry: fc.Arbitrary<Zone['geometry']> = fc.oneof(
  polygon.map((coordinates) => ({ type: 'Polygon' as const, coordinates })),
  fc
    .array(polygon, { minLength: 2, maxLength: 3 })
    .map((coordinates) => ({ type: 'MultiPolygon' as const, coordinates })),
  fc.record({
    type: fc.constant('Circle' as const),
    center: fc.record({
      lat: fc.double({ min: -80, max: 80, noNaN: true }),
      lon: fc.double({ min: -170, max: 170, noNaN: true }),
    }),
    radius: fc.integer({ min: 1, max: 100_000 }),
  }),
);
const zone: fc.Arbitrary<Zone> = fc
  .record({ id, name, kind: fc.constantFrom(...ZONE_KINDS), geometry })
  .chain((of) =>
    fc.record(
      {
        ...Object.fromEntries(Object.entries(of).map(([key, value]) => [key, fc.constant(value)])),
        facilityId: id,
        ...(of.kind === 'forbidden' && { calendar }),
      },
      { requiredKeys: ['id', 'name', 'kind', 'geometry'] as never[] },
    ),
  ) as unknown as fc.Arbitrary<Zone>;
const leg: fc.Arbitrary<Route['legs'][number]> = fc.record({
  line: fc.record({
    type: fc.constant('LineString' as const),
    coordinates: fc.array(place, { minLength: 2, maxLength: 5 }),
  }),
  halfWidth: fc.integer({ min: 1, max: 100_000 }),
  stops: fc.array(id, { maxLength: 2 }),
  checkpoints: fc.array(id, { maxLength: 2 }),
});
const route: fc.Arbitrary<Route> = fc.record(
  {
    ...{ id, name, from: id, to: id, legs: fc.array(leg, { minLength: 1, maxLength: 3 }) },
    rules: fc.record({ stopAfter: fc.integer({ min: 1_000, max: 100_000 }), reverseBy: fc.constant(50) }),
  },
  { requiredKeys: ['id', 'name', 'from', 'to', 'legs'] },
);
/** Minus nought is nought in every file. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe.each(TYPES)('what is written as %s', (type) => {
  it('is read back as the same zones: every area and hole, kind, calendar, facility', () => {
    fc.assert(
      fc.property(fc.uniqueArray(zone, { minLength: 1, maxLength: 3, selector: (of) => of.id }), (zones) => {
        expect(plain(readBack(zones, type, 'zones'))).toEqual(plain(zones));
      }),
    );
  });

  it('is read back as the same routes: every leg, its stops and checkpoints, the limits', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(route, { minLength: 1, maxLength: 3, selector: (of) => of.id }),
        (routes) => {
          expect(plain(readBack(routes, type, 'routes'))).toEqual(plain(routes));
        },
      ),
    );
  });
});

it('says every limit that a route can have', () => {
  const rules = { ...DEFAULT_RULES };
  const [one] = fc.sample(route, 1);
  for (const type of TYPES) expect(readBack([{ ...one!, rules }], type, 'routes')).toMatchObject([{ rules }]);
});
