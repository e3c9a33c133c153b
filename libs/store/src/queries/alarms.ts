import type { AlarmKind, AlarmState, Severity } from '@haidang/domain';
import type { NumberedAlarm } from '../commit/alarms.js';
import { preciseTime, type Placed, type Queryable, type TimePlace } from './queryable.js';

export interface AlarmFilter {
  readonly states?: readonly AlarmState[] | undefined;
  /** True: not resolved; false: resolved. */
  readonly standing?: boolean | undefined;
  readonly severities?: readonly Severity[] | undefined;
  readonly kinds?: readonly AlarmKind[] | undefined;
  /** Meetings of two transits are found by either. */
  readonly transitId?: string | undefined;
  readonly sealId?: string | undefined;
  readonly container?: string | undefined;
}

const SELECT = `select alarms.*, ${preciseTime('raised_at')} as place_at, transits.number as transit_number
  from alarms left join transits on transits.id = alarms.transit_id`;

/** Newest first, by when they were raised. */
export async function listAlarms(
  db: Queryable,
  filter: AlarmFilter,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<NumberedAlarm>[]> {
  const standing =
    filter.standing === undefined ? '' : `and alarms.state ${filter.standing ? '<>' : '='} 'resolved'`;
  const { rows } = await db.query<NumberedAlarm & { place_at: string }>(
    `${SELECT}
     where ($1::text[] is null or alarms.state = any($1)) ${standing}
       and ($2::text[] is null or severity = any($2))
       and ($3::text[] is null or kind = any($3))
       and ($4::text is null or transit_id = $4 or other_transit_id = $4)
       and ($5::text is null or seal_id = $5)
       and ($6::text is null or container_number = $6)
       and ($7::timestamptz is null or (raised_at, alarms.id) < ($7, $8::uuid))
     order by raised_at desc, alarms.id desc limit $9`,
    [
      filter.states ?? null,
      filter.severities ?? null,
      filter.kinds ?? null,
      filter.transitId ?? null,
      filter.sealId ?? null,
      filter.container ?? null,
      page.after?.at ?? null,
      page.after?.id ?? null,
      page.limit,
    ],
  );
  return rows.map((row) => ({
    place: { at: row.place_at, id: row.id },
    value: row,
  }));
}

/** @param id a UUID */
export async function findAlarm(db: Queryable, id: string): Promise<NumberedAlarm | undefined> {
  const { rows } = await db.query<NumberedAlarm>(`${SELECT} where alarms.id = $1`, [id]);
  return rows[0];
}

/** Finds one and holds it until the transaction ends. @param id a UUID */
export async function lockAlarm(tx: Queryable, id: string): Promise<NumberedAlarm | undefined> {
  const { rows } = await tx.query<NumberedAlarm>(`${SELECT} where alarms.id = $1 for update of alarms`, [id]);
  return rows[0];
}
