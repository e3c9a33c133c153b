import type { DeadlineView } from '@haidang/contract';
import {
  deadlineState,
  DEADLINES,
  dueOf,
  formatInstant,
  type DeadlineTerms,
  type Instant,
  type WorkingCalendar,
} from '@haidang/domain';
import type { ClockRecord } from '@haidang/store';
import type { OfficeTerms } from './office-terms.js';

/** A clock and when it ends. */
export interface Deadline {
  readonly clock: ClockRecord;
  readonly terms: DeadlineTerms;
  readonly calendar: WorkingCalendar & { readonly organisationId?: string };
  readonly due: Instant;
}

export function deadlineOf(clock: ClockRecord, offices: OfficeTerms): Deadline {
  const terms = offices.termsOf(clock.officeId, clock.kind);
  const calendar = offices.calendarOf(clock.officeId);
  return { clock, terms, calendar, due: dueOf(clock.kind, clock.from, terms.within, calendar) };
}

export function idOf({ kind, subject }: Pick<ClockRecord, 'kind' | 'subject'>): string {
  return `${kind}:${subject}`;
}

export function deadlineView({ clock, terms, calendar, due }: Deadline, now: Instant): DeadlineView {
  const { isBefore, inWorkingHours } = DEADLINES[clock.kind];
  const { responsibleId, officeId, facilityId, transitId, containerNumber, declaration, number } = clock;
  return {
    ...{ id: idOf(clock), kind: clock.kind, state: deadlineState(due, terms.warnBefore, now) },
    ...{ dueAt: formatInstant(due), warnAt: formatInstant(due - terms.warnBefore) },
    counted: {
      from: formatInstant(clock.from),
      within: terms.within,
      direction: isBefore ? 'before' : 'after',
      as: inWorkingHours ? 'working' : 'elapsed',
      ...(inWorkingHours &&
        calendar.organisationId !== undefined && {
          calendar: { organisationId: calendar.organisationId, timeZone: calendar.timeZone },
        }),
    },
    ...(responsibleId !== null && { responsibleId }),
    ...(officeId !== null && { officeId }),
    ...(facilityId !== null && { facilityId }),
    ...(transitId !== null && { transitId }),
    ...(containerNumber !== null && { container: containerNumber }),
    ...(declaration !== null && { declaration }),
    ...(number !== null && { number }),
  };
}
