import type { Draft, RouteDraft, ZoneDraft } from '../draft.js';

/** A thing of a file: what the file says of it, and no more. */
export type Found = FoundZone | FoundRoute;
export type FoundZone = Pick<ZoneDraft, 'what' | 'geometry'> & Partial<ZoneDraft>;
export type FoundRoute = Pick<RouteDraft, 'what' | 'legs'> & Partial<RouteDraft>;

/** What of a file can be gone on with, and what it leaves aside. */
export interface FileRead {
  readonly found: readonly Found[];
  /** Places on which nothing is drawn. */
  readonly leftOut: number;
}

/** A draft with what a file says of it. @param base the thing as the register has it, or a new draft */
export function draftWith(found: Found, base: Draft): Draft {
  return { ...base, ...found } as Draft;
}
