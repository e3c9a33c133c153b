import { expect } from 'vitest';
import type pg from 'pg';
import {
  alarmFacts,
  alarmsNotOwed,
  alarmsOwedTwice,
  count,
  recordedFixes,
  storedFixes,
  type AlarmFacts,
} from './evidence.js';
import type { Fleet } from './fleet.js';
import { alarmsOfTrip } from './seal-trip.js';

/**
 * What must hold once a fleet has got rid of everything: each fix stored once, each alarm raised and ended once and owed to the
 * operators once, nothing in the quarantine.
 * @returns the alarms
 */
export async function expectAllOnce(pool: pg.Pool, fleet: Fleet): Promise<AlarmFacts[]> {
  expect(await storedFixes(pool)).toEqual(recordedFixes(fleet));
  const alarms = await alarmFacts(pool);
  const trips = fleet.seals.map(({ recorded }) => alarmsOfTrip(recorded));
  expect(alarms).toHaveLength(trips.reduce((sum, trip) => sum + trip.opened, 0));
  const ended = alarms.filter(({ end }) => end !== null);
  expect(ended).toHaveLength(trips.reduce((sum, trip) => sum + trip.ended, 0));
  for (const { key, end, history } of alarms)
    expect({ key, history }).toEqual({ key, history: end === null ? ['opened'] : ['opened', 'ended'] });
  expect(await alarmsOwedTwice(pool)).toBe(0);
  expect(await alarmsNotOwed(pool)).toBe(0);
  expect(await count(pool, 'quarantine')).toBe(0);
  return alarms;
}
