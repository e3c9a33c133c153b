import { formatInstant, type Instant, type LatLon } from '@haidang/domain';
import type { DeviceFix } from '../device/device-fix.js';
import { centreOf, mover } from './place.js';
import { playedTimes, type Timeline } from './timeline.js';
import { BadTrace, type TracePoint } from './trace.js';

/** A fix, and when a seal that plays in real time sends it. */
export interface PlannedFix {
  readonly sendAt: Instant;
  readonly fix: DeviceFix;
}

/** What one seal sends, in the order of the file. */
export interface SealScript {
  readonly sealId: string;
  readonly fixes: readonly PlannedFix[];
}

export interface PlanOptions {
  readonly timeline: Omit<Timeline, 'last'>;
  /** Where the middle of the trace comes to lie; absent: it stays. */
  readonly moveTo?: LatLon | undefined;
  /** Send each (id, time) once; otherwise a row that repeats one is sent as the repeat it is. */
  readonly distinct: boolean;
  readonly sealPrefix: string;
}

/**
 * Turns a recorded trace into what seals send. A seal numbers its fixes by time, as a device does, even where the
 * file has them out of order; of several rows with one (id, time) the first counts.
 * @throws BadTrace when there are no rows
 */
export function planReplay(points: readonly TracePoint[], options: PlanOptions): SealScript[] {
  if (points.length === 0) throw new BadTrace('no rows');
  const last = points.reduce((latest, { time }) => Math.max(latest, time), -Infinity);
  const timeline: Timeline = { ...options.timeline, last };
  const move =
    options.moveTo === undefined ? (place: LatLon) => place : mover(centreOf(points), options.moveTo);
  return [...byId(points)].map(([id, rows]) => ({
    sealId: sealIdOf(options.sealPrefix, id),
    fixes: script(options.distinct ? firstOfEachTime(rows) : rows, timeline, move),
  }));
}

function byId(points: readonly TracePoint[]): Map<string, TracePoint[]> {
  const groups = new Map<string, TracePoint[]>();
  for (const point of points) {
    const group = groups.get(point.id);
    if (group === undefined) groups.set(point.id, [point]);
    else group.push(point);
  }
  return groups;
}

/** A topic-safe seal id for an id of the recording. */
function sealIdOf(prefix: string, id: string): string {
  return prefix + id.replace(/[^A-Za-z0-9_.:-]/g, '_');
}

function firstOfEachTime(rows: readonly TracePoint[]): TracePoint[] {
  const seen = new Set<Instant>();
  return rows.filter(({ time }) => !seen.has(time) && seen.add(time));
}

function script(
  rows: readonly TracePoint[],
  timeline: Timeline,
  move: (place: LatLon) => LatLon,
): PlannedFix[] {
  const recorded = [...new Set(rows.map(({ time }) => time))].sort((a, b) => a - b);
  const played = playedTimes(timeline, recorded);
  const placeInTime = new Map(recorded.map((time, i) => [time, i]));
  const fixes = new Map<Instant, DeviceFix>();
  let sendAt = -Infinity;
  return rows.map((row) => {
    const i = placeInTime.get(row.time)!;
    const fix = fixes.get(row.time) ?? toFix(row, i + 1, played[i]!, move);
    fixes.set(row.time, fix);
    sendAt = Math.max(sendAt, played[i]!);
    return { sendAt, fix };
  });
}

function toFix(row: TracePoint, seq: number, time: Instant, move: (place: LatLon) => LatLon): DeviceFix {
  const { lat, lon } = move(row);
  return {
    seq,
    time: formatInstant(time),
    lat: Number(lat.toFixed(6)),
    lon: Number(lon.toFixed(6)),
    ...(row.accuracy !== undefined && { accuracy: row.accuracy }),
    ...(row.speed !== undefined && { speed: Number(row.speed.toFixed(2)) }),
    ...(row.heading !== undefined && { heading: row.heading }),
  };
}
