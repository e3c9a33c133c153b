import type { Instant, Purpose } from '@haidang/domain';
import { textArray } from '../binary-arrays.js';
import type { Queryable } from '../queries/queryable.js';
import type { ManifestHead } from './manifests.js';

/** A container of a list, as the list says it. */
export interface ExpectedEntry {
  readonly container: string;
  readonly purpose: Purpose;
  readonly declaration: string | null;
  readonly carrierSeal: string | null;
  readonly plate: string | null;
}

export interface ExpectedRecord extends ExpectedEntry {
  readonly id: string;
  readonly facilityId: string;
  readonly manifestId: string | null;
  /** Form 03. */
  readonly scanOrdered: boolean;
  readonly dueAt: Instant | null;
  /** `expected`, `cancelled` by a later version, or what became of it. */
  readonly state: string;
  readonly settledAt: Instant | null;
}

type List = Pick<ManifestHead, 'id' | 'facilityId' | 'dueAt'>;

/**
 * Takes back what an earlier version of a list said and this one does not, and that is not yet here.
 * @returns the containers that are not expected any more
 */
export async function withdrawExpected(
  tx: Queryable,
  { id }: List,
  entries: readonly ExpectedEntry[],
): Promise<string[]> {
  const { rows } = await tx.query<{ container: string }>(
    `update expected_containers set state = 'cancelled', settled_at = now()
     where manifest_id = $1 and state = 'expected' and container not in (select unnest($2::text[])) returning container`,
    [id, textArray(entries.length, (i) => entries[i]!.container)],
  );
  return rows.map(({ container }) => container);
}

/**
 * Writes what a list expects: new ones, and what it says otherwise of those that are expected already. What came by an earlier version has
 * come, and is not expected again.
 * @returns the containers that are expected there by somebody else's word; nothing may be committed then
 */
export async function writeExpected(
  tx: Queryable,
  list: List,
  entries: readonly ExpectedEntry[],
): Promise<string[]> {
  const n = entries.length;
  const { rows } = await tx.query<{ container: string }>(
    `with said as (
       select * from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
         as e (container, purpose, declaration, carrier_seal, plate)
     ), written as (
       insert into expected_containers as known (id, facility_id, container, purpose, manifest_id, declaration, carrier_seal, plate, due_at)
       select gen_random_uuid(), $1, container, purpose, $2, declaration, carrier_seal, plate, $3::timestamptz from said
       where not exists (select from expected_containers here where here.manifest_id = $2 and here.container = said.container
         and here.state not in ('expected', 'cancelled'))
       order by container
       on conflict (facility_id, container) where state = 'expected' do update set purpose = excluded.purpose,
         declaration = excluded.declaration, carrier_seal = excluded.carrier_seal, plate = excluded.plate, due_at = excluded.due_at
         where known.manifest_id = excluded.manifest_id
       returning container
     )
     select container from said where not exists (select from written where written.container = said.container)
       and not exists (select from expected_containers here where here.manifest_id = $2 and here.container = said.container
         and here.state not in ('expected', 'cancelled'))`,
    [
      ...[list.facilityId, list.id, list.dueAt === null ? null : new Date(list.dueAt)],
      textArray(n, (i) => entries[i]!.container),
      textArray(n, (i) => entries[i]!.purpose),
      textArray(n, (i) => entries[i]!.declaration),
      textArray(n, (i) => entries[i]!.carrierSeal),
      textArray(n, (i) => entries[i]!.plate),
    ],
  );
  return rows.map(({ container }) => container);
}

/**
 * Marks what is to be scanned (form 03), of what is expected and of what stands; and takes it back of what only an earlier version named,
 * unless it was scanned.
 * @returns the containers that are neither expected nor here
 */
export async function orderScans(
  tx: Queryable,
  facilityId: string,
  containers: readonly string[],
  before: readonly string[],
): Promise<string[]> {
  const named = new Set(containers);
  const dropped = before.filter((container) => !named.has(container));
  const list = textArray(containers.length, (i) => containers[i]!);
  for (const [table, open] of OPEN) {
    await tx.query(
      `update ${table} set scan_ordered = said.ordered
       from (select unnest($2::text[]) as container, true as ordered union all select unnest($3::text[]), false) said
       where facility_id = $1 and ${open} and ${table}.container = said.container`,
      [facilityId, list, dropped],
    );
  }
  const { rows } = await tx.query<{ container: string }>(
    `select container from unnest($2::text[]) as said (container)
     where not exists (select from expected_containers e where e.facility_id = $1 and e.container = said.container and e.state = 'expected')
       and not exists (select from stays s where s.facility_id = $1 and s.container = said.container and s.out_at is null)`,
    [facilityId, list],
  );
  return rows.map(({ container }) => container);
}

const OPEN = [
  ['expected_containers', `state = 'expected'`],
  ['stays', 'out_at is null and scanned_at is null'],
] as const;

/** In the order of their numbers. */
export async function readExpectedOf(db: Queryable, manifestId: string): Promise<ExpectedRecord[]> {
  const { rows } = await db.query<ExpectedRow>(
    'select * from expected_containers where manifest_id = $1 order by container, created_at',
    [manifestId],
  );
  return rows.map(expectedOf);
}

/** The newest first. */
export async function readExpectedContainer(
  db: Queryable,
  container: string,
  limit: number,
): Promise<ExpectedRecord[]> {
  const { rows } = await db.query<ExpectedRow>(
    'select * from expected_containers where container = $1 order by created_at desc, id limit $2',
    [container, limit],
  );
  return rows.map(expectedOf);
}

interface ExpectedRow {
  id: string;
  facility_id: string;
  container: string;
  purpose: Purpose;
  manifest_id: string | null;
  declaration: string | null;
  carrier_seal: string | null;
  plate: string | null;
  scan_ordered: boolean;
  due_at: Date | null;
  state: string;
  settled_at: Date | null;
}

function expectedOf(row: ExpectedRow): ExpectedRecord {
  return {
    id: row.id,
    facilityId: row.facility_id,
    container: row.container,
    purpose: row.purpose,
    manifestId: row.manifest_id,
    declaration: row.declaration,
    carrierSeal: row.carrier_seal,
    plate: row.plate,
    scanOrdered: row.scan_ordered,
    dueAt: row.due_at?.getTime() ?? null,
    state: row.state,
    settledAt: row.settled_at?.getTime() ?? null,
  };
}
