import type { AlarmView } from '@haidang/contract';
import { HOUR, MINUTE } from '@haidang/domain';
import type { Line } from '../shared/map/drawn.js';
import { MAX_GAP, type SealTrack } from '../transit/track.js';

/** Shown of the way before an alarm began and after it ended. */
const AROUND = 20 * MINUTE;
/** More of an alarm that stands for long is not shown: the transit's page has the whole way. */
const LONGEST = 2 * HOUR;

export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The stretch of time that tells what an alarm rests on. */
export function stretchAround({ start, end }: Pick<AlarmView, 'start' | 'end'>, now: number): Stretch {
  const begin = Date.parse(start);
  const until = Math.min(end === undefined ? now : Date.parse(end), begin + LONGEST);
  return { from: begin - AROUND, to: Math.max(begin, Math.min(now, until + AROUND)) };
}

/** A part of the way: before the alarm, while its condition held, after it. */
export interface WayPart {
  readonly part: 'before' | 'during' | 'after';
  readonly line: Line;
}

/** The believed way of a seal in parts. Between two positions further apart than {@link MAX_GAP} nothing is known: no line joins them. */
export function partsOf(
  { times, lons, lats }: SealTrack,
  alarm: Pick<AlarmView, 'start' | 'end'>,
): WayPart[] {
  const begin = Date.parse(alarm.start);
  const end = alarm.end === undefined ? Infinity : Date.parse(alarm.end);
  const partAt = (time: number) => (time < begin ? 'before' : time < end ? 'during' : 'after');
  const parts: { part: WayPart['part']; line: [number, number][] }[] = [];
  for (let i = 0; i < times.length; i++) {
    const [part, place] = [partAt(times[i]!), [lons[i]!, lats[i]!] satisfies [number, number]] as const;
    const last = parts.at(-1);
    const isJoined = i > 0 && times[i]! - times[i - 1]! <= MAX_GAP;
    if (isJoined) last!.line.push(place);
    if (!isJoined || last!.part !== part) parts.push({ part, line: [place] });
  }
  return parts;
}
