import type { Metres } from '@haidang/domain';
import { unwrap } from './metric.js';
import { merged, NO_SPANS, type Box, type Shape, type Span } from './shape.js';

/** Several areas as one: a GeoJSON MultiPolygon. Where two parts share an edge, that edge still counts as boundary. */
export class MultiShape implements Shape {
  readonly box: Box;
  readonly #parts: readonly Shape[];

  /** @throws RangeError when there is no part. */
  constructor(parts: readonly Shape[]) {
    if (parts.length === 0) throw new RangeError('a multi-polygon needs a polygon');
    this.#parts = parts;
    this.box = parts.map((part) => part.box).reduce(around);
  }

  get core(): Metres {
    return Math.max(...this.#parts.map((part) => part.core));
  }

  holds(lat: number, lon: number): boolean {
    for (const part of this.#parts) if (part.holds(lat, lon)) return true;
    return false;
  }

  depth(lat: number, lon: number): Metres {
    let depth = -Infinity;
    for (const part of this.#parts) depth = Math.max(depth, part.depth(lat, lon));
    return depth;
  }

  spans(latA: number, lonA: number, latB: number, lonB: number, margin: Metres = 0): readonly Span[] {
    let spans = NO_SPANS;
    for (const part of this.#parts) spans = [...spans, ...part.spans(latA, lonA, latB, lonB, margin)];
    return merged(spans);
  }
}

/** The box around two, the second moved by a whole turn where that brings it nearer. */
function around(a: Box, b: Box): Box {
  const turn = unwrap(b.minX, a.minX) - b.minX;
  return {
    minX: Math.min(a.minX, b.minX + turn),
    minY: Math.min(a.minY, b.minY),
    maxX: Math.max(a.maxX, b.maxX + turn),
    maxY: Math.max(a.maxY, b.maxY),
  };
}
