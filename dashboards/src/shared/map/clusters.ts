import type { Cluster } from '@haidang/contract';
import type { FeatureCollection } from 'geojson';
import { FONT_STRONG, type Expression, type Layer } from './layer-types.js';
import type { Palette } from './palette.js';
import { collection, point } from './shapes.js';

/** The source of the clusters, and the layer that answers to a click. */
export const CLUSTERS = 'clusters';

/** How many levels nearer a click on a cluster brings the map. */
export const CLUSTER_STEP = 2;

/** A disc's radius in pixels, and of how many containers on it is the next. */
const RADII = [11, 10, 13, 100, 17, 1_000, 21, 10_000, 26] as const;

/** The radius of a cluster's disc, pixels. */
export function clusterRadius(count: number): number {
  let radius: number = RADII[0];
  for (let i = 1; i < RADII.length && count >= RADII[i]!; i += 2) radius = RADII[i + 1]!;
  return radius;
}

export function clusterFeatures(
  clusters: readonly Cluster[],
  inWords: (count: number) => string,
): FeatureCollection {
  return collection(
    clusters.map((cluster) => ({
      type: 'Feature',
      geometry: point(cluster),
      properties: { count: cluster.count, label: inWords(cluster.count) },
    })),
  );
}

/** As quiet as the containers in them: a disc that grows with their number, and the number. */
export function clusterLayers(palette: Palette): Layer[] {
  const radius: Expression = ['step', ['get', 'count'], ...RADII];
  return [
    {
      id: CLUSTERS,
      type: 'circle',
      source: CLUSTERS,
      layout: { 'circle-sort-key': ['-', ['get', 'count']] },
      paint: {
        'circle-radius': radius,
        'circle-color': palette.land,
        'circle-stroke-color': palette.marks.on_route,
        'circle-stroke-width': 1.6,
      },
    },
    {
      id: 'clusters-count',
      type: 'symbol',
      source: CLUSTERS,
      layout: {
        'text-field': ['get', 'label'],
        'text-font': FONT_STRONG,
        'text-size': 12,
        'text-allow-overlap': true,
        'text-ignore-placement': true,
      },
      paint: { 'text-color': palette.text },
    },
  ];
}
