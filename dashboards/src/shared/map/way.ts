import type { Route } from '@haidang/contract';
import type { Metres } from '@haidang/domain';
import { distanceBetween } from '@haidang/geo';
import type { Feature, FeatureCollection, Position } from 'geojson';
import { collection, corridorFeatures } from './shapes.js';

/** The chosen container's own way: its route's corridor, and how much of it lies behind. */
export interface Way {
  readonly route: Route;
  /** Along the route from its first vertex; left out: it is not known. */
  readonly progress?: Metres | undefined;
}

/** The corridor leg by leg (`part`: `corridor`), and its centre line as far as it was driven (`driven`) and from there on (`ahead`). */
export function wayFeatures({ route, progress = 0 }: Way): FeatureCollection {
  const corridor = corridorFeatures([route]).features.map((one) => withPart(one, 'corridor'));
  let left = progress;
  const centre = route.legs.flatMap(({ line }): Feature[] => {
    const { driven, ahead, length } = cut(line.coordinates, left);
    left = Math.max(0, left - length);
    return [
      ...(driven.length > 1 ? [lineOf(driven, 'driven', route.id)] : []),
      ...(ahead.length > 1 ? [lineOf(ahead, 'ahead', route.id)] : []),
    ];
  });
  return collection([...corridor, ...centre]);
}

/** A line in two, so far from its beginning. Straight in longitude and latitude between vertices, as it is drawn. */
function cut(line: readonly Position[], at: Metres) {
  const [driven, ahead]: [Position[], Position[]] = [[], []];
  let length = 0;
  line.forEach((to, i) => {
    const from = line[i - 1] ?? to;
    const step = distanceBetween(from[1]!, from[0]!, to[1]!, to[0]!);
    if (at > 0 && length <= at && at < length + step) {
      const part = (at - length) / step;
      const place = [from[0]! + part * (to[0]! - from[0]!), from[1]! + part * (to[1]! - from[1]!)];
      driven.push(place);
      ahead.push(place);
    }
    length += step;
    (at > 0 && length <= at ? driven : ahead).push(to);
  });
  return { driven, ahead, length };
}

function withPart(feature: Feature, part: string): Feature {
  return { ...feature, properties: { ...feature.properties, part } };
}

function lineOf(coordinates: Position[], part: string, routeId: string): Feature {
  return { type: 'Feature', geometry: { type: 'LineString', coordinates }, properties: { routeId, part } };
}
