import type { GeoPosition } from '@haidang/domain';

/** Pixels in which a corner draws the hand to it. */
const REACH = 14;

/** The nearest of the corners within reach of a point of the screen. @param project degrees to pixels */
export function snapTo(
  places: readonly GeoPosition[],
  at: { readonly x: number; readonly y: number },
  project: (lon: number, lat: number) => { readonly x: number; readonly y: number },
): GeoPosition | undefined {
  let [nearest, best]: [GeoPosition | undefined, number] = [undefined, REACH];
  for (const place of places) {
    const { x, y } = project(place[0], place[1]);
    const away = Math.hypot(x - at.x, y - at.y);
    if (away < best) [nearest, best] = [place, away];
  }
  return nearest;
}
