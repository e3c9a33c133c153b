import type { FixView } from '@haidang/contract';
import type { FeatureCollection } from 'geojson';

/** A seal's fixes in time order as the map draws a track: a line, and a point each with its time. One without a place is left out. */
export function drawnTrack(fixes: readonly FixView[]): FeatureCollection {
  const points = fixes.flatMap(({ lat, lon, time }) =>
    lat === undefined || lon === undefined ? [] : [{ at: [lon, lat], time }],
  );
  const line = { type: 'LineString', coordinates: points.map(({ at }) => at) } as const;
  return {
    type: 'FeatureCollection',
    features: [
      ...(points.length < 2 ? [] : [{ type: 'Feature', geometry: line, properties: {} } as const]),
      ...points.map(
        ({ at, time }) =>
          ({ type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: { time } }) as const,
      ),
    ],
  };
}
