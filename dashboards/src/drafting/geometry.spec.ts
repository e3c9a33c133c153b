import type { Facility, Gate, Route, Zone } from '@haidang/contract';
import { expect, it } from 'vitest';
import { isWithin, snapsOf } from './geometry.js';

const square = (west: number, south: number, side: number): [number, number][] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south],
];
const round = { type: 'Circle' as const, center: { lat: 20, lon: 106 }, radius: 1_000 };
const zone = (geometry: Zone['geometry']): Zone => ({ id: 'Z', name: 'Z', kind: 'stop', geometry });

it('a place is within an area and outside its holes, or within the radius of a circle', () => {
  const holed = { type: 'Polygon' as const, coordinates: [square(106, 20, 1), square(106.4, 20.4, 0.2)] };
  expect(isWithin([106.1, 20.1], holed)).toBe(true);
  expect(isWithin([106.5, 20.5], holed)).toBe(false);
  expect(isWithin([107.5, 20.5], holed)).toBe(false);
  const two = { type: 'MultiPolygon' as const, coordinates: [holed.coordinates, [square(107.2, 20, 1)]] };
  expect(isWithin([107.5, 20.5], two)).toBe(true);
  // 0.008 degrees of latitude are 890 m, 0.01 are 1,112 m
  expect(isWithin([106, 20.008], round)).toBe(true);
  expect(isWithin([106, 20.01], round)).toBe(false);
});

it('a hand is drawn to corners, edges, middles of circles, facilities and gates', () => {
  const facility: Facility = { id: 'F', name: 'F', kind: 'icd', place: { lat: 21, lon: 105 } };
  const gate: Gate = { id: 'G', name: 'G', facilityId: 'F', place: { lat: 21.1, lon: 105.1 } };
  const line = { type: 'LineString' as const, coordinates: square(106, 20, 1).slice(0, 2) };
  const route: Route = {
    ...{ id: 'R', name: 'R', from: 'F', to: 'F' },
    legs: [{ line, halfWidth: 500, stops: [], checkpoints: [] }],
  };
  const area = { type: 'Polygon' as const, coordinates: [square(106, 20, 1), square(106.4, 20.4, 0.2)] };
  const { places, lines } = snapsOf({
    zones: [zone(area), zone(round)],
    ...{ routes: [route], facilities: [facility], gates: [gate] },
  });
  expect(places).toEqual([
    [106, 20],
    [105, 21],
    [105.1, 21.1],
  ]);
  expect(lines.slice(0, 2)).toEqual(area.coordinates);
  expect(lines[2], 'the rim of the circle').toHaveLength(65);
  expect(lines[3]).toEqual(line.coordinates);
});
