import type { EligibilityState, Instant, StayState } from '@haidang/domain';
import { textArray } from '../binary-arrays.js';
import type { Queryable } from '../queries/queryable.js';
import type { ManifestHead } from './manifests.js';

/** A line of a departure manifest. */
export interface LoadedEntry {
  readonly container: string;
  readonly declaration: string | null;
  readonly carrierSeal: string | null;
  readonly customsSeal: string | null;
}

/** What was loaded, and what is on file of it at the place. */
export interface LoadedRecord extends LoadedEntry {
  /** Its place in the manifest, from 0. */
  readonly line: number;
  readonly loadedAt: Instant;
  /** That the loading ended. */
  readonly stay: StayOfLoading | null;
  /** The newest word on whether it may pass. */
  readonly eligibility: { readonly id: string; readonly state: EligibilityState } | null;
}

export interface StayOfLoading {
  readonly id: string;
  readonly state: StayState;
  readonly carrierSeal: string | null;
  readonly inAt: Instant;
  readonly outAt: Instant | null;
}

/** A container that a declaration of export names at the place. */
export interface DeclaredRecord {
  readonly expectedId: string;
  readonly container: string;
  readonly declaration: string;
  readonly departure: string | null;
  readonly carrierSeal: string | null;
  /** The last there. */
  readonly stay: StayOfLoading | null;
}

type Departure = Pick<ManifestHead, 'id' | 'facilityId'>;

/**
 * Writes what a vessel took: what stood there has left, what might pass has passed, and what was expected is not expected any more. The papers
 * are touched before the stays, in the order of a gate.
 */
export async function writeLoaded(
  tx: Queryable,
  { id, facilityId }: Departure,
  entries: readonly LoadedEntry[],
  at: Instant,
): Promise<void> {
  const n = entries.length;
  await tx.query(
    `with said as (
       select *, (n - 1)::int4 as line from unnest($4::text[], $5::text[], $6::text[], $7::text[]) with ordinality
         as l (container, declaration, carrier_seal, customs_seal, n)
     ), used as (
       update eligibilities e set state = 'used', used_at = $3, changed_at = now() from said
       where e.facility_id = $2 and e.container = said.container and e.state = 'eligible' returning e.id, e.container
     ), ended as (
       update stays s set out_at = greatest(s.in_at, $3) from said
       where s.facility_id = $2 and s.container = said.container and s.out_at is null returning s.id, s.container
     ), met as (
       update expected_containers x set state = 'loaded', settled_at = $3 from said
       where x.facility_id = $2 and x.container = said.container and x.state = 'expected'
     )
     insert into loaded_containers (manifest_id, facility_id, container, line, declaration, carrier_seal, customs_seal, loaded_at, stay_id,
       eligibility_id)
     select $1, $2, said.container, said.line, said.declaration, said.carrier_seal, said.customs_seal, $3, ended.id, used.id
     from said left join used on used.container = said.container left join ended on ended.container = said.container`,
    [
      ...[id, facilityId, new Date(at)],
      textArray(n, (i) => entries[i]!.container),
      textArray(n, (i) => entries[i]!.declaration),
      textArray(n, (i) => entries[i]!.carrierSeal),
      textArray(n, (i) => entries[i]!.customsSeal),
    ],
  );
}

/**
 * Takes back what an earlier version said: what it ended stands again, unless it has come anew since; what it used up may pass again, unless another word stands.
 * @returns the containers
 */
export async function undoLoaded(tx: Queryable, { id, facilityId }: Departure): Promise<string[]> {
  const { rows } = await tx.query<{ container: string }>(
    `with gone as (
       delete from loaded_containers where manifest_id = $1 returning container, stay_id, eligibility_id
     ), eligible as (
       update eligibilities e set state = 'eligible', used_at = null, changed_at = now() from gone
       where e.id = gone.eligibility_id and e.state = 'used' and not exists (select from eligibilities o
         where o.facility_id = e.facility_id and o.container = e.container and o.state in ('eligible', 'suspended'))
     ), standing as (
       update stays s set out_at = null from gone
       where s.id = gone.stay_id and not s.out_seen and not s.out_reported and not exists (select from stays o
         where o.facility_id = s.facility_id and o.container = s.container and o.out_at is null)
     ), expected as (
       update expected_containers x set state = 'expected', settled_at = null from gone
       where x.facility_id = $2 and x.container = gone.container and x.state = 'loaded' and not exists (select from expected_containers o
         where o.facility_id = x.facility_id and o.container = x.container and o.state = 'expected')
     )
     select container from gone`,
    [id, facilityId],
  );
  return rows.map(({ container }) => container);
}

const STAY = (s: string) =>
  `case when ${s}.id is not null then json_build_object('id', ${s}.id, 'state', ${s}.state, 'carrierSeal', ${s}.carrier_seal,
    'inAt', extract(epoch from ${s}.in_at)::float8 * 1000, 'outAt', extract(epoch from ${s}.out_at)::float8 * 1000) end as stay`;

/** In the order of the manifest. */
export async function readLoaded(db: Queryable, { id }: Departure): Promise<LoadedRecord[]> {
  const { rows } = await db.query<Omit<LoadedRecord, 'loadedAt'> & { loadedAt: Date }>(
    `select l.container, l.line, l.declaration, l.carrier_seal as "carrierSeal", l.customs_seal as "customsSeal", l.loaded_at as "loadedAt",
       ${STAY('s')}, case when e.id is not null then json_build_object('id', e.id, 'state', e.state) end as eligibility
     from loaded_containers l left join stays s on s.id = l.stay_id
     left join lateral (
       select id, state from eligibilities e where e.facility_id = l.facility_id and e.container = l.container
         and (e.state in ('eligible', 'suspended') or e.id = l.eligibility_id)
       order by e.state in ('eligible', 'suspended') desc, e.issued_at desc limit 1) e on true
     where l.manifest_id = $1 order by l.line`,
    [id],
  );
  return rows.map((row) => ({ ...row, loadedAt: row.loadedAt.getTime() }));
}

/**
 * What declarations of export name at the place of a departure: for this one, and of what it took for whichever; of a container the newest word,
 * one for this departure first.
 */
export async function readDeclaredFor(
  db: Queryable,
  { id, facilityId, number }: Pick<ManifestHead, 'id' | 'facilityId' | 'number'>,
): Promise<DeclaredRecord[]> {
  const { rows } = await db.query<DeclaredRecord>(
    `with declared as (
       select distinct on (x.container) x.* from expected_containers x join declarations d on d.number = x.declaration
       where x.facility_id = $2 and x.purpose = 'export' and x.state <> 'cancelled' and d.status <> 'cancelled'
         and (x.departure = $3 or x.container in (select container from loaded_containers where manifest_id = $1))
       order by x.container, x.departure = $3 desc nulls last, x.created_at desc, x.id
     )
     select x.id as "expectedId", x.container, x.declaration, x.departure, x.carrier_seal as "carrierSeal", ${STAY('s')}
     from declared x left join lateral (
       select * from stays s where s.facility_id = x.facility_id and s.container = x.container and s.state <> 'withdrawn'
         and (s.out_at is null or s.out_at >= x.created_at)
       order by s.in_at desc limit 1) s on true
     order by x.container`,
    [id, facilityId, number],
  );
  return rows;
}
