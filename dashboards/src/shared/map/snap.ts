import type { GeoPosition } from '@haidang/domain';

/** Pixels in which a corner or an edge draws the hand to it. */
const REACH = 14;

/** What the hand is drawn to when it comes near. */
export interface Snaps {
  readonly places: readonly GeoPosition[];
  /** Their corners first, then the nearest place of an edge. */
  readonly lines: readonly (readonly GeoPosition[])[];
}

export const NO_SNAPS: Snaps = { places: [], lines: [] };

interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** Degrees to pixels of the screen and back. */
export interface Screen {
  project(lon: number, lat: number): Pixel;
  unproject(pixel: Pixel): GeoPosition;
}

/**
 * What is within reach of a point of the screen: the nearest corner or place, and where there is none the nearest place on an edge. Edges are straight
 * in degrees, as they are judged.
 */
export function snapTo({ places, lines }: Snaps, at: Pixel, screen: Screen): GeoPosition | undefined {
  const box = boxAbout(at, screen);
  const awayFrom = ([lon, lat]: GeoPosition) => {
    const { x, y } = screen.project(lon, lat);
    return Math.hypot(x - at.x, y - at.y);
  };
  const nearest = (near: Iterable<GeoPosition>) => {
    let [found, best]: [GeoPosition | undefined, number] = [undefined, REACH];
    for (const place of near) {
      const away = awayFrom(place);
      if (away < best) [found, best] = [place, away];
    }
    return found;
  };
  const corners = [places, ...lines].flatMap((of) => of.filter((place) => meets(box, place, place)));
  return nearest(corners) ?? nearest(onEdges(lines, box, at, screen));
}

/** Of each edge that is near the place on it that is nearest. */
function* onEdges(
  lines: Snaps['lines'],
  box: Box,
  at: Pixel,
  { project }: Screen,
): Generator<GeoPosition, void> {
  for (const line of lines)
    for (let i = 1; i < line.length; i++) {
      const [from, to] = [line[i - 1]!, line[i]!];
      if (!meets(box, from, to)) continue;
      const [a, b] = [project(...from), project(...to)];
      const [wide, high] = [b.x - a.x, b.y - a.y];
      const along = ((at.x - a.x) * wide + (at.y - a.y) * high) / (wide ** 2 + high ** 2 || 1);
      const share = Math.min(1, Math.max(0, along));
      yield [from[0] + (to[0] - from[0]) * share, from[1] + (to[1] - from[1]) * share];
    }
}

interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The ground within reach, so that not every corner of the country is projected at each move of the pointer. */
function boxAbout({ x, y }: Pixel, { unproject }: Screen): Box {
  const ends = [-REACH, REACH].flatMap((dx) =>
    [-REACH, REACH].map((dy) => unproject({ x: x + dx, y: y + dy })),
  );
  const [lons, lats] = [ends.map(([lon]) => lon), ends.map(([, lat]) => lat)];
  return {
    ...{ west: Math.min(...lons), south: Math.min(...lats) },
    ...{ east: Math.max(...lons), north: Math.max(...lats) },
  };
}

function meets({ west, south, east, north }: Box, a: GeoPosition, b: GeoPosition): boolean {
  return (
    Math.min(a[0], b[0]) <= east &&
    Math.max(a[0], b[0]) >= west &&
    Math.min(a[1], b[1]) <= north &&
    Math.max(a[1], b[1]) >= south
  );
}
