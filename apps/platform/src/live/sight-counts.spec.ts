import { expect, it } from 'vitest';
import { NO_SIGHT, type Parties } from '../access/sight.js';
import type { Sights } from '../access/sights.js';
import type { OpenAlarms } from '../alarms/open-alarms.js';
import type { SealEntry } from '../directory/seal-entry.js';
import { SightCounts } from './sight-counts.js';

const NO_ALARMS = { counts: () => ({ minor: 0, major: 0, critical: 0 }) } as unknown as OpenAlarms;
const NO_SIGHTS = {} as Sights;
const EVERYTHING = { ...NO_SIGHT, all: true };
const CARRIER = { ...NO_SIGHT, carriers: new Set(['K1']) };
const PORT = { ...NO_SIGHT, role: 'port_operator' as const, places: new Set(['A']) };

/** From A to B; of every second the carrier is K1. */
const partiesOf = (n: number): Parties => {
  return { fromId: 'A', toId: 'B', carrierId: n % 2 === 0 ? 'K1' : 'K2', departedAt: 1_000 };
};
/** On its way, and silent for long. */
const silent = (parties: Parties): SealEntry =>
  ({ task: { parties, plan: {} }, lastAt: 0, intervalMs: 1_000 }) as unknown as SealEntry;

function country(transits: number) {
  const known = {
    transits: Array.from({ length: transits }, (_, n) => partiesOf(n)),
    seals: [] as SealEntry[],
  };
  const directory = {
    transitsInTransit: () => known.transits.values(),
    seals: () => known.seals.values(),
  };
  return { known, counts: new SightCounts(directory, NO_ALARMS, NO_SIGHTS) };
}

it('counts for each sight what it follows, the first time all of a large country at once', () => {
  const { counts, known } = country(45_001);
  known.seals = [silent(partiesOf(0)), silent(partiesOf(1)), { task: null } as SealEntry];
  expect(counts.of(EVERYTHING, 10_000)).toMatchObject({ inTransit: 45_001, stale: 2 });
  expect(counts.of(CARRIER, 10_000)).toMatchObject({ inTransit: 22_501, stale: 1 });
  // what has left one's port is followed no more
  expect(counts.of(PORT, 10_000)).toMatchObject({ inTransit: 0, stale: 0 });
});

it('is no older than a tick of the map, and in a large country older by a turn for each twenty thousand', () => {
  const small = country(2);
  expect(small.counts.of(EVERYTHING, 0).inTransit).toBe(2);
  small.known.transits.push(partiesOf(3));
  expect(small.counts.of(EVERYTHING, 899).inTransit).toBe(2);
  expect(small.counts.of(EVERYTHING, 900).inTransit).toBe(3);

  const large = country(45_000);
  expect(large.counts.of(EVERYTHING, 0).inTransit).toBe(45_000);
  large.known.transits.push(partiesOf(3));
  const turns = [1, 2, 3].map((turn) => large.counts.of(EVERYTHING, turn * 900).inTransit);
  expect(turns).toEqual([45_000, 45_000, 45_001]);
});
