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
  // turning back at the end of the corridor is an alarm as well; these are the ones that are reckoned beforehand
  const strayed = alarms.filter(({ kind }) => kind === 'off_route');
  expect(strayed).toHaveLength(trips.reduce((sum, trip) => sum + trip.opened, 0));
  const ended = strayed.filter(({ end }) => end !== null);
  expect(ended).toHaveLength(trips.reduce((sum, trip) => sum + trip.ended, 0));
  for (const { key, end, history } of strayed)
    expect({ key, history }).toEqual({ key, history: end === null ? ['opened'] : ['opened', 'ended'] });
  expect(await alarmsOwedTwice(pool)).toBe(0);
  expect(await alarmsNotOwed(pool)).toBe(0);
  expect(await count(pool, 'quarantine')).toBe(0);
  return alarms;
}
