import {
  isContainerNumber,
  MINUTE,
  type CameraFault,
  type Instant,
  type Millis,
  type Passage,
} from '@haidang/domain';

/** What one passage says of the camera that saw it. */
export interface Glance {
  /** When it arrived. */
  readonly at: Instant;
  /** Arrival less the camera's own time. */
  readonly behind: Millis;
  readonly read: boolean;
  readonly doubtful: boolean;
}

export interface CameraHealth {
  readonly faults: readonly CameraFault[];
  /** Vehicles that others saw since it last said anything. */
  readonly missed: number;
  readonly passages: number;
  /** Shares from 0 to 1, and a median; null while there are no passages. */
  readonly unread: number | null;
  readonly doubtful: number | null;
  readonly behind: Millis | null;
  readonly lastAt: Instant | null;
}

/** The last so many passages count. */
export const JUDGED = 50;
/** Fewer prove nothing. */
const LEAST = 10;
const MOST_UNREAD = 0.5;
const MOST_DOUBTFUL = 0.3;
const LITTLE_CONFIDENCE = 0.5;
/** A camera is a second or two behind by itself. */
const MOST_BEHIND: Millis = MINUTE;
/** Others at the gate have seen so many vehicles since it last said anything. */
const MISSED = 10;

export function glanceAt(passage: Passage, now: Instant): Glance {
  const { plate, container, plateConfidence, containerConfidence, time } = passage;
  const read = plate !== null || container !== null;
  const sure = container === null ? plateConfidence : containerConfidence;
  const doubtful =
    read && ((container !== null && !isContainerNumber(container)) || (sure ?? 1) < LITTLE_CONFIDENCE);
  return { at: now, behind: now - time, read, doubtful };
}

/**
 * How a camera does, by its last passages.
 * @param seen the oldest first
 * @param missed vehicles that other cameras of its gate have seen since it last said anything
 */
export function healthOf(seen: readonly Glance[], missed: number): CameraHealth {
  const last = seen.slice(-JUDGED);
  const read = last.filter((glance) => glance.read);
  const unread = last.length === 0 ? null : 1 - read.length / last.length;
  const doubtful = read.length === 0 ? null : read.filter((glance) => glance.doubtful).length / read.length;
  const behind = median(last.map((glance) => glance.behind));
  const faults: CameraFault[] = [];
  if (missed >= MISSED) faults.push('silent');
  if (last.length >= LEAST && unread! >= MOST_UNREAD) faults.push('reads_nothing');
  if (read.length >= LEAST && doubtful! >= MOST_DOUBTFUL) faults.push('reads_badly');
  if (last.length >= LEAST && Math.abs(behind!) > MOST_BEHIND) faults.push('clock_drift');
  return { faults, missed, passages: last.length, unread, doubtful, behind, lastAt: last.at(-1)?.at ?? null };
}

/** The numbers that it is judged by. */
export const LIMITS = {
  judged: JUDGED,
  least: LEAST,
  unread: MOST_UNREAD,
  doubtful: MOST_DOUBTFUL,
  behind: MOST_BEHIND,
  missed: MISSED,
} as const;

/** Whether a fault is seen to be over. @param since when it was first seen */
export function isProvenWell(
  { faults, passages, unread, lastAt }: CameraHealth,
  fault: CameraFault,
  since: Instant,
): boolean {
  if (faults.includes(fault)) return false;
  if (fault === 'silent') return lastAt !== null && lastAt > since;
  const judged = fault === 'reads_badly' ? Math.round(passages * (1 - (unread ?? 0))) : passages;
  return judged >= LEAST;
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
