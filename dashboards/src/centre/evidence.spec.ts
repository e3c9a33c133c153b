import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '@haidang/domain';
import type { SealTrack } from '../transit/track.js';
import { partsOf, stretchAround } from './evidence.js';

const START = Date.UTC(2026, 10, 26, 8);
const at = (minutes: number) => new Date(START + minutes * MINUTE).toISOString();
const track = (...minutes: number[]): SealTrack => ({
  sealId: 'VN1',
  container: '',
  times: Float64Array.from(minutes, (minute) => START + minute * MINUTE),
  lats: Float64Array.from(minutes, () => 20),
  lons: Float64Array.from(minutes, (minute) => 100 + minute),
  late: new Uint8Array(minutes.length),
  doubted: [],
  notes: [],
});

it('the stretch begins 20 min before an alarm and ends 20 min after it, or now', () => {
  const now = START + 5 * HOUR;
  expect(stretchAround({ start: at(0), end: at(30) }, now)).toEqual({
    from: START - 20 * MINUTE,
    to: START + 50 * MINUTE,
  });
  expect(stretchAround({ start: at(0) }, START + 10 * MINUTE).to).toBe(START + 10 * MINUTE);
  expect(stretchAround({ start: at(0) }, now).to).toBe(START + 140 * MINUTE);
});

it('the way is told before, during and after, each part going on where the one before it ends', () => {
  expect(partsOf(track(-2, -1, 0, 1, 2), { start: at(0), end: at(2) })).toEqual([
    {
      part: 'before',
      line: [
        [98, 20],
        [99, 20],
        [100, 20],
      ],
    },
    {
      part: 'during',
      line: [
        [100, 20],
        [101, 20],
        [102, 20],
      ],
    },
    { part: 'after', line: [[102, 20]] },
  ]);
});

it('no line joins what is further apart than 10 min', () => {
  expect(partsOf(track(-20, -5), { start: at(0) }).map(({ line }) => line)).toEqual([[[80, 20]], [[95, 20]]]);
});
