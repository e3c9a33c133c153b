import type { VectorSourceSpecification } from 'maplibre-gl';
import { TILE_SCHEMES, type TileScheme } from './tile-layers.js';

/** A deployer's vector tiles, as a source of the map, and how what is in them is called. */
export interface Tiles {
  source: VectorSourceSpecification;
  schemes: readonly TileScheme[];
}

/** True of the address of a tile; every library of maps asks for those by itself. */
export function isTemplate(url: string): boolean {
  return url.includes('{z}');
}

/** Of single tiles nothing is known before one came: both schemes are looked for in them. */
export function templateTiles(url: string): Tiles {
  return { source: { type: 'vector', tiles: [url] }, schemes: TILE_SCHEMES };
}
