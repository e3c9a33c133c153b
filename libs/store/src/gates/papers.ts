import type { ContainerPapers } from '@haidang/domain';
import { pagesInTransaction } from '../queries/pages.js';
import type { ClientBase, Pool } from 'pg';

/** What a gate decides from, of one container. */
export interface PapersRecord extends ContainerPapers {
  readonly container: string;
}

const MS = (column: string) => `extract(epoch from ${column})::float8 * 1000`;

const ELIGIBILITY = `json_build_object('id', id, 'facilityId', facility_id, 'declaration', declaration, 'container', container,
  'plate', plate, 'carrierSeal', carrier_seal, 'customsSeal', customs_seal, 'officerConfirmed', officer_confirmed, 'state', state,
  'validUntil', ${MS('valid_until')}, 'issuedAt', ${MS('issued_at')},
  'unseenExitAt', case when state = 'used' and used_gate is null then ${MS('used_at')} end)`;
const EXPECTED = `json_build_object('id', id, 'facilityId', facility_id, 'container', container, 'purpose', purpose,
  'carrierSeal', carrier_seal, 'plate', plate, 'scanOrdered', scan_ordered)`;
const STAY = `json_build_object('id', id, 'facilityId', facility_id, 'container', container, 'purpose', purpose, 'state', state,
  'carrierSeal', carrier_seal, 'scanOrdered', scan_ordered, 'scannedAt', ${MS('scanned_at')}, 'inAt', ${MS('in_at')})`;

/**
 * Of a facility's eligibilities for a container only the newest says anything: one that stands is never older than one that ended.
 * What ended is of no interest once the container has been away for long.
 */
const PAPERS = (which: string, ended: string) => `
  with rows as (
    select distinct on (facility_id, container) container, 'eligibilities' as what, ${ELIGIBILITY} as row, issued_at as at
      from (select * from eligibilities where container is not null ${which} ${ended}) e
      order by facility_id, container, state in ('eligible', 'suspended') desc, issued_at desc, id
  ), expectations as (
    select container, 'expected' as what, ${EXPECTED} as row, created_at as at from expected_containers where state = 'expected' ${which}
  ), standing as (
    select container, 'stays' as what, ${STAY} as row, in_at as at from stays where out_at is null ${which}
  )
  select container,
    coalesce(json_agg(row order by at desc) filter (where what = 'eligibilities'), '[]') as eligibilities,
    coalesce(json_agg(row order by at desc) filter (where what = 'expected'), '[]') as expected,
    coalesce(json_agg(row order by at desc) filter (where what = 'stays'), '[]') as stays
  from (select * from rows union all select * from expectations union all select * from standing) everything
  group by container`;

/** How long an eligibility that was used or cancelled is told from one that never was. */
const ENDED_DAYS = 30;

/** Everything that a gate may be asked about, some thousands of containers at a time. */
export async function* readAllPapers(pool: Pool): AsyncGenerator<PapersRecord[]> {
  yield* pagesInTransaction<PapersRecord>(
    pool,
    PAPERS(
      '',
      `and (state in ('eligible', 'suspended') or changed_at > now() - interval '${ENDED_DAYS} days')`,
    ),
    [],
  );
}

/** Of these containers; one without papers is not among the answers. */
export async function readPapers(
  db: Pool | ClientBase,
  containers: readonly string[],
): Promise<PapersRecord[]> {
  const { rows } = await db.query<PapersRecord>({
    name: 'read-papers',
    text: PAPERS('and container = any ($1::text[])', ''),
    values: [containers],
  });
  return rows;
}
