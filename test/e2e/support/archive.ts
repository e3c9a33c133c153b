import { writeFileSync } from 'node:fs';
import { GeoJSONVT } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Feature, LineString } from 'geojson';
import { zxyToTileId } from 'pmtiles';

type Line = Feature<LineString>;

/** How near its tiles are. */
const ZOOM = 10;
const HEADER = 127;

/**
 * Writes a PMTiles archive (version 3) of one layer, uncompressed, with a stretch of nothing behind it, as a country's file has much that nobody looks at.
 * @param room bytes of that
 */
export function writeArchive(file: string, layer: string, features: Line[], room: number): void {
  const index = new GeoJSONVT({ type: 'FeatureCollection', features }, { maxZoom: ZOOM });
  const tiles = around(features)
    .flatMap(([x, y]) => {
      const tile = index.getTile(ZOOM, x, y);
      return tile === null ? [] : [{ id: zxyToTileId(ZOOM, x, y), tile }];
    })
    .map(({ id, tile }) => ({ id, bytes: Buffer.from(fromGeojsonVt({ [layer]: tile }, { version: 2 })) }))
    .sort((a, b) => a.id - b.id);
  const directory = Buffer.from(
    [
      tiles.length,
      ...tiles.map(({ id }, i) => id - (tiles[i - 1]?.id ?? 0)),
      ...tiles.map(() => 1),
      ...tiles.map(({ bytes }) => bytes.length),
      // 0: right behind the one before
      ...tiles.map((_, i) => (i === 0 ? 1 : 0)),
    ].flatMap(varint),
  );
  const metadata = Buffer.from(
    JSON.stringify({ vector_layers: [{ id: layer, fields: {} }], attribution: 'made by the test' }),
  );
  const data = Buffer.concat([...tiles.map(({ bytes }) => bytes), Buffer.alloc(room)]);
  const header = Buffer.alloc(HEADER);
  header.write('PMTiles\x03', 'latin1');
  const behindDirectory = HEADER + directory.length;
  const begin = behindDirectory + metadata.length;
  [
    ...[HEADER, directory.length, behindDirectory, metadata.length, 0, 0, begin, data.length],
    ...[tiles.length, tiles.length, tiles.length],
  ].forEach((value, i) => header.writeBigUInt64LE(BigInt(value), 8 + 8 * i));
  // clustered, nothing compressed, MVT, from this zoom to this
  header.set([1, 1, 1, 1, ZOOM, ZOOM], 96);
  [-180, -85, 180, 85].forEach((degrees, i) => header.writeInt32LE(degrees * 1e7, 102 + 4 * i));
  writeFileSync(file, Buffer.concat([header, directory, metadata, data]));
}

/** The tiles about the points of lines, column and row; web mercator. */
function around(lines: Line[]): [number, number][] {
  const size = 2 ** ZOOM;
  const found = new Map<string, [number, number]>();
  for (const [lon, lat] of lines.flatMap(({ geometry }) => geometry.coordinates) as [number, number][]) {
    const north = Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
    const tile: [number, number] = [Math.floor(((lon + 180) / 360) * size), Math.floor((0.5 - north) * size)];
    found.set(String(tile), tile);
  }
  return [...found.values()];
}

function varint(value: number): number[] {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return [...bytes, value];
}
