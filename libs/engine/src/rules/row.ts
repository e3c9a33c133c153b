import type { Instant } from '@haidang/domain';

/** Fixes in a row that say the same, before they are enough. */
export interface Row {
  /** The time of the first of them. */
  readonly since: Instant;
  readonly fixes: number;
}

/** The row with one fix more; without one, the row it begins. */
export function longer(row: Row | null, time: Instant): Row {
  return row === null ? { since: time, fixes: 1 } : { since: row.since, fixes: row.fixes + 1 };
}
