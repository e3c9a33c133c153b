import type { Instant } from '@haidang/domain';
import { textArray } from '../binary-arrays.js';
import type { Queryable } from '../queries/queryable.js';

/** A container that a declaration of export brings in. */
export interface ExportEntry {
  readonly declaration: string;
  readonly facilityId: string;
  readonly container: string;
  /** The number of the vessel's departure, where it is known. */
  readonly departure: string | null;
  readonly carrierSeal: string | null;
  readonly plate: string | null;
}

/**
 * Takes back what these declarations named, do not name any more, and what is not here yet.
 * @param entries what they name now
 * @returns the containers that are not expected any more
 */
export async function withdrawExports(
  tx: Queryable,
  declarations: readonly string[],
  entries: readonly ExportEntry[],
): Promise<string[]> {
  const n = entries.length;
  const { rows } = await tx.query<{ container: string }>(
    `update expected_containers x set state = 'cancelled', settled_at = now()
     where x.declaration = any ($1::text[]) and x.manifest_id is null and x.purpose = 'export' and x.state = 'expected'
       and not exists (select from unnest($2::text[], $3::text[], $4::text[]) as said (declaration, facility_id, container)
         where (said.declaration, said.facility_id, said.container) = (x.declaration, x.facility_id, x.container))
     returning container`,
    [
      [...declarations],
      textArray(n, (i) => entries[i]!.declaration),
      textArray(n, (i) => entries[i]!.facilityId),
      textArray(n, (i) => entries[i]!.container),
    ],
  );
  return rows.map(({ container }) => container);
}

/**
 * Writes what declarations bring in: it is expected, or has come where it stands there already. What came by an earlier word has come; its seal and
 * departure are as they are said now.
 * @returns the containers that are expected there by somebody else's word; nothing may be committed then
 */
export async function writeExports(tx: Queryable, entries: readonly ExportEntry[]): Promise<string[]> {
  const n = entries.length;
  const values = [
    textArray(n, (i) => entries[i]!.declaration),
    textArray(n, (i) => entries[i]!.facilityId),
    textArray(n, (i) => entries[i]!.container),
    textArray(n, (i) => entries[i]!.departure),
    textArray(n, (i) => entries[i]!.carrierSeal),
    textArray(n, (i) => entries[i]!.plate),
  ];
  const said = `select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
    as e (declaration, facility_id, container, departure, carrier_seal, plate)`;
  await tx.query(
    `update stays s set purpose = 'export' from (${said}) said
     where s.facility_id = said.facility_id and s.container = said.container and s.out_at is null and s.purpose is null`,
    values,
  );
  const { rows } = await tx.query<{ container: string }>(
    `with said as (${said}), known as (
       update expected_containers x set departure = said.departure, carrier_seal = said.carrier_seal, plate = said.plate from said
       where (x.declaration, x.facility_id, x.container) = (said.declaration, said.facility_id, said.container)
         and x.manifest_id is null and x.state <> 'cancelled' returning x.container, x.facility_id
     ), written as (
       insert into expected_containers (id, facility_id, container, purpose, declaration, departure, carrier_seal, plate, state, settled_at)
       select gen_random_uuid(), said.facility_id, said.container, 'export', said.declaration, said.departure, said.carrier_seal, said.plate,
         case when s.id is null then 'expected' else 'arrived' end, s.in_at
       from said left join stays s on s.facility_id = said.facility_id and s.container = said.container and s.out_at is null
       where not exists (select from expected_containers x
         where (x.declaration, x.facility_id, x.container) = (said.declaration, said.facility_id, said.container)
           and x.manifest_id is null and x.state <> 'cancelled')
       order by said.facility_id, said.container
       on conflict (facility_id, container) where state = 'expected' do nothing
       returning container, facility_id
     )
     select container from said where not exists (select from (select * from known union all select * from written) done
       where (done.container, done.facility_id) = (said.container, said.facility_id))`,
    values,
  );
  return rows.map(({ container }) => container);
}

/** What is known of a container of an export declaration, step by step; a time that is not known is `null`. */
export interface ExportedContainer {
  readonly container: string;
  readonly facilityId: string;
  readonly departure: string | null;
  readonly carrierSeal: string | null;
  readonly gathered: Instant | null;
  readonly stuffed: Instant | null;
  readonly declared: Instant;
  readonly broughtIn: Instant | null;
  readonly loaded: Instant | null;
}

/** Of what one may see; in the order of their numbers. Gathered: at a depot, warehouse or freight station, in the 60 days before. */
export async function readExports(db: Queryable, declaration: string): Promise<ExportedContainer[]> {
  const ms = (column: string) => `extract(epoch from ${column})::float8 * 1000`;
  const { rows } = await db.query<ExportedContainer>(
    `select x.container, x.facility_id as "facilityId", x.departure, x.carrier_seal as "carrierSeal", ${ms('g.in_at')} as gathered,
       ${ms('p.at')} as stuffed, ${ms('d.registered_at')} as declared, ${ms('s.in_at')} as "broughtIn", ${ms('l.loaded_at')} as loaded
     from expected_containers x join declarations d on d.number = x.declaration
     left join lateral (
       select min(in_at) as in_at from stays g join facilities f on f.id = g.facility_id
       where g.container = x.container and f.kind in ('icd', 'bonded_warehouse', 'cfs') and g.facility_id <> x.facility_id
         and g.state <> 'withdrawn' and g.in_at > x.created_at - interval '60 days') g on true
     left join lateral (
       select max(at) as at from port_messages p where p.container = x.container and p.form = '23' and p.state = 'taken'
         and p.at > x.created_at - interval '60 days') p on true
     left join lateral (
       select in_at from stays s where s.facility_id = x.facility_id and s.container = x.container and s.state <> 'withdrawn'
         and (s.out_at is null or s.out_at >= d.registered_at) order by in_at desc limit 1) s on true
     left join lateral (
       select loaded_at from loaded_containers l where l.facility_id = x.facility_id and l.container = x.container
         and l.loaded_at >= coalesce(s.in_at, d.registered_at) order by loaded_at desc limit 1) l on true
     where x.declaration = $1 and x.purpose = 'export' and x.state <> 'cancelled' order by x.container`,
    [declaration],
  );
  return rows;
}
