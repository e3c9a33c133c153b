import { MINUTE, type Instant } from '@haidang/domain';

/** Between two fixes further apart nothing is known: no line is drawn there. */
export const MAX_GAP = 10 * MINUTE;

/** Does a line lead from one positioned fix to the next? */
export function isJoined(before: Instant | undefined, time: Instant): boolean {
  return before !== undefined && time - before <= MAX_GAP;
}
