import type { LatLon } from './position.js';
import { MINUTE, type Instant, type Millis } from './time.js';

/**
 * The alarms of the engine, in the order of its rules. The first ones are about one seal on its transit; `rendezvous` is about two,
 * `signal_lost` and `feed_lost` about what the platform heard. Those from `camera_fault` on are no rules of the engine's.
 */
export const ALARM_KINDS = [
  'off_route',
  'reverse_direction',
  'unscheduled_stop',
  'forbidden_zone',
  'position_jump',
  'jamming',
  'seal_tampered',
  'unauthorised_unlock',
  'unlock_attempt',
  'unarmed_movement',
  'low_battery',
  'motor_fault',
  'late_departure',
  'late_arrival',
  'wrong_destination',
  'rendezvous',
  'signal_lost',
  'clock_drift',
  'feed_lost',
  'camera_fault',
  'seal_separated',
  'plate_mismatch',
  'container_mismatch',
  'not_eligible_exit',
  'gate_out_unreported',
  'gate_out_unseen',
  'place_contradiction',
  'gate_seal_contradiction',
  'deadline_missed',
] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

/** Said from what the platform heard of seals, as it heard it. */
export const OF_RECEPTION: ReadonlySet<AlarmKind> = new Set(['signal_lost', 'clock_drift', 'feed_lost']);

/** Said of gates' cameras, from what they read. */
export const OF_CAMERAS: ReadonlySet<AlarmKind> = new Set(['camera_fault']);

/** Said of a container at gates, from passages, papers, ports' reports and its seals together. */
export const OF_GATES: ReadonlySet<AlarmKind> = new Set([
  'seal_separated',
  'plate_mismatch',
  'container_mismatch',
  'not_eligible_exit',
  'gate_out_unreported',
  'gate_out_unseen',
  'place_contradiction',
  'gate_seal_contradiction',
]);

/** Said of what is due and not done, from the papers. */
export const OF_DEADLINES: ReadonlySet<AlarmKind> = new Set(['deadline_missed']);

/** No rule of the engine's: found by a capability from facts of its own, and told by the platform's `FoundAlarms`. */
export const FOUND_KINDS: ReadonlySet<AlarmKind> = new Set([...OF_CAMERAS, ...OF_GATES, ...OF_DEADLINES]);

/** What the watch of one seal cannot tell, and so cannot take back. */
export const NOT_OF_A_WATCH: readonly AlarmKind[] = [...OF_RECEPTION, ...FOUND_KINDS, 'rendezvous'];

/** What happened cannot be undone by the device: these end when an officer resolves them, and not before. */
export const ENDED_BY_OFFICER: ReadonlySet<AlarmKind> = new Set(['seal_tampered', 'unauthorised_unlock']);

/** What happened at a gate stays so as well, unless the facts take it back; a report that was missing may still come. */
export const FACTS_OF_GATES: ReadonlySet<AlarmKind> = new Set(
  [...OF_GATES].filter((kind) => kind !== 'gate_out_unreported'),
);

export const SEVERITIES = ['minor', 'major', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const ALARM_STATES = ['open', 'acknowledged', 'shelved', 'resolved'] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

/** How a resolved alarm ended; `merged` is the engine's, `corrected` the engine's or a person's, who put right what was wrong; the others are a person's. */
export const ALARM_ENDINGS = ['true', 'false', 'permitted', 'corrected', 'merged'] as const;
export type AlarmEnding = (typeof ALARM_ENDINGS)[number];

/** Why an alarm opened: the rule, the settings it used and what it measured, in words an officer can check. */
export interface AlarmReason {
  readonly rule: AlarmKind;
  readonly settings: Readonly<Record<string, number>>;
  readonly measured: Readonly<Record<string, number | string>>;
}

/**
 * What the engine says of one episode; the last word about it stands. `key` names the episode for good, also when late
 * evidence moves its start. Without `end` the episode goes on.
 */
export interface AlarmChange {
  readonly key: string;
  readonly kind: AlarmKind;
  /** Which of several causes of one kind, such as a zone's id; empty where there is only one. */
  readonly cause: string;
  readonly severity: Severity;
  readonly start: Instant;
  readonly end: Instant | null;
  readonly place: LatLon;
  readonly why: AlarmReason;
  /** The arrival mark of the newest evidence in it: who resolved it having seen less has not seen it all. */
  readonly evidence: Instant;
  /** An officer resolved it, having seen all its evidence: what follows is another episode. */
  readonly resolved: boolean;
  /** The event time at which the last word about it was said. */
  readonly settled: Instant;
}

/**
 * An alarm is late, revealed and not seen happening, when it is first said more than this after the event that proved it; or when the platform had
 * heard newer things of the seal already.
 */
export const LATE_AFTER: Millis = 10 * MINUTE;
