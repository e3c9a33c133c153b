import { expect, test } from 'vitest';
import { bandOf, type Mark } from './mark.js';
import { MarkSet } from './mark-set.js';
import { pixelsAUnit, spotOf } from './world.js';

const PLACE = { lat: 20.8, lon: 106.7 };
const PIXELS = pixelsAUnit(12);
/** Degrees of longitude that a pixel covers at zoom 12. */
const PIXEL = 360 / (512 * 2 ** 12);

function mark(sealId: string, right = 0, changes: Partial<Mark> = {}): Mark {
  return {
    sealId,
    container: null,
    lat: PLACE.lat,
    lon: PLACE.lon + right * PIXEL,
    state: 'on_route',
    stale: false,
    ...changes,
  };
}

function setOf(...marks: Mark[]): MarkSet {
  const set = new MarkSet();
  set.take({ set: marks, removed: [] });
  return set;
}

/** What a click so many pixels to the right hits. */
const at = (set: MarkSet, right: number, size = 1) =>
  set.nearest(spotOf({ ...PLACE, lon: PLACE.lon + right * PIXEL }), PIXELS, size, 10);

const counts = (set: MarkSet) => set.groups.map(({ count }) => count);

test('a mark is in the group of its band, and changes it with its state', () => {
  const set = setOf(mark('VN1'), mark('VN2', 5, { state: 'critical' }));
  expect(counts(set)).toEqual([1, 0, 0, 0, 0, 1]);
  set.take({ set: [mark('VN1', 0, { state: 'major' }), mark('VN2', 5)], removed: [] });
  expect(counts(set)).toEqual([1, 0, 0, 0, 1, 0]);
  expect(set.groups[bandOf({ state: 'major', stale: false })]!.sealIdAt(0)).toBe('VN1');
  set.take({ set: [mark('VN3')], removed: ['VN1', 'VN3', 'never there'] });
  expect(counts(set)).toEqual([1, 0, 0, 0, 0, 0]);
  expect([...set.all()].map(({ sealId }) => sealId)).toEqual(['VN2']);
});

test('it says whether there is anything new to draw', () => {
  const set = setOf(mark('VN1'));
  for (const group of set.groups) group.takeChanged();
  set.take({ set: [mark('VN1')], removed: [] });
  expect(set.hasChanged).toBe(false);
  set.take({ set: [mark('VN1', 1)], removed: [] });
  expect(set.hasChanged).toBe(true);
});

test('a click hits a mark up to ten pixels beside its rim, and nothing further away', () => {
  const set = setOf(mark('VN1'));
  // a quiet mark is 11 pixels across: its rim is 5.5 from its middle
  expect(at(set, 0)).toBe('VN1');
  expect(at(set, 15.4)).toBe('VN1');
  expect(at(set, 15.6)).toBeNull();
  expect(at(set, -15.4)).toBe('VN1');
  // three quarters as large: 4.1
  expect(at(set, 14.0, 0.75)).toBe('VN1');
  expect(at(set, 14.3, 0.75)).toBeNull();
});

test('of several the nearest is hit, and of those that cover the place the uppermost', () => {
  const beside = setOf(mark('VN1'), mark('VN2', 14));
  expect(at(beside, 5)).toBe('VN1');
  expect(at(beside, 9)).toBe('VN2');
  const covering = setOf(
    mark('VN1', 0, { state: 'critical' }),
    mark('VN2', 2),
    mark('VN3', 1, { stale: true }),
  );
  expect(at(covering, 2)).toBe('VN1');
  covering.take({ set: [], removed: ['VN1'] });
  expect(at(covering, 2)).toBe('VN3');
});

test('of ten thousand the one is found that a walk over degrees finds', () => {
  const marks = Array.from({ length: 10_000 }, (_, i) =>
    mark(`VN${i}`, ((i * 7919) % 10_007) * 40, { lat: PLACE.lat }),
  );
  const set = setOf(...marks);
  for (const i of [0, 123, 9_999])
    expect(at(set, (marks[i]!.lon - PLACE.lon) / PIXEL + 7), `${i}`).toBe(`VN${i}`);
});
