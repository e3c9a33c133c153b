import type { Queryable } from '../queries/queryable.js';

/** Of each kind of thing, the newest: no container has more. */
const MOST = 1_000;

/**
 * Under which names the ledger has what was done with containers: themselves, their transits, passages, papers, reports, cases, alarms and evidence.
 * @param numbers normalised
 */
export async function readSubjectsOfContainers(db: Queryable, numbers: readonly string[]): Promise<string[]> {
  const newest = (what: string) => `(${what} limit ${MOST})`;
  const { rows } = await db.query<{ subject: string }>(
    [
      `select 'container/' || number as subject from unnest($1::text[]) number`,
      newest(`select 'transit/' || transit_id from transit_containers where number = any ($1)`),
      newest(`select 'transit/' || transit_id from past_seals where number = any ($1)`),
      newest(
        `select 'passage/' || gate_id || '/' || id from passages_seen where container = any ($1) order by time desc`,
      ),
      // one that is a camera's own has no passage of its own
      newest(
        `select 'passage/' || gate_id || '/' || passage_id from offline_passages where container = any ($1) order by time desc`,
      ),
      newest(`select 'eligibility/' || id from eligibilities where container = any ($1)`),
      newest(`select 'notice/' || notice_id from eligibilities where container = any ($1)`),
      newest(`select 'declaration/' || declaration from eligibilities where container = any ($1)`),
      newest(`select 'declaration/' || declaration from expected_containers where container = any ($1)`),
      newest(`select 'manifest/' || manifest_id from expected_containers where container = any ($1)`),
      newest(`select 'port-message/' || id from port_messages where container = any ($1)`),
      newest(`select 'case/' || id from cases where container = any ($1)`),
      newest(`select 'alarm/' || id from alarms where container_number = any ($1)`),
      newest(`select 'evidence/' || id from evidence where container = any ($1)`),
    ].join(' union '),
    [numbers],
  );
  return rows.flatMap(({ subject }) => subject ?? []);
}
