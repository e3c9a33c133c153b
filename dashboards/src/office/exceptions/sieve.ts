import type { ListedExceptionView } from '@haidang/contract';

/** mine: waits for whoever looks; waiting: waits for somebody; all: also what is decided, and incidents. */
export const SHOWS = ['mine', 'waiting', 'all'] as const;
export type Show = (typeof SHOWS)[number];

/**
 * What the list shows, in its order: what waits first, the longest first, then the others, the latest first. What is chosen stays in it while it
 * is looked at, also once it is decided.
 * @param find part of a transit's or container's number, or of who asks
 */
export function sieved(
  all: readonly ListedExceptionView[],
  { show, find, chosen }: { show: Show; find: string; chosen: string | undefined },
): ListedExceptionView[] {
  const wanted = find.trim().toLowerCase();
  const isWanted = (one: ListedExceptionView) =>
    one.id === chosen || (isShown(one, show) && (wanted === '' || textOf(one).includes(wanted)));
  const waits = ({ state }: ListedExceptionView) => state === 'waiting';
  const [waiting, others] = [all.filter(waits), all.filter((one) => !waits(one))];
  return [
    ...waiting.toSorted((a, b) => a.askedAt.localeCompare(b.askedAt)),
    ...others.toSorted((a, b) => b.askedAt.localeCompare(a.askedAt)),
  ].filter(isWanted);
}

function isShown({ state, mayDecide }: ListedExceptionView, show: Show): boolean {
  if (show === 'all') return true;
  return show === 'mine' ? mayDecide : state === 'waiting';
}

function textOf({ transit, container, askedBy, fields }: ListedExceptionView): string {
  return [transit.number, container, askedBy, JSON.stringify(fields)].join(' ').toLowerCase();
}
