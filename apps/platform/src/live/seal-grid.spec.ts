import { expect, it } from 'vitest';
import type { SealEntry } from '../directory/seal-entry.js';
import { SealGrid } from './seal-grid.js';

type Moving = { spot: { lat: number; lon: number } | null } & SealEntry;
let key = 0;
const seal = (lat: number, lon: number) => ({ key: key++, spot: { lat, lon } }) as unknown as Moving;

function gridOf(...entries: readonly SealEntry[]): SealGrid {
  const grid = new SealGrid();
  for (const entry of entries) grid.take(entry);
  return grid;
}

it('answers all that lie in a view, and nobody far from it', () => {
  const [here, beside, far] = [seal(20.86, 106.68), seal(20.8, 106.55), seal(10.77, 106.7)];
  const grid = gridOf(here, beside, far);
  const about = grid.about([106.6, 20.8, 106.7, 20.9]);
  expect(about).toContain(here);
  expect(about).not.toContain(far);
  expect(grid.countAbout([106.6, 20.8, 106.7, 20.9])).toBe(about.length);
  expect(grid.countAbout([-180, -90, 180, 90])).toBe(3);
});

it('follows a seal that moves, loses its place or is let go', () => {
  const [moving, lost, removed] = [seal(20, 106), seal(20, 106), seal(20, 106)];
  const grid = gridOf(moving, lost, removed);
  const there = [106, 20, 106.1, 20.1] as [number, number, number, number];
  moving.spot = { lat: 10, lon: 106 };
  lost.spot = null;
  for (const entry of [moving, lost]) grid.take(entry);
  expect(grid.about(there)).toEqual([removed]);
  expect(grid.about([106, 10, 106.1, 10.1])).toEqual([moving]);
  grid.keep((entry) => entry !== removed);
  expect(grid.about(there)).toEqual([]);
});

it('knows both sides of the antimeridian, and the poles', () => {
  const [east, west, pole] = [seal(0, 179.9), seal(0, -179.9), seal(90, 180)];
  const grid = gridOf(east, west, pole, seal(0, 0));
  expect(grid.about([179, -1, -179, 1])).toEqual([east, west]);
  expect(grid.about([179, 89, 180, 90])).toEqual([pole]);
});
