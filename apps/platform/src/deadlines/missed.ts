import type { DeadlineKind, Instant } from '@haidang/domain';
import type { ClockRecord, FoundAlarm } from '@haidang/store';
import { deadlineOf, idOf, type Deadline } from './deadline.js';
import type { OfficeTerms } from './office-terms.js';

const KEY = 'deadline_missed ';

/** What names the alarm of a clock, whenever it ends. */
export function alarmKeyOf(clock: Pick<ClockRecord, 'kind' | 'subject'>): string {
  return KEY + idOf(clock);
}

export function clockOfKey(key: string): { kind: DeadlineKind; subject: string } {
  const id = key.slice(KEY.length);
  const at = id.indexOf(':');
  return { kind: id.slice(0, at) as DeadlineKind, subject: id.slice(at + 1) };
}

/**
 * The alarm of a deadline that passed; undefined for one that cannot be shown on the map, as of an office without a facility.
 * @param end when it was done, too late
 */
export function alarmOf({ clock, terms, due }: Deadline, end: Instant | null): FoundAlarm | undefined {
  if (clock.place === null) return undefined;
  const { facilityId, lat, lon } = clock.place;
  return {
    key: alarmKeyOf(clock),
    kind: 'deadline_missed',
    cause: idOf(clock),
    severity: clock.kind === 'declaration_unused' ? 'minor' : 'major',
    ...{
      transitId: clock.transitId,
      containerNumber: clock.containerNumber,
      sealId: null,
      gateId: null,
      facilityId,
    },
    ...{ start: due, end, proven: end ?? due, evidence: end ?? due, place: { lat, lon } },
    why: {
      rule: 'deadline_missed',
      settings: { within: terms.within },
      measured: {
        ...{ clock: clock.kind, subject: clock.number ?? clock.declaration ?? clock.subject },
        ...{ from: clock.from, due },
        ...(end !== null && { done: end }),
      },
    },
  };
}

/** What became of a deadline of which there is an alarm. */
export type Verdict = { readonly say: FoundAlarm } | 'withdraw' | 'stands';

/** @param clock as the papers have it now; undefined: there is no such clock any more */
export function judge(
  alarm: Pick<FoundAlarm, 'start' | 'end'>,
  clock: ClockRecord | undefined,
  offices: OfficeTerms,
  now: Instant,
): Verdict {
  if (clock === undefined) return 'withdraw';
  const deadline = deadlineOf(clock, offices);
  const { due } = deadline;
  // it was done in time after all, or another time holds now
  if ((clock.doneAt ?? now) < due) return 'withdraw';
  if (clock.doneAt === null && alarm.start === due) return 'stands';
  const said = alarmOf(deadline, clock.doneAt);
  return said === undefined ? 'stands' : { say: said };
}
