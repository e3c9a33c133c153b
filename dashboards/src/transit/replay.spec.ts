import { MINUTE } from '@haidang/domain';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  advance,
  faster,
  seek,
  SPEEDS,
  startReplay,
  step,
  stretch,
  toggle,
  TrackCursor,
  upperBound,
} from './replay.js';
import type { SealTrack } from './track.js';

const replay = startReplay(0, 3_600_000);

/** Along the equator, a thousandth of a degree a minute. */
function trackAt(...minutes: number[]): SealTrack {
  const times = Float64Array.from(minutes, (minute) => minute * MINUTE);
  return {
    ...{ sealId: 'S1', container: 'CSQU3054383', times, doubted: [], notes: [] },
    lats: new Float64Array(times.length),
    lons: Float64Array.from(minutes, (minute) => minute / 1000),
    late: new Uint8Array(times.length),
  };
}

test('a replay begins where everything is known, or where a link wants it, and plays from the beginning', () => {
  expect(replay.at).toBe(3_600_000);
  expect(startReplay(0, 100, 40).at).toBe(40);
  expect(startReplay(0, 100, 400).at).toBe(100);
  expect(toggle(replay)).toMatchObject({ at: 0, isPlaying: true });
  expect(toggle({ ...replay, at: 500 })).toMatchObject({ at: 500, isPlaying: true });
  expect(toggle(startReplay(5, 5)).isPlaying).toBe(false);
});

test('it goes on by the speed, and stops at the end', () => {
  const playing = { ...toggle(replay), speed: 60 };
  expect(advance(playing, 1_000).at).toBe(60_000);
  expect(advance(playing, 3_600_000)).toMatchObject({ at: 3_600_000, isPlaying: false });
  expect(advance(replay, 1_000)).toBe(replay);
});

test('an arrow is two of the viewer’s seconds, and nothing leads past the ends', () => {
  expect(step(seek(replay, 0), 1).at).toBe(2 * 60_000);
  expect(step(seek(replay, 0), -1).at).toBe(0);
  expect(seek(replay, 1e12).at).toBe(3_600_000);
  expect(faster(replay, 1).speed).toBe(300);
  expect(faster({ ...replay, speed: SPEEDS[0] }, -1).speed).toBe(SPEEDS[0]);
  expect(faster({ ...replay, speed: 3_600 }, 1).speed).toBe(3_600);
});

test('who looks at the end goes on to; who looked back stays', () => {
  expect(stretch(replay, 0, 4_000_000).at).toBe(4_000_000);
  expect(stretch(seek(replay, 9_000), 0, 4_000_000).at).toBe(9_000);
  expect(stretch(seek(replay, 9_000), 10_000, 4_000_000).at).toBe(10_000);
});

test('between two fixes it is on the line between them; where nothing is known it stays, and is lost', () => {
  const cursor = new TrackCursor(trackAt(0, 1, 30));
  expect(cursor.at(-1)).toBeUndefined();
  expect(cursor.at(0)).toEqual({ lat: 0, lon: 0, lost: false });
  expect(cursor.at(MINUTE / 2)).toEqual({ lat: 0, lon: 0.0005, lost: false });
  expect(cursor.at(MINUTE)).toEqual({ lat: 0, lon: 0.001, lost: false });
  expect(cursor.at(MINUTE + 1)).toEqual({ lat: 0, lon: 0.001, lost: true });
  expect(cursor.at(30 * MINUTE)).toEqual({ lat: 0, lon: 0.03, lost: false });
  expect(cursor.at(40 * MINUTE)).toMatchObject({ lost: false });
  expect(cursor.at(41 * MINUTE)).toMatchObject({ lon: 0.03, lost: true });
  expect(new TrackCursor(trackAt()).at(0)).toBeUndefined();
});

test('a cursor that remembers answers as one that looks anew, whichever way it is asked', () => {
  const times = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 40 });
  fc.assert(
    fc.property(times, fc.array(fc.integer({ min: -5, max: 210 }), { maxLength: 30 }), (minutes, asked) => {
      const track = trackAt(...minutes.sort((a, b) => a - b));
      const cursor = new TrackCursor(track);
      for (const minute of asked)
        expect(cursor.at(minute * MINUTE)).toEqual(new TrackCursor(track).at(minute * MINUTE));
    }),
  );
});

test('looking a place up is looking by halves', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.integer(), (times, time) => {
      const inOrder = times.sort((a, b) => a - b);
      expect(upperBound(inOrder, time)).toBe(inOrder.filter((one) => one <= time).length);
    }),
  );
});

test('twenty thousand fixes are replayed in frames far under a sixtieth of a second', () => {
  const cursor = new TrackCursor(trackAt(...Array.from({ length: 20_000 }, (_, i) => i)));
  const began = performance.now();
  for (let frame = 0; frame < 60_000; frame++) cursor.at(frame * 20_000);
  expect((performance.now() - began) / 60_000).toBeLessThan(1);
});
