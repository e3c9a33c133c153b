import type { TransitFixView } from '@haidang/contract';
import { LATE_AFTER, MINUTE, SealNotes, type SealNote } from '@haidang/domain';
import type { Bounds } from '../shared/map/engine.js';
import type { Standing, TrailFix, TrailPart } from '../shared/map/trails.js';

/** Between two fixes further apart nothing is known: no line is drawn there. As the server breaks its lines. */
export const MAX_GAP = 10 * MINUTE;

/** What a seal said happened to it, once, however many fixes repeat it. */
export interface SealSaid {
  sealId: string;
  container: string;
  event: SealNote;
  time: number;
  known: number;
}

/** The track of one seal while it closed a container, its positions in arrays of their own: twenty thousand are looked through sixty times a second. */
export interface SealTrack {
  sealId: string;
  container: string;
  /** Of the positions that are believed, in time order. */
  times: Float64Array;
  lats: Float64Array;
  lons: Float64Array;
  /** 1 where it was told late. */
  late: Uint8Array;
  /** Positions on which nothing rests. */
  doubted: readonly { time: number; lat: number; lon: number }[];
  notes: readonly SealSaid[];
}

interface Placed {
  time: number;
  lat: number;
  lon: number;
  late: boolean;
}

/** Sorts a transit's fixes by seal and container. */
export function tracksOf(fixes: readonly TransitFixView[]): SealTrack[] {
  const groups = new Map<string, TransitFixView[]>();
  for (const fix of fixes) {
    const key = `${fix.sealId} ${fix.container}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [fix]);
    else group.push(fix);
  }
  return [...groups.values()].map(trackOf);
}

function trackOf(fixes: readonly TransitFixView[]): SealTrack {
  const inOrder = fixes
    .map((fix) => ({ fix, time: Date.parse(fix.time), known: Date.parse(fix.receivedAt) }))
    .sort((a, b) => a.time - b.time || a.fix.seq - b.fix.seq);
  const { sealId, container } = fixes[0]!;
  const believed: Placed[] = [];
  const doubted: Placed[] = [];
  for (const { fix, time, known } of inOrder) {
    const { lat, lon } = fix;
    if (lat === undefined || lon === undefined) continue;
    const into = fix.doubted === true ? doubted : believed;
    into.push({ time, lat, lon, late: known - time > LATE_AFTER });
  }
  return {
    sealId,
    container,
    times: Float64Array.from(believed, ({ time }) => time),
    lats: Float64Array.from(believed, ({ lat }) => lat),
    lons: Float64Array.from(believed, ({ lon }) => lon),
    late: Uint8Array.from(believed, ({ late }) => Number(late)),
    doubted,
    notes: [...notesOf(inOrder)],
  };
}

function* notesOf(
  inOrder: readonly { fix: TransitFixView; time: number; known: number }[],
): Generator<SealSaid> {
  const notes = new SealNotes();
  for (const { fix, time, known } of inOrder) {
    const { sealId, container } = fix;
    for (const event of notes.of(fix.events ?? [], fix.lock)) yield { sealId, container, event, time, known };
  }
}

/** Lines of one standing each, broken where nothing is known, joined where they meet. */
export function trailParts(track: SealTrack, slot: number): TrailPart[] {
  const { times, lats, lons, late } = track;
  const parts: TrailPart[] = [];
  let part: TrailPart | undefined;
  for (let i = 1; i < times.length; i++) {
    if (times[i]! - times[i - 1]! > MAX_GAP) {
      part = undefined;
      continue;
    }
    const standing = late[i] === 1 ? 'late' : 'believed';
    if (part?.standing !== standing) {
      part = { slot, standing, line: [[lons[i - 1]!, lats[i - 1]!]] };
      parts.push(part);
    }
    part.line.push([lons[i]!, lats[i]!]);
  }
  return parts;
}

/** Each position by itself. @param clock writes its time */
export function trailFixes(track: SealTrack, slot: number, clock: (time: number) => string): TrailFix[] {
  const { times, lats, lons, late, doubted } = track;
  const seen = Array.from(times, (time, i): TrailFix => {
    const standing: Standing = late[i] === 1 ? 'late' : 'believed';
    return { slot, standing, lat: lats[i]!, lon: lons[i]!, clock: clock(time) };
  });
  const others = doubted.map(({ time, lat, lon }): TrailFix => ({
    slot,
    standing: 'doubted',
    lat,
    lon,
    clock: clock(time),
  }));
  return [...seen, ...others];
}

/** What all the believed positions lie in; undefined: there is none. */
export function boundsOf(tracks: readonly SealTrack[]): Bounds | undefined {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { lats, lons } of tracks)
    for (let i = 0; i < lats.length; i++) {
      [west, east] = [Math.min(west, lons[i]!), Math.max(east, lons[i]!)];
      [south, north] = [Math.min(south, lats[i]!), Math.max(north, lats[i]!)];
    }
  return west === Infinity ? undefined : [west, south, east, north];
}
