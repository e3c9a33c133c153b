import type { DeadlineView } from '@haidang/contract';

export interface DeadlineSieve {
  /** near: missed, or little time is left. */
  readonly show: 'near' | 'all';
  readonly kind: string | undefined;
  readonly place: string | undefined;
  readonly find: string;
  readonly chosen: string | undefined;
}

/** What the list shows, what ends first first. What is chosen stays while it is looked at. */
export function sieved(all: readonly DeadlineView[], sieve: DeadlineSieve): DeadlineView[] {
  const wanted = sieve.find.trim().toLowerCase();
  return all
    .filter(
      (one) =>
        one.id === sieve.chosen ||
        ((sieve.show === 'all' || one.state !== 'running') &&
          (sieve.kind === undefined || one.kind === sieve.kind) &&
          (sieve.place === undefined || one.facilityId === sieve.place) &&
          [one.container, one.declaration, one.number, one.transitId]
            .join(' ')
            .toLowerCase()
            .includes(wanted)),
    )
    .toSorted((a, b) => a.dueAt.localeCompare(b.dueAt));
}

/** What it is about, by the number that people use. */
export function subjectOf({ number, container, declaration, transitId, id }: DeadlineView): string {
  return number ?? container ?? declaration ?? transitId ?? id;
}
