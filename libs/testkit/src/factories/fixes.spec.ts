import { expect, it } from 'vitest';
import { fixMessage, LACH_HUYEN, makeFix, makeTrack, placesBetween, T0 } from './fixes.js';

it('makes a track of numbered fixes, equally far apart in time and place', () => {
  const places = placesBetween(LACH_HUYEN, { lat: 21.0, lon: 107.3 }, 3);
  expect(makeTrack(places, 60_000).map(({ seq, time, lat, lon }) => [seq, time - T0, lat, lon])).toEqual([
    [1, 0, 20.8, 106.9],
    [2, 60_000, expect.closeTo(20.9), expect.closeTo(107.1)],
    [3, 120_000, 21.0, 107.3],
  ]);
});

it('writes a fix as a seal would', () => {
  const message = fixMessage(makeFix({ seq: 7, events: ['rope_cut', 'restart'], battery: null }));
  expect(message).toMatchObject({
    seq: 7,
    time: '2026-11-22T08:00:00.000Z',
    events: ['rope_cut', 'restart'],
  });
  expect(message).not.toHaveProperty('battery');
  expect(message).not.toHaveProperty('card');
});
