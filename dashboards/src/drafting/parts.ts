import type { GeoPosition, Ring } from '@haidang/domain';
import type { Position } from 'geojson';
import type { DrawnPart } from '../shared/map/drawing.js';
import { USUAL_HALF_WIDTH, type Draft, type LegDraft, type RouteDraft, type ZoneDraft } from './draft.js';
import { splitAt } from './legs.js';
import { eastOf, isInside, metresBetween, type Geometry } from './geometry.js';

/** As what a part is drawn; `hole`: a ring that is taken out of the area about it; `split`: a place at which a leg becomes two. */
export const STROKES = ['area', 'hole', 'circle', 'line', 'split'] as const;
export type Stroke = (typeof STROKES)[number];

const CENTER = 'center';
const RIM = 'rim';
/** Metres: of a circle that is drawn by a click, until its rim is moved. */
const USUAL_RADIUS = 1_000;

/** What the hand moves: each ring, each leg; of a circle its middle and a place on its rim. */
export function partsOf(draft: Draft): DrawnPart[] {
  if (draft.what === 'routes')
    return draft.legs.map(({ line }, i) => ({
      id: `leg-${i}`,
      geometry: { type: 'LineString', coordinates: line.map(([lon, lat]) => [lon, lat]) },
    }));
  const { geometry } = draft;
  if (geometry === null) return [];
  if (geometry.type === 'Circle') {
    const { lat, lon } = geometry.center;
    return [point(CENTER, [lon, lat]), point(RIM, eastOf([lon, lat], geometry.radius))];
  }
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.flatMap((rings, p) =>
    rings.map((ring, r) => ({
      id: `ring-${p}-${r}`,
      geometry: { type: 'Polygon', coordinates: [ring.map(([lon, lat]) => [lon, lat])] },
    })),
  );
}

/** The draft with what the hand has left. @param drawn the part that was drawn by hand, and as what */
export function withParts(
  draft: Draft,
  parts: readonly DrawnPart[],
  drawn?: { readonly id: string; readonly as: Stroke },
): Draft {
  if (draft.what === 'zones') return { ...draft, geometry: geometryOf(draft, parts, drawn) };
  if (drawn?.as !== 'split') return withLines(draft, parts);
  const cut = parts.find(({ id }) => id === drawn.id)?.geometry;
  return cut?.type === 'Point' ? splitAt(draft, place(cut.coordinates)) : draft;
}

/** Without a part: an area goes with its holes, a circle with its rim. */
export function withoutPart(draft: Draft, id: string): Draft {
  if (draft.what === 'routes') {
    const legs = draft.legs.filter((_, i) => `leg-${i}` !== id);
    return legs.length === draft.legs.length ? draft : { ...draft, legs };
  }
  if (id === CENTER || id === RIM) return { ...draft, geometry: null };
  const [, area, ring] = /^ring-(\d+)-(\d+)$/.exec(id) ?? [];
  if (area === undefined) return draft;
  const isGone = (part: string) => (ring === '0' ? part.startsWith(`ring-${area}-`) : part === id);
  const left = partsOf(draft).filter((part) => !isGone(part.id));
  return left.length === 0 ? { ...draft, geometry: null } : withParts(draft, left);
}

function withLines(draft: RouteDraft, parts: readonly DrawnPart[]): RouteDraft {
  const legs = parts.flatMap(({ id, geometry }): LegDraft[] => {
    if (geometry.type !== 'LineString') return [];
    const known = draft.legs[Number(/^leg-(\d+)$/.exec(id)?.[1])];
    const before = draft.legs.at(-1)?.halfWidth ?? USUAL_HALF_WIDTH;
    const line = geometry.coordinates.map(place);
    return [{ ...(known ?? { halfWidth: before, stops: [], checkpoints: [] }), line }];
  });
  return { ...draft, legs };
}

function geometryOf(
  { geometry }: ZoneDraft,
  parts: readonly DrawnPart[],
  drawn: { readonly id: string; readonly as: Stroke } | undefined,
): Geometry | null {
  const places = new Map(
    parts.flatMap(({ id, geometry: of }) => (of.type === 'Point' ? [[id, place(of.coordinates)]] : [])),
  );
  const fresh = drawn?.as === 'circle' ? places.get(drawn.id) : undefined;
  if (fresh !== undefined) return circle(fresh, USUAL_RADIUS);
  const center = places.get(CENTER);
  const isArea = drawn?.as === 'area' || drawn?.as === 'hole';
  if (center !== undefined && geometry?.type === 'Circle' && !isArea) {
    const { lat, lon } = geometry.center;
    const isMoved = metresBetween(center, [lon, lat]) > 0.05;
    return circle(center, isMoved ? geometry.radius : radiusOf(center, places.get(RIM), geometry.radius));
  }
  return areaOf(
    parts.flatMap(({ id, geometry: of }) => {
      if (of.type !== 'Polygon') return [];
      const isHole = id === drawn?.id ? drawn.as === 'hole' : /^ring-\d+-[1-9]/.test(id);
      return [{ ring: of.coordinates[0]!.map(place), isHole }];
    }),
  );
}

/** Each hole goes with the area about it; one that is about nothing is left out. */
export function areaOf(rings: readonly { readonly ring: Ring; readonly isHole: boolean }[]): Geometry | null {
  const polygons = rings.filter(({ isHole }) => !isHole).map(({ ring }) => [copy(ring)]);
  for (const { ring } of rings.filter(({ isHole }) => isHole))
    polygons.find(([outer]) => isInside(ring[0]!, outer!))?.push(copy(ring));
  const [first, ...others] = polygons;
  if (first === undefined) return null;
  if (others.length === 0) return { type: 'Polygon', coordinates: first };
  return { type: 'MultiPolygon', coordinates: polygons };
}

function radiusOf(center: GeoPosition, rim: GeoPosition | undefined, before: number): number {
  if (rim === undefined) return before;
  return Math.min(500_000, Math.max(1, Math.round(metresBetween(center, rim))));
}

function circle([lon, lat]: GeoPosition, radius: number): Geometry {
  return { type: 'Circle', center: { lat, lon }, radius };
}

function point(id: string, [lon, lat]: GeoPosition): DrawnPart {
  return { id, geometry: { type: 'Point', coordinates: [lon, lat] } };
}

function place([lon = 0, lat = 0]: Position): GeoPosition {
  return [lon, lat];
}

function copy(ring: Ring): [number, number][] {
  return ring.map(([lon, lat]) => [lon, lat]);
}
