import type { FixView, SealView } from '@haidang/contract';
import { formatInstant, sealEventNames, type Fix, type Instant } from '@haidang/domain';
import type { LoggedFix, SealFields } from '@haidang/store';
import type { JudgedFix } from './believed.js';

/** The latest that is known of a seal, from the platform's memory or from the log. */
export interface LastWord {
  readonly fix: Fix;
  readonly receivedAt: Instant;
  readonly tooOld: boolean;
  readonly clockDrift: boolean;
}

/** A fix in the contract's form; what is absent is left out. */
export function fixView({
  fix,
  receivedAt,
  tooOld,
  doubted = false,
}: Omit<LoggedFix, 'seal'> & Partial<Pick<JudgedFix, 'doubted'>>): FixView {
  return {
    seq: fix.seq,
    time: formatInstant(fix.time),
    ...(fix.lat !== null && { lat: fix.lat }),
    ...(fix.lon !== null && { lon: fix.lon }),
    ...(fix.accuracy !== null && { accuracy: fix.accuracy }),
    ...(fix.speed !== null && { speed: fix.speed }),
    ...(fix.heading !== null && { heading: fix.heading }),
    ...(fix.satellites !== null && { satellites: fix.satellites }),
    ...(fix.battery !== null && { battery: fix.battery }),
    ...(fix.charging !== null && { charging: fix.charging }),
    ...(fix.lock !== null && { lock: fix.lock }),
    ...(fix.events !== 0 && { events: sealEventNames(fix.events) }),
    ...(fix.card !== null && { card: fix.card }),
    buffered: fix.buffered,
    receivedAt: formatInstant(receivedAt),
    ...(tooOld && { tooOld }),
    ...(doubted && { doubted }),
  };
}

export function sealView(seal: SealFields, transitId: string | null, last: LastWord | undefined): SealView {
  return {
    ...seal,
    lastFix: last === undefined ? null : fixView(last),
    transitId,
    battery: last?.fix.battery ?? null,
    lock: last?.fix.lock ?? null,
    lastSeenAt: last === undefined ? null : formatInstant(last.receivedAt),
    clockDrift: last?.clockDrift ?? false,
  };
}
