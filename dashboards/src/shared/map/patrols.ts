import type { PatrolView } from '@haidang/contract';
import { MINUTE, type Instant } from '@haidang/domain';
import type { FeatureCollection } from 'geojson';
import { FONT, type Layer } from './layer-types.js';
import type { Palette } from './palette.js';
import { collection, point } from './shapes.js';

/** The source of the patrols, and their layer. */
export const PATROLS = 'patrols';

/** Where a patrol said it was longer ago than this, it need not be there any more. */
export const PLACE_OLD = 30 * MINUTE;

/** A patrol on duty as the map shows it. */
export interface PlacedPatrol {
  readonly id: string;
  readonly lat: number;
  readonly lon: number;
  /** Its name and, under it, how old its place is. */
  readonly label: string;
  /** It told its place of late; else the mark is hollow. */
  readonly isFresh: boolean;
  /** It has no place of its own: it is shown beside its facility's mark. */
  readonly isAtBase: boolean;
}

/** Those on duty, with their places as they are now. @param labelOf what stands beside a mark */
export function placedPatrols(
  patrols: readonly PatrolView[],
  now: Instant,
  labelOf: (patrol: PatrolView) => string,
): PlacedPatrol[] {
  return patrols
    .filter(({ onDuty }) => onDuty)
    .map((patrol) => {
      const { id, place, placedAt } = patrol;
      const isFresh = placedAt !== undefined && now - Date.parse(placedAt) <= PLACE_OLD;
      return { id, ...place, label: labelOf(patrol), isFresh, isAtBase: placedAt === undefined };
    });
}

export function patrolFeatures(patrols: readonly PlacedPatrol[]): FeatureCollection {
  return collection(
    patrols.map(({ lat, lon, isFresh, ...properties }) => ({
      type: 'Feature',
      geometry: point({ lat, lon }),
      properties: { ...properties, icon: isFresh ? 'patrol' : 'patrol-old' },
    })),
  );
}

/** Quieter than any container: a shield, whole or hollow, and near by what it is. */
export function patrolLayers(palette: Palette): Layer[] {
  return [
    {
      id: PATROLS,
      type: 'symbol',
      source: PATROLS,
      layout: {
        'icon-image': ['get', 'icon'],
        'icon-size': ['interpolate', ['linear'], ['zoom'], 5, 0.75, 10, 1],
        'icon-offset': ['case', ['get', 'isAtBase'], ['literal', [15, -13]], ['literal', [0, 0]]],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
        'text-field': ['step', ['zoom'], '', 9, ['get', 'label']],
        'text-font': FONT,
        'text-size': 11,
        'text-anchor': 'left',
        'text-justify': 'left',
        'text-offset': ['case', ['get', 'isAtBase'], ['literal', [2.4, -1.2]], ['literal', [1.1, 0]]],
        'text-optional': true,
      },
      paint: { 'text-color': palette.facility, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
    },
  ];
}
