import type { ListedExceptionView } from '@haidang/contract';

/** mine: waits for whoever looks; waiting: waits for somebody; all: also what is decided, and incidents. */
export const SHOWS = ['mine', 'waiting', 'all'] as const;
export type Show = (typeof SHOWS)[number];

/**
 * What the list shows, in its order: of what waits the longest first, of all the latest first. What is chosen stays in its place while it is
 * looked at, also once it is decided.
 * @param find part of a transit's or container's number, or of who asks
 */
export function sieved(
  all: readonly ListedExceptionView[],
  { show, find, chosen }: { show: Show; find: string; chosen: string | undefined },
): ListedExceptionView[] {
  const wanted = find.trim().toLowerCase();
  const isWanted = (one: ListedExceptionView) =>
    one.id === chosen || (isShown(one, show) && (wanted === '' || textOf(one).includes(wanted)));
  const direction = show === 'all' ? -1 : 1;
  return all.filter(isWanted).toSorted((a, b) => direction * a.askedAt.localeCompare(b.askedAt));
}

function isShown({ state, mayDecide }: ListedExceptionView, show: Show): boolean {
  if (show === 'all') return true;
  return show === 'mine' ? mayDecide : state === 'waiting';
}

function textOf({ transit, container, askedBy, fields }: ListedExceptionView): string {
  return [transit.number, container, askedBy, JSON.stringify(fields)].join(' ').toLowerCase();
}
