import type { Metres } from '@haidang/domain';

/** A stretch of a segment, by fractions of it: 0 its first point, 1 its second. `from` may equal `to`: a touch. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A box in degrees. `maxX` may pass 180 for what crosses the antimeridian. */
export interface Box {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
}

/** A zone's area, ready to be asked. Edges are straight in longitude and latitude; the boundary belongs to it. */
export interface Shape {
  /** Around all that it holds. */
  readonly box: Box;
  /** How deep its deepest place lies, about: the boundary's greatest distance from within. */
  readonly core: Metres;
  /** True inside and on the boundary. */
  holds(lat: number, lon: number): boolean;
  /** The distance to the boundary: positive inside, 0 on it, negative outside. */
  depth(lat: number, lon: number): Metres;
  /**
   * The stretches of the segment from (latA, lonA) to (latB, lonB) inside, in order and apart from one another;
   * with `margin` only what lies deeper than so many metres.
   */
  spans(latA: number, lonA: number, latB: number, lonB: number, margin?: Metres): readonly Span[];
}

/** No stretch at all. */
export const NO_SPANS: readonly Span[] = [];
/** The whole segment. */
export const WHOLE: readonly Span[] = [{ from: 0, to: 1 }];

/** Spans in order, with those that meet made one. */
export function merged(spans: readonly Span[]): readonly Span[] {
  if (spans.length < 2) return spans;
  const sorted = spans.toSorted((a, b) => a.from - b.from || a.to - b.to);
  const result: Span[] = [sorted[0]!];
  for (const span of sorted.slice(1)) {
    const last = result.at(-1)!;
    if (span.from > last.to) result.push(span);
    else if (span.to > last.to) result[result.length - 1] = { from: last.from, to: span.to };
  }
  return result;
}

/** What is left of the spans after taking the cuts away. Nothing is left of a span of no length. */
export function without(spans: readonly Span[], cuts: readonly Span[]): readonly Span[] {
  const result: Span[] = [];
  const taken = merged(cuts);
  for (const span of spans) {
    let from = span.from;
    for (const cut of taken) {
      if (cut.to <= from) continue;
      if (cut.from >= span.to) break;
      if (cut.from > from) result.push({ from, to: cut.from });
      from = cut.to;
    }
    if (from < span.to) result.push({ from, to: span.to });
  }
  return result;
}
