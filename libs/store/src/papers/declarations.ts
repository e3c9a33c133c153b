import type { Channel, DeclarationStatus, Instant, Purpose } from '@haidang/domain';
import { textArray, timestamptzArray } from '../binary-arrays.js';
import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';

export interface DeclarationEntry {
  readonly number: string;
  /** Who answers for it. */
  readonly officeId: string;
  readonly purpose: Purpose;
  readonly channel: Channel;
  readonly status: DeclarationStatus;
  readonly goodsNumber: string | null;
  readonly companyId: string | null;
  readonly companyName: string | null;
  readonly registeredAt: Instant;
}

export interface DeclarationRecord extends DeclarationEntry {
  readonly updatedAt: Instant;
}

export interface DeclarationFilter {
  readonly officeId?: string | undefined;
  readonly companyId?: string | undefined;
  readonly channel?: Channel | undefined;
  readonly status?: DeclarationStatus | undefined;
}

/** @returns of those that were written whether each is new, by number; one of another's office is not among them, and stays as it was */
export async function writeDeclarations(
  tx: Queryable,
  entries: readonly DeclarationEntry[],
): Promise<Map<string, boolean>> {
  const n = entries.length;
  const { rows } = await tx.query<{ number: string; is_new: boolean }>(
    `insert into declarations as known (number, office_id, purpose, channel, status, goods_number, company_id, company_name, registered_at)
      select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::timestamptz[])
        as d (number, office_id, purpose, channel, status, goods_number, company_id, company_name, registered_at)
        order by number
      on conflict (number) do update set office_id = excluded.office_id, purpose = excluded.purpose, channel = excluded.channel,
        status = excluded.status, goods_number = excluded.goods_number, company_id = excluded.company_id,
        company_name = excluded.company_name, registered_at = excluded.registered_at, updated_at = now(),
        corrected_at = case when (known.purpose, known.goods_number, known.company_id, known.registered_at)
          is distinct from (excluded.purpose, excluded.goods_number, excluded.company_id, excluded.registered_at)
          then now() else known.corrected_at end
        where (select scope_is_national()) or known.office_id = any ((select scope_organisations())::text[])
      returning number, xmax = 0 as is_new`,
    [
      textArray(n, (i) => entries[i]!.number),
      textArray(n, (i) => entries[i]!.officeId),
      textArray(n, (i) => entries[i]!.purpose),
      textArray(n, (i) => entries[i]!.channel),
      textArray(n, (i) => entries[i]!.status),
      textArray(n, (i) => entries[i]!.goodsNumber),
      textArray(n, (i) => entries[i]!.companyId),
      textArray(n, (i) => entries[i]!.companyName),
      timestamptzArray(n, (i) => entries[i]!.registeredAt),
    ],
  );
  return new Map(rows.map((row) => [row.number, row.is_new]));
}

/** What these numbers are known as; one that is not seen is not among them. */
export async function findDeclarations(
  db: Queryable,
  numbers: readonly string[],
): Promise<Map<string, DeclarationRecord>> {
  const { rows } = await db.query<DeclarationRow>(
    'select * from declarations where number = any ($1::text[])',
    [[...new Set(numbers)]],
  );
  return new Map(rows.map((row) => [row.number, declarationOf(row)]));
}

/** The latest first. */
export async function listDeclarations(
  db: Queryable,
  filter: DeclarationFilter,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<DeclarationRecord>[]> {
  const { rows } = await db.query<DeclarationRow & { place_at: string }>(
    `select *, ${preciseTime('registered_at')} as place_at from declarations
     where ($1::text is null or office_id = $1) and ($2::text is null or company_id = $2) and ($3::text is null or channel = $3)
       and ($4::text is null or status = $4) and ($5::timestamptz is null or (registered_at, number) < ($5, $6))
     order by registered_at desc, number desc limit $7`,
    [
      filter.officeId ?? null,
      filter.companyId ?? null,
      filter.channel ?? null,
      filter.status ?? null,
      page.after?.at ?? null,
      page.after?.id ?? null,
      page.limit,
    ],
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.number }, value: declarationOf(row) }));
}

interface DeclarationRow {
  number: string;
  office_id: string;
  purpose: Purpose;
  channel: Channel;
  status: DeclarationStatus;
  goods_number: string | null;
  company_id: string | null;
  company_name: string | null;
  registered_at: Date;
  updated_at: Date;
}

function declarationOf(row: DeclarationRow): DeclarationRecord {
  return {
    number: row.number,
    officeId: row.office_id,
    purpose: row.purpose,
    channel: row.channel,
    status: row.status,
    goodsNumber: row.goods_number,
    companyId: row.company_id,
    companyName: row.company_name,
    registeredAt: row.registered_at.getTime(),
    updatedAt: row.updated_at.getTime(),
  };
}
