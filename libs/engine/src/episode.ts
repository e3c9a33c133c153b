import type { AlarmChange, AlarmKind, AlarmReason, Instant, LatLon, Severity } from '@haidang/domain';
import { SEVERITIES } from '@haidang/domain';

/** One alarm's life, as last said: open while `end` is null. */
export type Episode = AlarmChange;

/** What a rule found when it opens. */
export interface Opening {
  readonly kind: AlarmKind;
  /** Which of several causes of one kind, such as a zone's id. */
  readonly cause?: string;
  readonly severity: Severity;
  readonly start: Instant;
  readonly place: LatLon;
  readonly why: AlarmReason;
}

export function isWorse(a: Severity, b: Severity): boolean {
  return SEVERITIES.indexOf(a) > SEVERITIES.indexOf(b);
}

/** True when two spans of time meet, gaps up to `tolerance` apart. Without an end a span goes on. */
export function overlap(
  a: { readonly start: Instant; readonly end: Instant | null },
  b: { readonly start: Instant; readonly end: Instant | null },
  tolerance = 0,
): boolean {
  return a.start <= (b.end ?? Infinity) + tolerance && b.start <= (a.end ?? Infinity) + tolerance;
}
