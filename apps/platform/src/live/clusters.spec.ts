import type { WatchRequest } from '@haidang/contract';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NO_SIGHT } from '../access/sight.js';
import type { OpenAlarms } from '../alarms/open-alarms.js';
import type { SealEntry } from '../directory/seal-entry.js';
import { Clusters } from './clusters.js';

const NO_ALARMS = { worstOfSeal: () => undefined } as unknown as OpenAlarms;
const EVERYTHING = { ...NO_SIGHT, all: true };
const COUNTRY: Pick<WatchRequest, 'bbox' | 'filters'> = { bbox: [100, 8, 112, 24], filters: {} };

let key = 0;
/** A seal of no transit. */
const seal = (lat: number, lon: number) =>
  ({ key: key++, spot: { lat, lon }, task: null }) as unknown as SealEntry;

function clustersOf(entries: readonly SealEntry[], zoom: number, sight = EVERYTHING): Clusters {
  const clusters = new Clusters(sight, zoom, NO_ALARMS);
  for (const entry of entries) clusters.take(entry);
  return clusters;
}

const counts = (clusters: Clusters, since = 0) =>
  clusters
    .seen(COUNTRY, since)
    .map(({ count }) => count)
    .sort();

it('open as one comes nearer', () => {
  const entries = [seal(20.8, 106.6), seal(20.81, 106.62), seal(20.9, 106.8), seal(10.7, 106.7)];
  expect(counts(clustersOf(entries, 5))).toEqual([1, 3]);
  expect(counts(clustersOf(entries, 8.9))).toEqual([1, 1, 2]);
  expect(counts(clustersOf(entries, 24))).toEqual([1, 1, 1, 1]);
});

it('hold what the sight follows, and nothing else', () => {
  expect(counts(clustersOf([seal(20, 106)], 5, NO_SIGHT))).toEqual([]);
});

it('tell nothing of what they told before, and of an emptied one that it is no more, once', () => {
  const [first, second] = [seal(20.8, 106.6), seal(10.7, 106.7)];
  const clusters = clustersOf([first, second], 5);
  expect(counts(clusters, clusters.begin())).toEqual([]);
  const turn = clusters.begin();
  clusters.drop(first);
  expect(clusters.seen(COUNTRY, turn)).toMatchObject([{ count: 0, states: {} }]);
  clusters.sweep();
  expect(counts(clusters)).toEqual([1]);
});

it('are told where a view cuts their cell', () => {
  const clusters = clustersOf([seal(20.8, 106.6)], 5);
  const east: [number, number, number, number] = [107, 20, 108, 21];
  expect(clusters.seen({ bbox: east, filters: {} }, 0)).toHaveLength(1);
  const farEast: [number, number, number, number] = [109, 20, 110, 21];
  expect(clusters.seen({ bbox: farEast, filters: {} }, 0)).toEqual([]);
});

it('are counted as a view shows them: cells that it cuts by their seals', () => {
  const entries = [seal(20.8, 106.6), seal(20.81, 106.62), seal(20.9, 106.8), seal(10.7, 106.7)];
  const clusters = clustersOf(entries, 5);
  expect(clusters.count(COUNTRY)).toBe(4);
  expect(clusters.count({ bbox: [106.61, 20, 107, 21], filters: {} })).toBe(2);
  expect(clusters.count({ bbox: [100, 8, 112, 24], filters: { states: ['on_route'] } })).toBe(0);
  expect(clusters.count({ bbox: [106.61, 20, 107, 21], filters: { states: ['idle'] } })).toBe(2);
});

it('are those of seals gathered anew, whatever happened before', () => {
  const place = fc.tuple(
    fc.double({ min: 9, max: 23, noNaN: true }),
    fc.double({ min: 101, max: 111, noNaN: true }),
  );
  const act = fc.record({ seal: fc.nat(5), to: fc.option(place), isUnderWay: fc.boolean() });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), fc.integer({ min: 3, max: 9 }), (acts, zoom) => {
      const entries = Array.from({ length: 6 }, () => seal(10, 106)) as unknown as {
        spot: object | null;
        task: object | null;
      }[];
      const all = entries as unknown as SealEntry[];
      const clusters = clustersOf(all, zoom);
      for (const { seal: n, to, isUnderWay } of acts) {
        entries[n]!.spot = to === null ? null : { lat: to[0], lon: to[1] };
        entries[n]!.task = isUnderWay ? { plan: {} } : null;
        clusters.take(all[n]!);
      }
      clusters.keep((entry) => entry !== all[0]);
      const anew = clustersOf(all.slice(1), zoom);
      const seenBy = (some: Clusters) =>
        some
          .seen(COUNTRY, 0)
          .map(({ lat, lon, ...rest }) => ({ ...rest, lat: lat.toFixed(6), lon: lon.toFixed(6) }))
          .sort((a, b) => a.id.localeCompare(b.id));
      expect(seenBy(clusters)).toEqual(seenBy(anew));
      expect(clusters.count(COUNTRY)).toBe(anew.count(COUNTRY));
    }),
  );
});
