import type { Instant, Metres, Millis } from '@haidang/domain';

/**
 * A truck stood at one place, outside facilities, permitted stops and queues, for as long as a meeting takes (`rendezvousAfter`).
 * Of one seal no two begin at one time: `from` names it.
 */
export interface Stand {
  readonly from: Instant;
  /** The last position that shows it there; a gap longer than `maxGap` proves nothing. */
  readonly to: Instant;
  /** Nothing has shown yet that it left. */
  readonly open: boolean;
  /** The mean of its positions until it was long enough. */
  readonly lat: number;
  readonly lon: number;
  /** The worst of those positions'. */
  readonly accuracy: Metres;
  /** The arrival of the newest of those positions. */
  readonly evidence: Instant;
  /** The numbers of its transit as they were then: `rendezvousRadius`, `rendezvousAfter`, `rejoin`. */
  readonly radius: Metres;
  readonly after: Millis;
  readonly rejoin: Millis;
}

/** What is known of the stands of one seal, in place of all that began at `since` or later. */
export interface StandRevision {
  readonly since: Instant;
  readonly stands: readonly Stand[];
}
