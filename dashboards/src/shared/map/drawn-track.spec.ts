import type { FixView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { drawnTrack } from './drawn-track.js';

const fix = (minute: number, place?: { lat: number; lon: number }) =>
  ({ time: `2026-11-22T01:0${minute}:00.000Z`, ...place }) as FixView;

test('a track is a line through its places and a point each with its time; a fix without a place is left out', () => {
  const { features } = drawnTrack([
    fix(1, { lat: 20.8, lon: 106.7 }),
    fix(2),
    fix(3, { lat: 20.9, lon: 106.8 }),
  ]);
  expect(features.map(({ geometry, properties }) => [geometry, properties])).toEqual([
    [
      {
        type: 'LineString',
        coordinates: [
          [106.7, 20.8],
          [106.8, 20.9],
        ],
      },
      {},
    ],
    [{ type: 'Point', coordinates: [106.7, 20.8] }, { time: '2026-11-22T01:01:00.000Z' }],
    [{ type: 'Point', coordinates: [106.8, 20.9] }, { time: '2026-11-22T01:03:00.000Z' }],
  ]);
});

test('one place is no line yet', () => {
  expect(drawnTrack([fix(1, { lat: 20.8, lon: 106.7 })]).features).toHaveLength(1);
});
