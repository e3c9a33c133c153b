import type { GeoPosition, Instant, Metres, Millis } from '@haidang/domain';

/** What a load has to do; it is handed to the generator's process whole, so it is plain data. */
export interface LoadJob {
  /** A broker on 127.0.0.1: the generator speaks to nothing else. */
  readonly port: number;
  readonly connections: number;
  /** How many PUBLISHes of one connection may wait for their PUBACK. */
  readonly window: number;
  /** Seals are numbered from `firstSeal` on; connection c speaks for seals c, c + connections, c + 2 x connections … */
  readonly firstSeal: number;
  readonly seals: number;
  readonly fixesPerMessage: number;
  /** Seal n moves along line n modulo their number, to its end and back. */
  readonly lines: readonly (readonly GeoPosition[])[];
  readonly metresPerFix: Metres;
  readonly clock: SealClock;
  /** The running number of each seal's first fix: ten digits, so that a message never changes its length. */
  readonly firstSeq: number;
  readonly pace: Pace;
  /** Time before counting begins. */
  readonly warmUp: Millis;
  /** Time of counting. */
  readonly duration: Millis;
  /** Ends the load sooner. */
  readonly maxMessages?: number;
  /** How long to wait for the last PUBACKs. */
  readonly drain: Millis;
}

/** `now`: a fix is of the moment it is sent. `past`: each seal's fixes begin at an instant, a step apart, as in a backlog. */
export type SealClock =
  { readonly kind: 'now' } | { readonly kind: 'past'; readonly from: Instant; readonly step: Millis };

/**
 * `closed`: the next message leaves when an acknowledgement makes room; shows the highest rate.
 * `open`: messages leave on a schedule whatever comes back, and latency counts from the schedule, so that a stalled
 * platform is seen by every message it kept waiting (no coordinated omission).
 */
export type Pace = { readonly kind: 'closed' } | { readonly kind: 'open'; readonly rate: number };

/** What a load saw. Rates are of acknowledged messages or fixes a second within the time of counting. */
export interface LoadResult {
  readonly sent: number;
  readonly acknowledged: number;
  /** Acknowledged messages times fixes a message, the warm-up included: what a database must hold. */
  readonly fixesAcknowledged: number;
  /** Not acknowledged at the end of the drain. */
  readonly unacknowledged: number;
  /** PUBACKs that came before that of an earlier PUBLISH of their connection; [MQTT-4.6.0-2] allows none. */
  readonly outOfOrder: number;
  /** Connections the other side closed. */
  readonly lost: number;
  readonly messageRate: number;
  readonly fixRate: number;
  /** Seconds of counting. */
  readonly seconds: number;
  /** Milliseconds from PUBLISH (closed) or its schedule (open) to PUBACK. */
  readonly latency: {
    readonly p50: number;
    readonly p99: number;
    readonly p999: number;
    readonly max: number;
  };
  /** Seconds of processor time the generator used, to see that it was not what was measured. */
  readonly cpu: number;
}
