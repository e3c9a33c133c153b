import { Inject, Injectable } from '@nestjs/common';
import type { CalendarBody, CalendarView } from '@haidang/contract';
import { formatInstant, USUAL_CALENDAR } from '@haidang/domain';
import {
  enterLedger,
  findCalendar,
  findOwnOffices,
  findRecords,
  writeCalendar,
  type CalendarEntry,
  type CalendarRecord,
  type Queryable,
  type ScopedPool,
} from '@haidang/store';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { whoActs } from '../identity/acting.js';
import { actNow, changesOf } from '../ledger/act.js';
import { organisations } from '../register/resources.js';

/** When offices work: kept by administrators, for what the law counts in working hours. */
@Injectable()
export class Calendars {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
  ) {}

  /** @throws ApiError `organisation_not_found` */
  async find(organisationId: string): Promise<CalendarView> {
    await checkKnown(this.db, organisationId);
    return calendarView(organisationId, await findCalendar(this.db, organisationId));
  }

  /** @throws ApiError `organisation_not_found`; `forbidden` for what is no office of one's own */
  write(call: WriteCall, organisationId: string, body: CalendarBody): Promise<CalendarView> {
    return this.writes.run(call, 200, async (tx) => {
      await checkKnown(tx, organisationId);
      if (!(await findOwnOffices(tx, [organisationId])).has(organisationId))
        throw new ApiError('forbidden', `${organisationId} is no office of one's own.`);
      const before = await findCalendar(tx, organisationId);
      const { source = null, ...rest } = body;
      const entry: CalendarEntry = { organisationId, ...rest, source };
      await writeCalendar(tx, entry, whoActs()?.id ?? null);
      const after = (await findCalendar(tx, organisationId))!;
      // what it was is what held: the calendar above may have
      const was = before === undefined ? {} : ledgerForm(before);
      await enterLedger(tx, [
        actNow('calendar.set', `calendar/${organisationId}`, changesOf(was, ledgerForm(after))),
      ]);
      return calendarView(organisationId, after);
    });
  }
}

async function checkKnown(db: Queryable, id: string): Promise<void> {
  const [known] = await findRecords(db, organisations.table, [id]);
  if (known === undefined) throw new ApiError('organisation_not_found', `There is no organisation ${id}.`);
}

function ledgerForm({ updatedAt: _, ...entry }: CalendarRecord): object {
  return entry;
}

function calendarView(organisationId: string, record: CalendarRecord | undefined): CalendarView {
  const { timeZone, hours, holidays, extraDays } = record ?? USUAL_CALENDAR;
  return {
    organisationId,
    ...(record !== undefined && { of: record.organisationId }),
    timeZone,
    hours: hours.map(({ days, from, to }) => ({ days: [...days], from, to })),
    holidays: holidays.map(({ from, to, name }) => ({ from, to, name })),
    extraDays: extraDays.map(({ date, as, name }) => ({ date, as, name })),
    ...(record !== undefined && {
      ...(record.source !== null && { source: record.source }),
      updatedAt: formatInstant(record.updatedAt),
    }),
  };
}
