import { DAY, type Instant, type Millis } from './time.js';

/**
 * For what a container and a company get doubt points, and how many; an administrator may change the numbers. Of an alarm that ended `true` its
 * kind's number counts, else that of its severity.
 */
export const DOUBT_RULES = {
  'case.confirmed': 40,
  'alarm.critical': 10,
  'alarm.major': 4,
  'alarm.minor': 1,
  'alarm.seal_tampered': 30,
  'alarm.unauthorised_unlock': 30,
  'alarm.rendezvous': 20,
  'alarm.seal_separated': 30,
  'alarm.not_eligible_exit': 30,
  'alarm.low_battery': 0,
  'alarm.motor_fault': 0,
  'alarm.clock_drift': 0,
  'alarm.feed_lost': 0,
  'alarm.camera_fault': 0,
  'alarm.gate_out_unreported': 2,
  'alarm.gate_out_unseen': 0,
  'gate.seal_mismatch': 15,
  'gate.overridden': 5,
  'scan.skipped': 20,
  'report.late': 2,
  'eligibility.after_suspension': 5,
  'declaration.corrected': 10,
} as const satisfies Record<string, number>;
export type DoubtRule = keyof typeof DOUBT_RULES;

/** After so many days points are half of what they were. */
export const DOUBT_HALVES_AFTER = 180;

/** What was halved so often counts no more. */
export const DOUBT_HALVINGS = 10;

/** By which numbers it is added up. */
export interface DoubtSettings {
  /** Whole numbers, by rule. */
  readonly points: Readonly<Record<string, number>>;
  readonly halveDays: number;
}

/** Why there is doubt: one thing, what shows it, and when it happened. */
export interface DoubtReason {
  readonly rule: string;
  readonly at: Instant;
  readonly evidence: { readonly kind: DoubtEvidence; readonly id: string };
}
export const DOUBT_EVIDENCE = [
  'case',
  'alarm',
  'passage',
  'stay',
  'port_message',
  'eligibility',
  'declaration',
] as const;
export type DoubtEvidence = (typeof DOUBT_EVIDENCE)[number];

export interface DoubtPoint {
  /** What it counts now. */
  readonly points: number;
  /** What it counted when it happened, and how often that has been halved since. */
  readonly full: number;
  readonly halved: number;
}

/**
 * Steps of a half, and not a curve: whoever reads "10 points, halved twice: 2.5" can check it. Whole numbers halved a few times are exact in
 * floating point, and so is their sum, in whatever order they are added.
 */
export function doubtPoint(
  { rule, at }: DoubtReason,
  { points, halveDays }: DoubtSettings,
  now: Instant,
): DoubtPoint {
  const full = points[rule] ?? 0;
  const halved = Math.max(0, Math.floor((now - at) / (halveDays * DAY)));
  return { full, halved, points: halved > DOUBT_HALVINGS ? 0 : full / 2 ** halved };
}

export function doubtScore(reasons: readonly DoubtReason[], settings: DoubtSettings, now: Instant): number {
  return reasons.reduce((sum, reason) => sum + doubtPoint(reason, settings, now).points, 0);
}

/** How far back anything counts. */
export function doubtWindow({ halveDays }: Pick<DoubtSettings, 'halveDays'>): Millis {
  return (DOUBT_HALVINGS + 1) * halveDays * DAY;
}
