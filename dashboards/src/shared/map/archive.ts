import { addProtocol } from 'maplibre-gl';
import { PMTiles, Protocol } from 'pmtiles';
import { schemeOf } from './tile-layers.js';
import type { Tiles } from './tiles.js';

/** What a PMTiles archive says of itself (PMTiles specification, 5). */
interface Metadata {
  vector_layers?: { id: string }[];
  attribution?: string;
}

const protocol = new Protocol();

/**
 * Opens a PMTiles archive: only the parts that are looked at are asked for.
 * @throws Error when it cannot be read, or has no layer of roads that we know
 */
export async function openArchive(url: string): Promise<Tiles> {
  const address = new URL(url, location.href).href;
  const archive = new PMTiles(address);
  const { vector_layers: layers = [], attribution } = (await archive.getMetadata()) as Metadata;
  const scheme = schemeOf(layers.map(({ id }) => id));
  if (scheme === undefined)
    throw new Error(`the tiles of ${address} are neither of Protomaps' basemap nor of OpenMapTiles`);
  protocol.add(archive);
  addProtocol('pmtiles', protocol.tile);
  const source = { type: 'vector', url: `pmtiles://${address}` } as const;
  return {
    source: attribution === undefined ? source : { ...source, attribution },
    schemes: [scheme],
  };
}
