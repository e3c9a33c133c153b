import type { LatLon, Instant } from '@haidang/domain';
import type { SealNear, SeenPassage, Spot, StoryRecord } from '@haidang/store';

export type { EligibilityFact, Leg, Report } from '@haidang/store';

/** A seal about a passage, and whether it was inside the facility after it should have left. */
export interface NearSeal extends Omit<SealNear, 'after'> {
  readonly after: (Spot & { readonly isInside: boolean }) | null;
}

export interface Passing extends Omit<SeenPassage, 'seals'> {
  readonly seals: readonly NearSeal[];
}

/** A container's facts as the store has them, with what only the map knows. */
export interface Story extends Omit<StoryRecord, 'passages'> {
  readonly passages: readonly Passing[];
}

/** @param isInside a facility's zones, as they were at a time */
export function storyOf(
  record: StoryRecord,
  isInside: (facilityId: string, place: LatLon, at: Instant) => boolean,
): Story {
  const passages = record.passages.map((passage) => ({
    ...passage,
    seals: passage.seals.map(({ after, ...seal }) => ({
      ...seal,
      after: after && { ...after, isInside: isInside(passage.facilityId, after, after.time) },
    })),
  }));
  return { ...record, passages };
}
