import land from 'world-atlas/land-10m.json' with { type: 'json' };
import countries from 'world-atlas/countries-10m.json' with { type: 'json' };
import { simplify } from '@turf/simplify';
import { feature, mesh } from 'topojson-client';
import { clipLine, clipRing } from './clip.mjs';
import { places, ports } from './places.mjs';

/** Vietnam and its neighbours with room for a wide screen at national zoom: west, south, east, north. */
export const BOX = [84, -6, 131, 34];

/** Land goes on for a degree more: where its rings are cut they have edges that are no coast, and the map never looks so far. */
export const LAND_BOX = [BOX[0] - 1, BOX[1] - 1, BOX[2] + 1, BOX[3] + 1];

/** Degrees are kept to this many decimals: 1e4 is 11 m, finer than Natural Earth is true. */
const GRID = 1e4;

/** Degrees: how far a coarse line may lie from the fine one, half a pixel where the map shows the whole country. */
const COARSE = 0.01;

/** The least of a coarse map's places: cities and provinces' seats. */
const COARSE_RANK = 2;

/**
 * Every file of the bundled base map as `[name, GeoJSON]`. Land and borders are Natural Earth's at 1:10,000,000, and coarser once more
 * for a map of the whole country, which has a third of the corners by it and every island. Borders are lines between two countries on
 * land only; who owns which island is for the name file to say.
 */
export function baseMap() {
  const ground = polygons(feature(land, land.objects.land));
  const borders = lines(mesh(countries, countries.objects.countries, isBorder));
  const settled = places();
  const large = settled.features.filter(({ properties }) => properties.rank <= COARSE_RANK);
  return [
    ['land.json', ground],
    ['land-coarse.json', coarse(ground)],
    ['borders.json', borders],
    ['borders-coarse.json', coarse(borders)],
    ['places.json', settled],
    ['places-coarse.json', { ...settled, features: large }],
    ['ports.json', ports()],
  ];
}

function coarse(data) {
  return simplify(data, { tolerance: COARSE, highQuality: true });
}

/** Hong Kong and Macao are drawn as what they are: no state border towards China. */
function isBorder(a, b) {
  return a !== b && ![a, b].some((country) => ['Hong Kong', 'Macao'].includes(country.properties.name));
}

function polygons(collection) {
  const kept = [];
  for (const { geometry } of collection.features ?? [collection]) {
    const all = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    for (const rings of all) {
      const clipped = rings.map((ring) => snap(clipRing(ring, LAND_BOX))).filter((ring) => ring.length > 3);
      if (clipped.length > 0) kept.push(clipped);
    }
  }
  return geojson({ type: 'MultiPolygon', coordinates: kept });
}

function lines(multi) {
  const kept = multi.coordinates.flatMap((line) => clipLine(line, BOX)).map(snap);
  return geojson({ type: 'MultiLineString', coordinates: kept.filter((line) => line.length > 1) });
}

function snap(points) {
  const snapped = points.map(([x, y]) => [Math.round(x * GRID) / GRID, Math.round(y * GRID) / GRID]);
  return snapped.filter((p, i) => i === 0 || p[0] !== snapped[i - 1][0] || p[1] !== snapped[i - 1][1]);
}

function geojson(geometry) {
  return { type: 'FeatureCollection', features: [{ type: 'Feature', properties: {}, geometry }] };
}
