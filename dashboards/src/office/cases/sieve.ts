import type { CaseView } from '@haidang/contract';

/** open: somebody has to do something; all: also what is closed. */
export const SHOWS = ['open', 'all'] as const;
export type Show = (typeof SHOWS)[number];

export interface CaseSieve {
  readonly show: Show;
  readonly kind: string | undefined;
  readonly place: string | undefined;
  /** Part of the case's, container's, transit's or declaration's number, or of whose task it is. */
  readonly find: string;
  readonly chosen: string | undefined;
}

/** What the list shows: of what is not closed the oldest first, of all the latest first. What is chosen stays in its place, whatever is done with it. */
export function sieved(all: readonly CaseView[], sieve: CaseSieve): CaseView[] {
  const wanted = sieve.find.trim().toLowerCase();
  const direction = sieve.show === 'all' ? -1 : 1;
  return all
    .filter(
      (one) =>
        one.id === sieve.chosen ||
        ((sieve.show === 'all' || one.state !== 'closed') &&
          (sieve.kind === undefined || one.kind === sieve.kind) &&
          (sieve.place === undefined || one.facilityId === sieve.place) &&
          textOf(one).includes(wanted)),
    )
    .toSorted((a, b) => direction * a.openedAt.localeCompare(b.openedAt));
}

function textOf({ number, container, declaration, transitId, companyId, assignee }: CaseView): string {
  return [number, container, declaration, transitId, companyId, assignee].join(' ').toLowerCase();
}
