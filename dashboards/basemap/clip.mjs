/**
 * @typedef {[west: number, south: number, east: number, north: number]} Box degrees
 * @typedef {[lon: number, lat: number]} Point degrees
 */

/**
 * Clips a ring to a box, one side after another (Sutherland and Hodgman, 1974). A ring that leaves the box and
 * comes back keeps edges along the side: right for a fill, wrong for an outline ({@link clipLine} makes those).
 * @param {Point[]} ring closed
 * @param {Box} box
 * @returns {Point[]} closed, or empty when nothing is left
 */
export function clipRing(ring, box) {
  let points = ring.slice(0, -1);
  for (const side of sides(box)) points = clipSide(points, side);
  return points.length < 3 ? [] : [...points, points[0]];
}

/**
 * Cuts a line into the pieces that lie in the box. A segment that crosses a side is kept whole: the map's own
 * limits hide the rest, and the coast needs no new vertex.
 * @param {Point[]} line
 * @param {Box} box
 * @returns {Point[][]}
 */
export function clipLine(line, [west, south, east, north]) {
  const pieces = [];
  let piece = [];
  for (let i = 0; i + 1 < line.length; i++) {
    const [a, b] = [line[i], line[i + 1]];
    const apart =
      Math.max(a[0], b[0]) < west ||
      Math.min(a[0], b[0]) > east ||
      Math.max(a[1], b[1]) < south ||
      Math.min(a[1], b[1]) > north;
    if (apart) {
      if (piece.length > 0) pieces.push(piece);
      piece = [];
      continue;
    }
    if (piece.length === 0) piece.push(a);
    piece.push(b);
  }
  if (piece.length > 0) pieces.push(piece);
  return pieces;
}

/** The four half planes of a box: how far inside a point is (negative: outside). */
function sides([west, south, east, north]) {
  return [([x]) => x - west, ([, y]) => y - south, ([x]) => east - x, ([, y]) => north - y];
}

function clipSide(points, inside) {
  const kept = [];
  for (let i = 0; i < points.length; i++) {
    const a = points[(i + points.length - 1) % points.length];
    const b = points[i];
    const [da, db] = [inside(a), inside(b)];
    if (da < 0 !== db < 0) kept.push(between(a, b, da / (da - db)));
    if (db >= 0) kept.push(b);
  }
  return kept;
}

function between(a, b, share) {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
}
