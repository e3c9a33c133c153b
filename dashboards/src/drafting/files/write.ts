import type { Route, Zone } from '@haidang/contract';
import type { Feature, FeatureCollection, LineString, MultiPolygon, Polygon, Position } from 'geojson';
import { circle } from '../../shared/map/shapes.js';

export const FILE_TYPES = {
  geojson: 'application/geo+json',
  kml: 'application/vnd.google-earth.kml+xml',
  gpx: 'application/gpx+xml',
} as const;
export type FileType = keyof typeof FILE_TYPES;

type Shape = Polygon | MultiPolygon | LineString;

/** Zones and routes as a file that other programs read, and that is read here again without loss but for what the form cannot say. */
export function writeFile(things: readonly (Zone | Route)[], type: FileType): string {
  const features = things.flatMap(featuresOf);
  if (type === 'geojson')
    return JSON.stringify({ type: 'FeatureCollection', features } satisfies FeatureCollection, null, 1);
  return type === 'kml' ? kmlOf(features) : gpxOf(features);
}

/** A circle is a ring of corners, and says what it is; each leg of a route is a line. */
function featuresOf(thing: Zone | Route): Feature<Shape>[] {
  if ('legs' in thing) {
    const { id: routeId, name, from, to, legs, rules } = thing;
    return legs.map(({ line, halfWidth, stops, checkpoints }) => ({
      type: 'Feature',
      geometry: line,
      properties: {
        name,
        routeId,
        from,
        to,
        halfWidth,
        stops,
        checkpoints,
        ...(rules !== undefined && { rules }),
      },
    }));
  }
  const { id, name, kind: zoneKind, geometry, calendar, facilityId } = thing;
  const more = {
    ...(geometry.type === 'Circle' && { circle: { ...geometry.center, radius: geometry.radius } }),
    ...(calendar !== undefined && { calendar }),
    ...(facilityId !== undefined && { facilityId }),
  };
  const drawn = geometry.type === 'Circle' ? circle(geometry.center, geometry.radius) : geometry;
  return [{ type: 'Feature', geometry: drawn, properties: { name, id, zoneKind, ...more } }];
}

/** OGC KML 2.3: what else is known of a thing stands in its ExtendedData. */
function kmlOf(features: readonly Feature<Shape>[]): string {
  const placemarks = features.map(({ geometry, properties }) => {
    const { name, ...more } = properties as Record<string, unknown>;
    const data = Object.entries(more).map(
      ([key, value]) => `<Data name="${escaped(key)}"><value>${escaped(textOf(value))}</value></Data>`,
    );
    return `<Placemark><name>${escaped(textOf(name))}</name><ExtendedData>${data.join('')}</ExtendedData>${kmlShape(geometry)}</Placemark>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document>\n${placemarks.join('\n')}\n</Document></kml>\n`;
}

function kmlShape(geometry: Shape): string {
  const places = (positions: Position[]) => positions.map(([lon, lat]) => `${lon},${lat}`).join(' ');
  if (geometry.type === 'LineString')
    return `<LineString><tessellate>1</tessellate><coordinates>${places(geometry.coordinates)}</coordinates></LineString>`;
  const polygon = ([outer, ...holes]: Position[][]) => {
    const ring = (of: string, positions: Position[]) =>
      `<${of}><LinearRing><coordinates>${places(positions)}</coordinates></LinearRing></${of}>`;
    return `<Polygon>${ring('outerBoundaryIs', outer!)}${holes.map((hole) => ring('innerBoundaryIs', hole)).join('')}</Polygon>`;
  };
  if (geometry.type === 'Polygon') return polygon(geometry.coordinates);
  return `<MultiGeometry>${geometry.coordinates.map(polygon).join('')}</MultiGeometry>`;
}

/** Names what is said in a GPX file of ours alone; no document stands there. */
const GPX_NAMESPACE = 'urn:haidang:gpx:1';

/**
 * GPX 1.1 has no areas: each ring is a segment that ends where it begins. What else is known of a thing, and how many rings each of its areas has,
 * stands as JSON in the track's `extensions`.
 */
function gpxOf(features: readonly Feature<Shape>[]): string {
  const tracks = features.map(({ geometry, properties }) => {
    const polygons = polygonsOf(geometry);
    const lines = geometry.type === 'LineString' ? [geometry.coordinates] : polygons.flat();
    const segments = lines.map((line) => {
      const points = line.map(([lon, lat]) => `<trkpt lat="${lat}" lon="${lon}"/>`);
      return `<trkseg>${points.join('')}</trkseg>`;
    });
    const { name, ...more }: Record<string, unknown> = properties ?? {};
    const rings = polygons.length > 0 && { rings: polygons.map((polygon) => polygon.length) };
    const thing = escaped(JSON.stringify({ ...more, ...rings }));
    return `<trk><name>${escaped(textOf(name))}</name><extensions><haidang:thing>${thing}</haidang:thing></extensions>${segments.join('')}</trk>`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="Haidang" xmlns="http://www.topografix.com/GPX/1/1" xmlns:haidang="${GPX_NAMESPACE}">\n${tracks.join('\n')}\n</gpx>\n`;
}

function polygonsOf(geometry: Shape): Position[][][] {
  if (geometry.type === 'LineString') return [];
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}

/** XML 1.0: what it has no way to say is left out. */
function escaped(text: string): string {
  return text

    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
}
