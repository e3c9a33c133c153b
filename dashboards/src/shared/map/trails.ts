import type { Severity } from '@haidang/domain';
import type { Feature, FeatureCollection } from 'geojson';
import { markIconName } from './icons.js';
import { collection, point } from './shapes.js';

/** So many transits are told apart at once, each by a colour and a shape of its own. */
export const SLOTS = 4;

/** What is known of a position: seen as it happened, told later, or not believed. */
export const STANDINGS = ['believed', 'late', 'doubted'] as const;
export type Standing = (typeof STANDINGS)[number];

/** A stretch of a transit's track, all of one standing. */
export interface TrailPart {
  slot: number;
  standing: Exclude<Standing, 'doubted'>;
  line: [lon: number, lat: number][];
}

/** A position of its own: each fix when one is near, each doubted one always. */
export interface TrailFix {
  slot: number;
  standing: Standing;
  lat: number;
  lon: number;
  clock: string;
}

export interface Trails {
  parts: readonly TrailPart[];
  fixes: readonly TrailFix[];
}

/** Where a transit's seal is at the replay's time. */
export interface ReplayMark {
  slot: number;
  label: string;
  lat: number;
  lon: number;
  /** Nothing is heard of it at that time: where it was last. */
  lost: boolean;
}

/** Something that happened at a place: an alarm, by its severity. */
export interface PlacedAlarm {
  id: string;
  severity: Severity;
  lat: number;
  lon: number;
  label: string;
  /** It stands at the replay's time; the others are only hinted at. */
  standing: boolean;
}

export function trailFeatures({ parts, fixes }: Trails): FeatureCollection {
  return collection([
    ...parts.map(({ line, ...properties }): Feature => ({
      type: 'Feature',
      geometry: { type: 'LineString', coordinates: line },
      properties,
    })),
    ...fixes.map(({ lat, lon, ...properties }): Feature => ({
      type: 'Feature',
      geometry: point({ lat, lon }),
      properties,
    })),
  ]);
}

export function replayFeatures(marks: readonly ReplayMark[]): FeatureCollection {
  return collection(
    marks.map(({ lat, lon, slot, label, lost }) => ({
      type: 'Feature',
      geometry: point({ lat, lon }),
      properties: { icon: replayIconName(slot, lost), slot, label },
    })),
  );
}

export function alarmFeatures(alarms: readonly PlacedAlarm[]): FeatureCollection {
  return collection(
    alarms.map(({ lat, lon, id, severity, label, standing }) => ({
      type: 'Feature',
      geometry: point({ lat, lon }),
      properties: { id, icon: markIconName(severity, !standing), label, standing },
    })),
  );
}

export function replayIconName(slot: number, lost: boolean): string {
  return `replay-${slot}${lost ? '-lost' : ''}`;
}

/** The corners of a slot's shape around (0, 0), `r` from the middle to its furthest; a circle has none. None of them is an alarm's. */
export function slotCorners(slot: number, r: number): [x: number, y: number][] {
  if (slot === 1) return ring(4, () => r);
  if (slot === 2) return ring(10, (i) => (i % 2 === 0 ? r : r * 0.5));
  if (slot === 3) return cross(r);
  return [];
}

function ring(count: number, radius: (i: number) => number): [number, number][] {
  return Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count - Math.PI / 2;
    return [radius(i) * Math.cos(angle), radius(i) * Math.sin(angle)];
  });
}

function cross(r: number): [number, number][] {
  const a = r * 0.36;
  return [
    [-a, -r],
    [a, -r],
    [a, -a],
    [r, -a],
    [r, a],
    [a, a],
    [a, r],
    [-a, r],
    [-a, a],
    [-r, a],
    [-r, -a],
    [-a, -a],
  ];
}
