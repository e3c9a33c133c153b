import type { Instant, WorkingCalendar } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';

/** When an office works, and those below it that have no calendar of their own. */
export interface CalendarRecord extends WorkingCalendar {
  readonly organisationId: string;
  /** What it rests on, in words. */
  readonly source: string | null;
  readonly updatedAt: Instant;
}

export type CalendarEntry = Omit<CalendarRecord, 'updatedAt'>;

/** The calendar by which an organisation works: its own, or that of the nearest above it. */
export async function findCalendar(
  db: Queryable,
  organisationId: string,
): Promise<CalendarRecord | undefined> {
  const { rows } = await db.query<CalendarRow>(
    `with recursive up as (
       select id, parent_id, 0 as distance from organisations where id = $1
       union all select o.id, o.parent_id, up.distance + 1 from up join organisations o on o.id = up.parent_id)
     select c.* from up join calendars c on c.organisation_id = up.id order by up.distance limit 1`,
    [organisationId],
  );
  return rows.map(calendarOf)[0];
}

/** All of them: few offices work otherwise than the country does. */
export async function readCalendars(db: Queryable): Promise<CalendarRecord[]> {
  const { rows } = await db.query<CalendarRow>('select * from calendars');
  return rows.map(calendarOf);
}

export async function writeCalendar(tx: Queryable, entry: CalendarEntry, by: string | null): Promise<void> {
  const { organisationId, timeZone, hours, holidays, extraDays, source } = entry;
  await tx.query(
    `insert into calendars (organisation_id, time_zone, hours, holidays, extra_days, source, updated_by)
      values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (organisation_id) do update set time_zone = excluded.time_zone, hours = excluded.hours, holidays = excluded.holidays,
       extra_days = excluded.extra_days, source = excluded.source, updated_at = now(), updated_by = excluded.updated_by`,
    [
      ...[organisationId, timeZone, JSON.stringify(hours), JSON.stringify(holidays)],
      ...[JSON.stringify(extraDays), source, by],
    ],
  );
}

interface CalendarRow {
  organisation_id: string;
  time_zone: string;
  hours: WorkingCalendar['hours'];
  holidays: WorkingCalendar['holidays'];
  extra_days: WorkingCalendar['extraDays'];
  source: string | null;
  updated_at: Date;
}

function calendarOf(row: CalendarRow): CalendarRecord {
  return {
    organisationId: row.organisation_id,
    timeZone: row.time_zone,
    hours: row.hours,
    holidays: row.holidays,
    extraDays: row.extra_days,
    source: row.source,
    updatedAt: row.updated_at.getTime(),
  };
}
