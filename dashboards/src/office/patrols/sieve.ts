import type { PatrolView } from '@haidang/contract';

/** duty: on duty; busy: sent to something; all: also who is off duty. */
export const SHOWS = ['duty', 'busy', 'all'] as const;
export type Show = (typeof SHOWS)[number];

/**
 * Who was sent somewhere first, then who is on duty, by name. What is chosen stays while it is looked at.
 * @param find part of a name, an id, a contact or a place's name
 */
export function sieved(
  all: readonly PatrolView[],
  by: { show: Show; find: string; chosen: string | undefined },
  placeOf: (facilityId: string) => string,
): PatrolView[] {
  const wanted = by.find.trim().toLowerCase();
  const isShown = ({ onDuty, busy }: PatrolView) =>
    by.show === 'all' || (by.show === 'busy' ? busy : onDuty || busy);
  const textOf = ({ id, name, contact, facilityId }: PatrolView) =>
    [id, name, contact, placeOf(facilityId)].join(' ').toLowerCase();
  const rank = ({ onDuty, busy }: PatrolView) => (busy ? 0 : onDuty ? 1 : 2);
  return all
    .filter((one) => one.id === by.chosen || (isShown(one) && textOf(one).includes(wanted)))
    .toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'vi'));
}
