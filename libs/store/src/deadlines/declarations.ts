import type { Instant } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';
import { clockOf, type ClockRecord, type ClockRow } from './clock.js';

/** Something of it has come, may pass, or has left on a transit. */
const USED = `(exists (select from eligibilities e where e.declaration = d.number and e.state <> 'cancelled')
  or exists (select from expected_containers x where x.declaration = d.number and x.state not in ('expected', 'cancelled'))
  or exists (select from transits t where t.declaration = d.number and t.departed_at is not null))`;

/** An office has no place of its own on the map: where its first facility is. */
const DECLARATIONS = `select d.number as subject, d.registered_at as from_at,
    case when d.status = 'cancelled' or ${USED} then d.updated_at end as done_at, d.office_id, d.office_id as responsible_id,
    null as facility_id, f.id as place_id, f.lat, f.lon, null as transit_id, null as container, d.number as declaration, null as number
  from declarations d
  left join lateral (select id, lat, lon from facilities f where f.organisation_id = d.office_id order by f.id limit 1) f on true`;

/** Some of the declarations that nothing came of. */
export interface UnusedDeclarations {
  /** Registered from the one up to, and not at, the other. */
  readonly from: Instant;
  readonly to: Instant;
  /** Of these offices, or of all others; null: of all. */
  readonly offices: { readonly ids: readonly string[]; readonly areMeant: boolean } | null;
  /** Of this one alone; null: of whichever. */
  readonly officeId: string | null;
  /** After this one, in the order of registration. */
  readonly after: { readonly from: Instant; readonly subject: string } | null;
  readonly limit: number;
}

/** In the order of registration: read along it, so that a page costs what lies before its end and no more. */
export async function readUnusedDeclarations(
  db: Queryable,
  { from, to, offices, officeId, after, limit }: UnusedDeclarations,
): Promise<ClockRecord[]> {
  const values: unknown[] = [new Date(from), new Date(to)];
  const add = (value: unknown) => `$${values.push(value)}`;
  const ofOffices =
    offices === null
      ? ''
      : `and ${offices.areMeant ? '' : 'not '}(d.office_id = any (${add([...offices.ids])}::text[]))`;
  const ofOne = officeId === null ? '' : `and d.office_id = ${add(officeId)}`;
  const behind =
    after === null
      ? ''
      : `and (d.registered_at, d.number collate "C") > (${add(new Date(after.from))}, ${add(after.subject)})`;
  const { rows } = await db.query<ClockRow>(
    `${DECLARATIONS} where d.registered_at >= $1 and d.registered_at < $2 and d.status <> 'cancelled' ${ofOffices} ${ofOne} ${behind} and not ${USED}
     order by d.registered_at, d.number collate "C" limit ${add(limit)}`,
    values,
  );
  return rows.map((row) => clockOf('declaration_unused', row));
}

/** Whether they were used or not. */
export async function findDeclarationClocks(
  db: Queryable,
  numbers: readonly string[],
): Promise<ClockRecord[]> {
  const { rows } = await db.query<ClockRow>(`${DECLARATIONS} where d.number = any ($1::text[])`, [numbers]);
  return rows.map((row) => clockOf('declaration_unused', row));
}
