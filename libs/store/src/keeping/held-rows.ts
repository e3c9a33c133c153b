/**
 * What of each series is under a hold, as SQL that looks from the holds: there are few of them, and a day may have fifty million rows. A
 * series that is not named here knows no holds: a refused message belongs to nothing.
 */
const HELD: Readonly<Record<string, string>> = {
  fixes: 'held_seals h join SOURCE r on r.seal = h.key and r.time >= h.since and r.time <= h.until',
  passages:
    'held_containers h join SOURCE r on r.container = h.number and r.time >= h.since and r.time <= h.until',
  alarm_history: 'held_alarms h join SOURCE r on r.alarm_id = h.id',
};

/**
 * SQL text that gives the rows of a source, once each, that a hold keeps.
 * @param source a partition's name, or a part of a hypertable in brackets
 * @returns undefined when the series knows no holds
 */
export function heldRows(table: string, source: string): string | undefined {
  return HELD[table] === undefined
    ? undefined
    : `select distinct r.* from ${HELD[table].replace('SOURCE', source)}`;
}
