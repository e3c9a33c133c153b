import type { AlarmEnding, AlarmKind, AlarmState, Instant, Severity } from '@haidang/domain';
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
  readonly endings?: readonly AlarmEnding[] | undefined;
  /** Raised from the one time on, before the other. */
  readonly since?: Instant | undefined;
  readonly until?: Instant | undefined;
  /** Of its transit. */
  readonly carrierId?: string | undefined;
  readonly routeId?: string | undefined;
  /** {@link OFFICE_OF_ALARM} */
  readonly officeId?: string | undefined;
  /** True: somebody acknowledged it. */
  readonly acknowledged?: boolean | undefined;
  /** True: somebody who was sent stood where it was raised. */
  readonly onSpot?: boolean | undefined;
  /** Those alone that have none of these: of no transit, of a transit without a carrier, of no office. */
  readonly without?: readonly AlarmLack[] | undefined;
}

/** What an alarm may be without. */
export const ALARM_LACKS = ['office', 'carrier', 'route'] as const;
export type AlarmLack = (typeof ALARM_LACKS)[number];

/** Whose alarm it is: the office of its transit's departure; of one of no transit that of its gate or its place. */
export const OFFICE_OF_ALARM = `(select f.organisation_id from facilities f
  where f.id = coalesce(transits.from_id, (select g.facility_id from gates g where g.id = alarms.gate_id), alarms.facility_id))`;

const dateOf = (instant: Instant | undefined) => (instant === undefined ? null : new Date(instant));

const SELECT = `select alarms.*, ${preciseTime('raised_at')} as place_at, transits.number as transit_number, transits.route_id
  from alarms left join transits on transits.id = alarms.transit_id`;

/**
 * Whose an alarm is follows from other tables, which are looked into when the policy has seen the alarm, and that for all of the stretch. So the page's alarms
 * are found by `alarm_marks`, which knows both; where a filter is given that it does not know, those of the office.
 */
function ofItsOffice(filter: AlarmFilter): string {
  const { states, standing, severities, transitId, sealId, container, without } = filter;
  const isKnown = [states, standing, severities, transitId, sealId, container].every(
    (one) => one === undefined,
  );
  const page = isKnown ? 'order by m.raised_at desc, m.id desc limit $9' : '';
  const office = without?.includes('office')
    ? '$14::text is null and m.office is null'
    : 'm.office = $14::text';
  return `and alarms.id = any (array(select m.id from alarm_marks m where ${office} ${lacks('m.carrier', 'm.route', without)}
    and ($10::timestamptz is null or m.raised_at >= $10) and ($11::timestamptz is null or m.raised_at < $11)
    and ($12::text is null or m.carrier = $12) and ($13::text is null or m.route = $13) and ($15::text[] is null or m.ending = any ($15))
    and ($16::boolean is null or (m.acknowledged_at is not null) = $16) and ($17::boolean is null or (m.on_spot_at is not null) = $17)
    and ($3::text[] is null or m.kind = any ($3))
    and ($7::timestamptz is null or (m.raised_at, m.id) < ($7, $8::uuid)) ${page}))`;
}

function lacks(carrier: string, route: string, without: AlarmFilter['without'] = []): string {
  return [
    without.includes('carrier') ? `and ${carrier} is null` : '',
    without.includes('route') ? `and ${route} is null` : '',
  ].join(' ');
}

/** Newest first, by when they were raised. */
export async function listAlarms(
  db: Queryable,
  filter: AlarmFilter,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<NumberedAlarm>[]> {
  const standing =
    filter.standing === undefined ? '' : `and alarms.state ${filter.standing ? '<>' : '='} 'resolved'`;
  const asksOffice = filter.officeId !== undefined || filter.without?.includes('office');
  const ofOffice = asksOffice ? ofItsOffice(filter) : 'and $14::text is null';
  const { rows } = await db.query<NumberedAlarm & { place_at: string }>(
    `${SELECT}
     where ($10::timestamptz is null or raised_at >= $10) and ($11::timestamptz is null or raised_at < $11)
       and ($12::text is null or transits.carrier_id = $12) and ($13::text is null or transits.route_id = $13)
       ${ofOffice} and ($15::text[] is null or ending = any ($15))
       and ($16::boolean is null or (acknowledged_at is not null) = $16) and ($17::boolean is null or (on_spot_at is not null) = $17)
       ${lacks('transits.carrier_id', 'transits.route_id', filter.without)}
       and ($1::text[] is null or alarms.state = any($1)) ${standing}
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
      dateOf(filter.since),
      dateOf(filter.until),
      filter.carrierId ?? null,
      filter.routeId ?? null,
      filter.officeId ?? null,
      filter.endings ?? null,
      filter.acknowledged ?? null,
      filter.onSpot ?? null,
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
