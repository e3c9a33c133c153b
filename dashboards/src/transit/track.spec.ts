import type { TransitFixView } from '@haidang/contract';
import { expect, test } from 'vitest';
import { boundsOf, trailFixes, trailParts, tracksOf } from './track.js';

const START = Date.parse('2026-11-22T08:00:00Z');
const iso = (minute: number) => new Date(START + minute * 60_000).toISOString();

/** A fix at a minute, so many thousandths of a degree along the equator. */
function fix(minute: number, lon: number | null, more: Partial<TransitFixView> = {}): TransitFixView {
  const place = lon === null ? {} : { lat: 0, lon: lon / 1000 };
  const whose = { sealId: 'S1', container: 'CSQU3054383' };
  return {
    ...whose,
    seq: minute,
    time: iso(minute),
    buffered: false,
    receivedAt: iso(minute),
    ...place,
    ...more,
  };
}

test('each seal has its own track, in time order; what is doubted is apart', () => {
  const other = { sealId: 'S2', container: 'TCNU7200794' };
  const fixes = [fix(2, 2), fix(1, 1), fix(3, 900, { doubted: true }), fix(4, null), fix(1, 7, other)];
  const [first, second] = tracksOf(fixes);
  expect([...first!.lons]).toEqual([0.001, 0.002]);
  expect(first!.doubted).toMatchObject([{ lon: 0.9 }]);
  expect(second).toMatchObject(other);
  expect(boundsOf([first!, second!])).toEqual([0.001, 0, 0.007, 0]);
  expect(boundsOf([])).toBeUndefined();
});

test('a line is broken where nothing is known, and dashed where it was told late', () => {
  const late = { receivedAt: iso(60) };
  const [track] = tracksOf([
    fix(0, 0),
    fix(1, 1),
    fix(2, 2, late),
    fix(3, 3, late),
    fix(20, 20),
    fix(21, 21),
  ]);
  expect(trailParts(track!, 2)).toEqual([
    {
      slot: 2,
      standing: 'believed',
      line: [
        [0, 0],
        [0.001, 0],
      ],
    },
    {
      slot: 2,
      standing: 'late',
      line: [
        [0.001, 0],
        [0.002, 0],
        [0.003, 0],
      ],
    },
    {
      slot: 2,
      standing: 'believed',
      line: [
        [0.02, 0],
        [0.021, 0],
      ],
    },
  ]);
  expect(trailFixes(track!, 2, String).map(({ standing }) => standing)).toEqual([
    'believed',
    'believed',
    'late',
    'late',
    'believed',
    'believed',
  ]);
});

test('a seal’s word counts once, however many fixes repeat it; shakes of the road do not count', () => {
  const [track] = tracksOf([
    fix(0, 0, { lock: 'locked', events: ['locked', 'vibration'] }),
    fix(1, 1, { lock: 'locked', events: ['rope_cut'] }),
    fix(2, 2, { lock: 'locked', events: ['rope_cut', 'vibration'] }),
    fix(3, 3, { lock: 'open' }),
    fix(4, 4, { lock: 'open', events: ['rope_cut'], receivedAt: iso(90) }),
    fix(5, 5, { lock: 'locked', events: ['locked'] }),
  ]);
  expect(track!.notes.map(({ event, time }) => `${event} ${(time - START) / 60_000}`)).toEqual([
    'locked 0',
    'rope_cut 1',
    'lock_open 3',
    'rope_cut 4',
    'locked 5',
  ]);
  expect(track!.notes[3]!.known - START).toBe(90 * 60_000);
});
