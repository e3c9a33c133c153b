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

/** What nobody has comes first, then what is being looked at, then what is decided and waits to be closed; of each the oldest first. */
const ORDER: Readonly<Record<CaseView['state'], number>> = { open: 0, under_check: 1, decided: 2, closed: 3 };

/** What the list shows, in its order. What is chosen stays while it is looked at. */
export function sieved(all: readonly CaseView[], sieve: CaseSieve): CaseView[] {
  const wanted = sieve.find.trim().toLowerCase();
  return all
    .filter(
      (one) =>
        one.id === sieve.chosen ||
        ((sieve.show === 'all' || one.state !== 'closed') &&
          (sieve.kind === undefined || one.kind === sieve.kind) &&
          (sieve.place === undefined || one.facilityId === sieve.place) &&
          textOf(one).includes(wanted)),
    )
    .toSorted((a, b) => ORDER[a.state] - ORDER[b.state] || byAge(a, b));
}

function byAge(a: CaseView, b: CaseView): number {
  const oldestFirst = a.openedAt.localeCompare(b.openedAt);
  return a.state === 'closed' ? -oldestFirst : oldestFirst;
}

function textOf({ number, container, declaration, transitId, companyId, assignee }: CaseView): string {
  return [number, container, declaration, transitId, companyId, assignee].join(' ').toLowerCase();
}
