import type { EvidenceView, TransitView } from '@haidang/contract';
import { isNote, type Entry } from './entries.js';

/**
 * Of pictures and papers those that belong to a transit, the first taken first: what was put in with it, and what gates saw of its passages.
 * @param entries of its timeline, which names the passages
 */
export function evidenceOf(
  { id }: Pick<TransitView, 'id'>,
  all: readonly EvidenceView[],
  entries: readonly Pick<Entry, 'of'>[],
): EvidenceView[] {
  const passages = new Set(entries.flatMap(({ of }) => (isNote(of) ? [] : (of.passageId ?? []))));
  return all
    .filter(
      ({ transitId, passageId }) => transitId === id || (passageId !== undefined && passages.has(passageId)),
    )
    .toSorted((a, b) => a.takenAt.localeCompare(b.takenAt));
}
