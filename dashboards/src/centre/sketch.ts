import type { AlarmView, Facility, Gate, Route, Zone } from '@haidang/contract';
import type { LatLon, Metres } from '@haidang/domain';
import { distance } from '@haidang/geo';
import { drawn, type Line, type Sheet } from '../shared/map/drawn.js';
import { circle } from '../shared/map/shapes.js';
import type { WayPart } from './evidence.js';

export const [WIDTH, HEIGHT] = [360, 200];
const MARGIN = 26;
/** Degrees about the place that are always in view, some 300 m: a truck that stands is not drawn as large as a town. */
const LEAST = 0.003;
const METRES_A_DEGREE = 111_200;
/** Lengths of the scale's bar, metres, and the widest one in pixels. */
const BARS = [50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100];
const WIDEST_BAR = 120;
/** A corridor is never thinner than this, pixels. */
const THINNEST = 4;
/** So many places are named, the nearest to the alarm first. */
const MOST_NAMES = 4;
/** What a name takes of the sheet, pixels: a letter's mean width, and a line's height. */
const [LETTER, LINE] = [6, 14];

/** What the alarm happened among. */
export interface Surroundings {
  readonly route: Route | undefined;
  readonly zones: readonly Zone[];
  readonly facilities: readonly Facility[];
  readonly gates: readonly Gate[];
}

interface SketchedZone {
  readonly id: string;
  readonly kind: Zone['kind'];
  /** The alarm is about this one. */
  readonly isAbout: boolean;
  /** For the `d` of an SVG path. */
  readonly path: string;
}

interface SketchedName {
  readonly id: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** A place has a point where it is; a zone's name stands in it. */
  readonly isPoint: boolean;
  /** On which side of its place the name stands, so that it is on the sheet. */
  readonly anchor: 'start' | 'middle' | 'end';
}

/** The moment on a sheet of paper of {@link WIDTH} x {@link HEIGHT} pixels. */
export interface Sketch {
  readonly sheet: Sheet;
  /** The legs of the route, each as wide as its corridor. */
  readonly corridor: readonly { readonly path: string; readonly width: number }[];
  readonly zones: readonly SketchedZone[];
  readonly names: readonly SketchedName[];
  readonly bar: { readonly metres: Metres; readonly pixels: number };
  /** The registered place that is nearest to the alarm, wherever it is, and how far. */
  readonly nearest: { readonly name: string; readonly metres: Metres } | undefined;
}

/**
 * Lays the moment of an alarm out, north up, as near as the ways in it and its place let it: the corridor, the zone that it is about and other forbidden
 * ones in view, and the names of what is nearest.
 * @param ways of the alarm's own truck, and of another that it met
 */
export function sketchOf(
  alarm: Pick<AlarmView, 'place' | 'why' | 'facilityId' | 'gateId'>,
  ways: readonly WayPart[],
  { route, zones, facilities, gates }: Surroundings,
): Sketch {
  const { lat, lon } = alarm.place;
  const sheet = drawn({
    lines: ways.map(({ line }) => line),
    points: [
      [lon - LEAST, lat - LEAST],
      [lon + LEAST, lat + LEAST],
    ],
    ...{ width: WIDTH, height: HEIGHT, margin: MARGIN },
  });
  const perMetre = pixelsAMetre(sheet, alarm.place);
  const shapes = zones.flatMap((zone) => {
    const isAbout = isOf(zone, alarm, gates);
    const rings = ringsOf(zone);
    const box = boxOf(rings.flat().map((one) => sheet.place(one)));
    if ((!isAbout && zone.kind !== 'forbidden') || box === undefined) return [];
    return [{ zone, isAbout, rings, box }];
  });
  const places = [...gates, ...facilities].map(({ id, name, place }) => ({
    ...{ id, name, place, metres: distance(alarm.place, place) },
  }));
  places.sort((a, b) => a.metres - b.metres);
  return {
    sheet,
    corridor: (route?.legs ?? []).map(({ line, halfWidth }) => ({
      path: sheet.path(line.coordinates),
      width: Math.max(THINNEST, Math.round(2 * halfWidth * perMetre * 10) / 10),
    })),
    zones: shapes.map(({ zone: { id, kind }, isAbout, rings }) => ({
      ...{ id, kind, isAbout, path: rings.map((ring) => outline(sheet, ring)).join('') },
    })),
    names: namesOf([
      ...shapes
        .toSorted((a, b) => Number(b.isAbout) - Number(a.isAbout))
        .map(({ zone: { id, name }, box }) => ({ id, text: name, at: middleOf(box), isPoint: false })),
      ...places
        .map(({ id, name, place }) => ({
          ...{ id, text: name, at: sheet.place([place.lon, place.lat]), isPoint: true },
        }))
        .filter(({ at: [x, y] }) => x >= 0 && x <= WIDTH && y >= 0 && y <= HEIGHT),
    ]),
    bar: barOf(perMetre),
    nearest: places[0] && { name: places[0].name, metres: places[0].metres },
  };
}

/** The rule names the zone it judged by; an alarm of a place, or of a gate of it, is about that place's own zones. */
function isOf(
  { id, kind, facilityId }: Zone,
  alarm: Pick<AlarmView, 'why' | 'facilityId' | 'gateId'>,
  gates: readonly Gate[],
): boolean {
  if (alarm.why.measured['zone'] === id) return true;
  const place = alarm.facilityId ?? gates.find((gate) => gate.id === alarm.gateId)?.facilityId;
  return kind === 'facility' && place !== undefined && facilityId === place;
}

function ringsOf({ geometry }: Zone): Line[] {
  const shape = geometry.type === 'Circle' ? circle(geometry.center, geometry.radius) : geometry;
  if (shape.type === 'Polygon') return shape.coordinates;
  return shape.type === 'MultiPolygon' ? shape.coordinates.flat() : [];
}

function outline(sheet: Sheet, ring: Line): string {
  return `M${ring.map((one) => sheet.place(one).join(' ')).join('L')}Z`;
}

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** What of it is on the sheet; none of it: undefined. */
function boxOf(points: readonly (readonly [number, number])[]): Box | undefined {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [left, top] = [Math.max(0, Math.min(...xs)), Math.max(0, Math.min(...ys))];
  const [right, bottom] = [Math.min(WIDTH, Math.max(...xs)), Math.min(HEIGHT, Math.max(...ys))];
  return left < right && top < bottom ? [left, top, right, bottom] : undefined;
}

function middleOf([left, top, right, bottom]: Box): [number, number] {
  return [(left + right) / 2, (top + bottom) / 2];
}

/** The first of them that lie on no other's name. */
function namesOf(
  all: readonly { id: string; text: string; at: readonly [number, number]; isPoint: boolean }[],
): SketchedName[] {
  const names: SketchedName[] = [];
  const taken: Box[] = [];
  for (const { id, text, at, isPoint } of all) {
    const [x, y] = at;
    const wide = text.length * LETTER;
    const left = isPoint ? (x + wide > WIDTH ? x - wide : x) : x - wide / 2;
    const box: Box = [left, y - LINE, left + wide, y];
    const isFree = taken.every((other) => !overlap(box, other));
    if (!isFree || names.length === MOST_NAMES) continue;
    taken.push(box);
    const anchor = isPoint ? (left < x ? 'end' : 'start') : 'middle';
    names.push({ id, text, x, y, isPoint, anchor });
  }
  return names;
}

function overlap(a: Box, b: Box): boolean {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

function pixelsAMetre(sheet: Sheet, { lat, lon }: LatLon): number {
  const [[, south], [, north]] = [sheet.place([lon, lat]), sheet.place([lon, lat + 0.01])];
  return (south - north) / (0.01 * METRES_A_DEGREE);
}

/** The longest bar of round length that is no wider than {@link WIDEST_BAR}. */
function barOf(perMetre: number): { metres: Metres; pixels: number } {
  const metres = BARS.find((one) => one * perMetre <= WIDEST_BAR) ?? BARS.at(-1)!;
  return { metres, pixels: Math.round(metres * perMetre) };
}
