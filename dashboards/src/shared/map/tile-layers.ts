import { FONT, type Expression, type Layer } from './layer-types.js';
import type { Palette } from './palette.js';

/** The source of a deployer's vector tiles. */
export const TILES = 'tiles';

/** Where a scheme of tiles keeps what is drawn of them. */
interface Scheme {
  roads: string;
  /** The property of a road that says how large it is, and its words, the largest first. */
  size: string;
  motorways: readonly string[];
  main: readonly string[];
  /** What lies in the layer of roads and is none, or is too small for a truck. */
  noRoads: readonly string[];
  roadNames: string;
  water: string;
  buildings: string;
}

/** The two that archives of OpenStreetMap come in: Protomaps' basemap and OpenMapTiles. */
const PROTOMAPS: Scheme = {
  roads: 'roads',
  size: 'kind',
  motorways: ['highway'],
  main: ['major_road'],
  noRoads: ['path', 'rail', 'ferry', 'aerialway', 'aeroway', 'pier'],
  roadNames: 'roads',
  water: 'water',
  buildings: 'buildings',
};
const OPENMAPTILES: Scheme = {
  roads: 'transportation',
  size: 'class',
  motorways: ['motorway', 'trunk'],
  main: ['primary', 'secondary', 'tertiary'],
  noRoads: ['path', 'track', 'rail', 'transit', 'ferry', 'aerialway', 'pier'],
  roadNames: 'transportation_name',
  water: 'water',
  buildings: 'building',
};

export type TileScheme = 'protomaps' | 'openmaptiles';
const SCHEMES: Record<TileScheme, Scheme> = { protomaps: PROTOMAPS, openmaptiles: OPENMAPTILES };
export const TILE_SCHEMES = Object.keys(SCHEMES) as TileScheme[];

/**
 * The ground that no package has: waters, buildings and roads with their names, over the bundled land. Names of places stay the authority's own, whatever the
 * tiles call them.
 */
export function tileLayers(palette: Palette, scheme: TileScheme): Layer[] {
  const { roads, size, motorways, main, noRoads, roadNames, water, buildings } = SCHEMES[scheme];
  const isOneOf = (words: readonly string[]) =>
    ['in', ['get', size], ['literal', words]] as unknown as Expression;
  const isRoad = ['!', isOneOf([...motorways, ...main, ...noRoads])] as unknown as Expression;
  const road = (
    id: string,
    minzoom: number,
    filter: Expression,
    widths: [number, number, number],
  ): Layer => ({
    id: `${scheme}-${id}`,
    type: 'line',
    source: TILES,
    'source-layer': roads,
    minzoom,
    filter,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': id === 'roads' ? palette.road : palette.roadStrong,
      'line-width': [
        'interpolate',
        ['exponential', 1.6],
        ['zoom'],
        5,
        widths[0],
        12,
        widths[1],
        18,
        widths[2],
      ],
    },
  });
  return [
    {
      id: `${scheme}-water`,
      type: 'fill',
      source: TILES,
      'source-layer': water,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': palette.sea },
    },
    {
      id: `${scheme}-buildings`,
      type: 'fill',
      source: TILES,
      'source-layer': buildings,
      minzoom: 13.5,
      paint: { 'fill-color': palette.road, 'fill-opacity': 0.5 },
    },
    road('roads', 11, isRoad, [0.2, 0.8, 9]),
    road('main-roads', 8, isOneOf(main), [0.3, 1.6, 14]),
    road('motorways', 5, isOneOf(motorways), [0.7, 2.6, 18]),
    {
      id: `${scheme}-road-names`,
      type: 'symbol',
      source: TILES,
      'source-layer': roadNames,
      minzoom: 13,
      filter: ['all', ['has', 'name'], ['!', isOneOf(noRoads)]] as unknown as Expression,
      layout: {
        'symbol-placement': 'line',
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 11,
      },
      paint: { 'text-color': palette.textQuiet, 'text-halo-color': palette.halo, 'text-halo-width': 1.2 },
    },
  ];
}

/** By the names of an archive's layers; undefined: of neither kind. */
export function schemeOf(layers: readonly string[]): TileScheme | undefined {
  return TILE_SCHEMES.find((scheme) => layers.includes(SCHEMES[scheme].roads));
}
