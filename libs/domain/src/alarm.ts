import type { LatLon } from './position.js';
import type { Instant } from './time.js';

/** The alarms the engine can raise; the list grows with its rules. */
export const ALARM_KINDS = ['off_route', 'forbidden_zone'] as const;
export type AlarmKind = (typeof ALARM_KINDS)[number];

export const SEVERITIES = ['minor', 'major', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const ALARM_STATES = ['open', 'acknowledged', 'shelved', 'resolved'] as const;
export type AlarmState = (typeof ALARM_STATES)[number];

/** How a resolved alarm ended; `corrected` and `merged` are the engine's, the others a person's. */
export const ALARM_ENDINGS = ['true', 'false', 'permitted', 'corrected', 'merged'] as const;
export type AlarmEnding = (typeof ALARM_ENDINGS)[number];

/** Why an alarm opened: the rule, the settings it used and what it measured, in words an officer can check. */
export interface AlarmReason {
  readonly rule: AlarmKind;
  readonly settings: Readonly<Record<string, number>>;
  readonly measured: Readonly<Record<string, number | string>>;
}

/**
 * What the engine says of one episode. `key` names the episode: saying the same thing again changes nothing.
 * Without `end` the episode goes on.
 */
export interface AlarmChange {
  readonly key: string;
  readonly kind: AlarmKind;
  readonly severity: Severity;
  readonly start: Instant;
  readonly end: Instant | null;
  readonly place: LatLon;
  readonly why: AlarmReason;
}
