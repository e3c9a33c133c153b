import type { Route } from '@haidang/contract';
import { distanceBetween } from '@haidang/geo';
import type { LineString } from 'geojson';
import { expect, test } from 'vitest';
import { PALETTES } from './palette.js';
import { registerLayers } from './register-layers.js';
import { wayFeatures } from './way.js';
import { wayLayers } from './way-layers.js';

const leg = (from: number, to: number) => ({
  line: {
    type: 'LineString' as const,
    coordinates: [from, (from + to) / 2, to].map((lon): [number, number] => [lon, 20]),
  },
  ...{ halfWidth: 500, stops: [], checkpoints: [] },
});
const route: Route = { id: 'R', name: 'R', from: 'A', to: 'B', legs: [leg(106, 107), leg(107, 108)] };
const DEGREE = distanceBetween(20, 106, 20, 106.5) * 2;

function lines(part: string, progress?: number): number[][] {
  return wayFeatures({ route, progress })
    .features.filter(({ properties }) => properties?.['part'] === part)
    .map(({ geometry }) => (geometry as LineString).coordinates.map(([lon]) => Number(lon!.toFixed(6))));
}

test('what was driven ends where the container is, and what lies ahead begins there', () => {
  expect(lines('driven', DEGREE / 4)).toEqual([[106, 106.25]]);
  expect(lines('ahead', DEGREE / 4)).toEqual([
    [106.25, 106.5, 107],
    [107, 107.5, 108],
  ]);
});

test('progress goes on over the legs', () => {
  expect(lines('driven', DEGREE * 1.75)).toEqual([
    [106, 106.5, 107],
    [107, 107.5, 107.75],
  ]);
  expect(lines('ahead', DEGREE * 1.75)).toEqual([[107.75, 108]]);
});

test('with no progress known all lies ahead, past the end nothing', () => {
  expect(lines('driven')).toEqual([]);
  expect(lines('ahead')).toHaveLength(2);
  expect(lines('ahead', DEGREE * 3)).toEqual([]);
  expect(lines('corridor')).toHaveLength(2);
});

test('the chosen corridor is told apart from the others without its colour: wider, and outlined', () => {
  const widths = (layers: readonly { id: string; paint?: object | undefined }[], id: string) =>
    (layers.find((layer) => layer.id === id)?.paint as Record<string, unknown>)['line-width'] as unknown[];
  const others = registerLayers(PALETTES.dark).areas;
  const own = wayLayers(PALETTES.dark);
  const thinnest = (width: unknown[]) => (width[4] as [string, number])[1];
  expect(thinnest(widths(own, 'way-band'))).toBeGreaterThan(thinnest(widths(others, 'corridors')));
  expect(own.find(({ id }) => id === 'way-edge')?.paint).toHaveProperty('line-gap-width');
  expect(own.filter((layer) => 'filter' in layer)).toHaveLength(own.length);
});
