import type { Instant } from '@haidang/domain';
import type { Shape, Span } from '@haidang/geo';
import { placeAt, timeAt, type Moment } from '../moment.js';
import type { Sighting } from '../track.js';

/** How the way from the position before (or the position alone, where there is none) meets an area. */
export interface Passing {
  /** The last position is inside or on the boundary. */
  readonly insideNow: boolean;
  /** When the way first comes in and last goes out; both now, where there is no position before. */
  readonly entry: Instant;
  readonly exit: Instant;
}

/** Where and when something came into an area. */
export interface Entrance {
  readonly time: Instant;
  readonly lat: number;
  readonly lon: number;
}

/**
 * @param since where the area is one only from a time on: what of the way lies before it does not count
 * @returns undefined when the way does not touch the area.
 */
export function passThrough(shape: Shape, moment: Moment, since: Instant = -Infinity): Passing | undefined {
  const { here, before } = moment;
  if (before === null) {
    if (!shape.holds(here.lat, here.lon)) return undefined;
    return { insideNow: true, entry: here.time, exit: here.time };
  }
  const all = shape.spans(before.lat, before.lon, here.lat, here.lon);
  const spans =
    since <= before.time ? all : spansFrom(all, (since - before.time) / (here.time - before.time));
  if (spans.length === 0) return undefined;
  const [first, last] = [spans[0]!, spans.at(-1)!];
  // A way that begins inside tells no entry: whoever remembers none learns of the area only now.
  const entry = first.from > 0 ? timeAt(moment, first.from) : here.time;
  return { insideNow: last.to === 1, entry, exit: timeAt(moment, last.to) };
}

/** What of the spans lies at a fraction of the way or after it. */
function spansFrom(spans: readonly Span[], part: number): readonly Span[] {
  return spans.flatMap(({ from, to }) => (to < part ? [] : [{ from: Math.max(from, part), to }]));
}

export function entrance(passing: Passing, moment: Moment): Entrance {
  return { time: passing.entry, ...placeAt(moment, passing.entry) };
}

/**
 * The stretches of the way that are surely inside: deeper than the accuracy (between two fixes the worse one's), of
 * which no more than half the depth of the area's deepest place is asked.
 */
export function surelyInside(shape: Shape, moment: Moment): readonly Span[] {
  const { here, before } = moment;
  const sureNow = isDeep(shape, here);
  if (before === null) return sureNow ? [{ from: 1, to: 1 }] : [];
  const margin = Math.min(Math.max(before.accuracy, here.accuracy), shape.core / 2);
  const spans = shape.spans(before.lat, before.lon, here.lat, here.lon, margin);
  return sureNow && spans.at(-1)?.to !== 1 ? [...spans, { from: 1, to: 1 }] : spans;
}

/** Deeper inside than the accuracy, of which no more than half the depth of the area's deepest place is asked. */
export function isDeep(shape: Shape, { lat, lon, accuracy }: Sighting): boolean {
  const depth = shape.depth(lat, lon);
  return depth > accuracy || depth > shape.core / 2;
}
