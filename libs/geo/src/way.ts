/** Degrees, about a tenth of a millimetre: what lies this near an edge lies on it. */
export const ON_EDGE = 1e-9;

/** The straight way from A to B, and where edges cut it: kept and used again, so that asking many edges allocates nothing. */
export class Way {
  ax = NaN;
  ay = NaN;
  dx = NaN;
  dy = NaN;
  minX = NaN;
  minY = NaN;
  maxX = NaN;
  maxY = NaN;
  /** How far across the way a place may lie, by {@link across}, and still be on its line. */
  touch = NaN;
  /** In fractions of the way, between its ends and in no order. */
  cuts: number[] = [];

  from(ax: number, ay: number, bx: number, by: number): void {
    this.ax = ax;
    this.ay = ay;
    this.dx = bx - ax;
    this.dy = by - ay;
    this.minX = Math.min(ax, bx) - ON_EDGE;
    this.minY = Math.min(ay, by) - ON_EDGE;
    this.maxX = Math.max(ax, bx) + ON_EDGE;
    this.maxY = Math.max(ay, by) + ON_EDGE;
    this.touch = ON_EDGE * Math.sqrt(this.dx * this.dx + this.dy * this.dy);
    this.cuts = [];
  }

  /** Adds where the edges of consecutive vertices in `xy` cut the way; of an edge along it, the ends of that. */
  cutBy(xy: Float64Array, first: number, last: number): void {
    const { ax, ay, dx, dy, touch } = this;
    let acrossE = dx * (xy[first * 2 + 1]! - ay) - dy * (xy[first * 2]! - ax);
    for (let i = first * 2; i < last * 2; i += 2) {
      const acrossF = dx * (xy[i + 3]! - ay) - dy * (xy[i + 2]! - ax);
      const isAside = acrossE > touch ? acrossF > touch : acrossE < -touch && acrossF < -touch;
      if (!isAside) this.#cut(xy, i, acrossE, acrossF);
      acrossE = acrossF;
    }
  }

  #cut(xy: Float64Array, i: number, acrossE: number, acrossF: number): void {
    const [ex, ey, fx, fy] = [xy[i]!, xy[i + 1]!, xy[i + 2]!, xy[i + 3]!];
    const [onE, onF] = [Math.abs(acrossE) <= this.touch, Math.abs(acrossF) <= this.touch];
    if (onE) this.#add(ex, ey);
    if (onF) this.#add(fx, fy);
    if (onE || onF || acrossE > 0 === acrossF > 0) return;
    const part = acrossE / (acrossE - acrossF);
    this.#add(ex + part * (fx - ex), ey + part * (fy - ey));
  }

  #add(x: number, y: number): void {
    const { dx, dy } = this;
    const part = ((x - this.ax) * dx + (y - this.ay) * dy) / (dx * dx + dy * dy);
    if (part > 0 && part < 1) this.cuts.push(part);
  }
}
