/** `[lon, lat]`, degrees. */
type Coordinate = readonly number[];
export type Line = readonly Coordinate[];

/** A sheet on which coordinates have their places, in pixels from its upper left corner. */
export interface Sheet {
  place(coordinate: Coordinate): [x: number, y: number];
  /** For the `points` of an SVG line. */
  path(line: Line): string;
}

/** Lays lines and points out on a sheet, all in view, true to shape at their middle latitude, north up. */
export function drawn(of: {
  lines: readonly Line[];
  points: readonly Coordinate[];
  width: number;
  height: number;
  margin: number;
}): Sheet {
  const all = [...of.lines.flat(), ...of.points];
  const [lons, lats] = [all.map(([lon = 0]) => lon), all.map(([, lat = 0]) => lat)];
  const [west, east, south, north] = [
    Math.min(...lons),
    Math.max(...lons),
    Math.min(...lats),
    Math.max(...lats),
  ];
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const [wide, high] = [(east - west) * shrink, north - south];
  const scale = Math.min(
    (of.width - 2 * of.margin) / (wide || 1e-9),
    (of.height - 2 * of.margin) / (high || 1e-9),
  );
  const [left, top] = [(of.width - wide * scale) / 2, (of.height - high * scale) / 2];
  const place = ([lon = 0, lat = 0]: Coordinate): [number, number] => [
    round(left + (lon - west) * shrink * scale),
    round(top + (north - lat) * scale),
  ];
  return { place, path: (line) => line.map((one) => place(one).join(',')).join(' ') };
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
