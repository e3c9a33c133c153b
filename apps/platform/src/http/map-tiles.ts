import { closeSync, openSync, readSync } from 'node:fs';
import path from 'node:path';

/** Where browsers get the deployer's own file of vector tiles. */
export const TILES_PATH = '/tiles/map.pmtiles';

/** The first bytes of a PMTiles archive of version 3 (PMTiles specification, 3.1). */
const MAGIC = Buffer.from('PMTiles\x03', 'latin1');

/**
 * What `MAP_TILES_URL` names: an address as it is, for browsers to ask; else a file here.
 * - `address`: of a PMTiles archive, or with `{z}`, `{x}` and `{y}` in it that of a tile
 * - `file`: the whole path of a PMTiles archive, served under {@link TILES_PATH}
 */
export type MapTiles = { readonly address: string } | { readonly file: string };

/** @throws Error what is wrong with the file, when it cannot be read or is no PMTiles archive */
export function mapTilesOf(given: string): MapTiles {
  if (/^https?:\/\//i.test(given)) return { address: given };
  const file = path.resolve(given);
  const first = Buffer.alloc(MAGIC.length);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, first, 0, first.length, 0);
  } finally {
    closeSync(descriptor);
  }
  if (!first.equals(MAGIC)) throw new Error('no PMTiles archive of version 3');
  return { file };
}
