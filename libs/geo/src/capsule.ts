import type { Span } from './shape.js';

/**
 * The stretch of the line A + t·D, 0 <= t <= 1, that lies nearer than `radius` to the segment from E to F; all in one
 * plane and one unit. The distance to a segment is convex along a line, so it is one stretch.
 * @returns undefined when no point does.
 */
export function withinCapsule(
  ax: number,
  ay: number,
  dx: number,
  dy: number,
  ex: number,
  ey: number,
  fx: number,
  fy: number,
  radius: number,
): Span | undefined {
  let from = Infinity;
  let to = -Infinity;
  const take = (span: Span | undefined): void => {
    if (span === undefined) return;
    from = Math.min(from, span.from);
    to = Math.max(to, span.to);
  };
  take(withinCircle(ax - ex, ay - ey, dx, dy, radius));
  take(withinCircle(ax - fx, ay - fy, dx, dy, radius));
  const length = Math.hypot(fx - ex, fy - ey);
  if (length > 0) {
    const ux = (fx - ex) / length;
    const uy = (fy - ey) / length;
    const across = between((ay - ey) * ux - (ax - ex) * uy, dy * ux - dx * uy, -radius, radius);
    const along = between((ax - ex) * ux + (ay - ey) * uy, dx * ux + dy * uy, 0, length);
    take(common(across, along));
  }
  from = Math.max(0, from);
  to = Math.min(1, to);
  return from < to ? { from, to } : undefined;
}

/** Where |P + t·D| < radius. */
function withinCircle(px: number, py: number, dx: number, dy: number, radius: number): Span | undefined {
  const a = dx * dx + dy * dy;
  const half = px * dx + py * dy;
  const rest = px * px + py * py - radius * radius;
  if (a === 0) return rest < 0 ? { from: 0, to: 1 } : undefined;
  const root = half * half - a * rest;
  if (root <= 0) return undefined;
  const reach = Math.sqrt(root);
  return { from: (-half - reach) / a, to: (-half + reach) / a };
}

/** Where low < start + t·slope < high. */
function between(start: number, slope: number, low: number, high: number): Span | undefined {
  if (slope === 0) return start > low && start < high ? { from: -Infinity, to: Infinity } : undefined;
  const first = (low - start) / slope;
  const second = (high - start) / slope;
  return { from: Math.min(first, second), to: Math.max(first, second) };
}

function common(a: Span | undefined, b: Span | undefined): Span | undefined {
  if (a === undefined || b === undefined) return undefined;
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from < to ? { from, to } : undefined;
}
