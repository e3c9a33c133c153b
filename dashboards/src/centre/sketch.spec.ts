import type { AlarmView, Facility, Gate, Route, Zone } from '@haidang/contract';
import { expect, test } from 'vitest';
import type { WayPart } from './evidence.js';
import { HEIGHT, sketchOf, WIDTH, type Surroundings } from './sketch.js';

const PLACE = { lat: 0, lon: 106 };
const alarm = (measured: AlarmView['why']['measured'], of: Partial<AlarmView> = {}) => ({
  ...{ place: PLACE, why: { rule: 'forbidden_zone', settings: {}, measured } as AlarmView['why'] },
  ...of,
});
/** A kilometre south and one north of the place: 148 pixels high, so that a metre is 148 / 2224. */
const WAY: WayPart[] = [
  {
    part: 'during',
    line: [
      [106, -0.01],
      [106, 0.01],
    ],
  },
];
const A_METRE = 148 / 2224;
const square = (id: string, kind: Zone['kind'], lon: number, facilityId?: string): Zone => ({
  ...{ id, name: `Vùng ${id}`, kind, ...(facilityId !== undefined && { facilityId }) },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [lon, 0.001],
        [lon + 0.002, 0.001],
        [lon + 0.002, 0.003],
        [lon, 0.003],
        [lon, 0.001],
      ],
    ],
  },
});
const facility = (id: string, lat: number, lon = 106): Facility => ({
  id,
  name: `Cảng ${id}`,
  kind: 'seaport',
  place: { lat, lon },
});
const nothing: Surroundings = { route: undefined, zones: [], facilities: [], gates: [] };

test('a corridor is as wide on the sheet as on the ground, and never a hair', () => {
  const leg = (halfWidth: number): Route['legs'][number] => ({
    line: {
      type: 'LineString',
      coordinates: [
        [106, -1],
        [106, 1],
      ],
    },
    ...{ halfWidth, stops: [], checkpoints: [] },
  });
  const route: Route = { id: 'R', name: 'R', from: 'A', to: 'B', legs: [leg(500), leg(1)] };
  const { corridor, bar } = sketchOf(alarm({}), WAY, { ...nothing, route });
  expect(corridor[0]!.width).toBeCloseTo(1_000 * A_METRE, 0);
  expect(corridor[1]!.width).toBe(4);
  expect(bar).toEqual({ metres: 1_000, pixels: Math.round(1_000 * A_METRE) });
});

test('the zone that the alarm is about is drawn and told apart; others only where they are forbidden and in view', () => {
  const zones = [
    square('about', 'facility', 106.001),
    square('forbidden', 'forbidden', 105.985),
    square('far', 'forbidden', 107),
    square('queue', 'queue', 106.001),
  ];
  const sketch = sketchOf(alarm({ zone: 'about' }), WAY, { ...nothing, zones });
  expect(sketch.zones.map(({ id, isAbout }) => [id, isAbout])).toEqual([
    ['about', true],
    ['forbidden', false],
  ]);
  const [x, y] = sketch.sheet.place([106.001, 0.001]);
  expect(sketch.zones[0]!.path.startsWith(`M${x} ${y}L`)).toBe(true);
  expect(sketch.names.map(({ text }) => text)).toEqual(['Vùng about', 'Vùng forbidden']);
});

test('an alarm of a gate is about its facility’s zone, and the gate is named where it is', () => {
  const gates = [{ id: 'G', name: 'Cổng 1', facilityId: 'P', place: PLACE }] as Gate[];
  const zones = [square('own', 'facility', 106.001, 'P'), square('other', 'facility', 106.001, 'Q')];
  const sketch = sketchOf(alarm({}, { gateId: 'G' }), [], { ...nothing, zones, gates });
  expect(sketch.zones.map(({ id, isAbout }) => [id, isAbout])).toEqual([['own', true]]);
  const gate = sketch.names.find(({ id }) => id === 'G')!;
  expect([gate.x, gate.y]).toEqual(sketch.sheet.place([PLACE.lon, PLACE.lat]));
  expect([gate.x, gate.y]).toEqual([WIDTH / 2, HEIGHT / 2]);
});

test('the nearest places are named, none on another’s name and none off the sheet; the nearest one also where it is far', () => {
  const facilities = [
    facility('1', 0.005),
    facility('2', 0.0051),
    facility('3', -0.005),
    facility('far', 0.5),
  ];
  const sketch = sketchOf(alarm({}), WAY, { ...nothing, facilities });
  expect(sketch.names.map(({ id }) => id)).toEqual(['1', '3']);
  const alone = sketchOf(alarm({}), WAY, { ...nothing, facilities: facilities.slice(3) });
  expect(alone.names).toEqual([]);
  expect(alone.nearest!.name).toBe('Cảng far');
  expect(alone.nearest!.metres).toBeCloseTo(55_287, -2);
});

test('a name at the right rim stands to the left of its place', () => {
  const { sheet } = sketchOf(alarm({}), WAY, nothing);
  const lon = 106 + (WIDTH / 2 - 20) / (sheet.place([106.001, 0])[0] - WIDTH / 2) / 1_000;
  const { names } = sketchOf(alarm({}), WAY, { ...nothing, facilities: [facility('rim', 0, lon)] });
  expect(names[0]!.anchor).toBe('end');
});

test('another truck’s way is on the sheet too', () => {
  const met: WayPart = { part: 'during', line: [[106.05, 0]] };
  const { sheet } = sketchOf(alarm({}), [...WAY, met], nothing);
  const [x] = sheet.place([106.05, 0]);
  expect(x).toBeLessThanOrEqual(WIDTH);
  expect(x).toBeGreaterThan(WIDTH / 2);
});
