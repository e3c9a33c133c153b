import type { Zone } from '@haidang/contract';

export type DraftCalendar = Zone['calendar'];

type Calendar = NonNullable<DraftCalendar>;

/** All of the week. */
export const WHOLE_WEEK: Calendar['spans'][number] = { days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440 };

/** Whether it has no hours of its own: it is on whenever it holds. */
export function isAlways(calendar: DraftCalendar): boolean {
  if (calendar === undefined) return true;
  const [only, ...others] = calendar.spans;
  return (
    others.length === 0 && only !== undefined && only.days.length === 7 && only.from === 0 && only.to === 1440
  );
}

/** With other hours, or none of its own, and the time from which it holds, where there is one. */
export function calendarOf(
  before: DraftCalendar,
  spans: Calendar['spans'] | 'always',
  since: string | undefined,
): DraftCalendar {
  if (spans === 'always' && since === undefined) return undefined;
  return {
    offset: before?.offset ?? VIETNAM_OFFSET_MINUTES,
    spans: spans === 'always' ? [WHOLE_WEEK] : spans,
    ...(since !== undefined && { since }),
  };
}

/** Minutes: of a calendar that is begun here. */
export const VIETNAM_OFFSET_MINUTES = 420;
