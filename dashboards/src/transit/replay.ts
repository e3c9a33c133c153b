import { MAX_GAP, type SealTrack } from './track.js';

/** Seconds of the drive in one of the viewer's. */
export const SPEEDS = [1, 10, 60, 300, 900, 3_600] as const;

/** A tenth of the drive is passed over by a page key, by an arrow so many of the viewer's seconds. */
const STEP_SECONDS = 2;

/** Where a replay stands: a value, so that its moves can be tried without a clock. Times are milliseconds of the events' own time. */
export interface Replay {
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly speed: number;
  readonly isPlaying: boolean;
}

/** @param at where a link wants it; else the end: what is so now */
export function startReplay(from: number, to: number, at?: number): Replay {
  return { from, to, at: within(from, at ?? to, to), speed: 60, isPlaying: false };
}

/** Another stretch, because more became known or another transit was added; who looked at the end goes on to look at it. */
export function stretch(replay: Replay, from: number, to: number): Replay {
  const isAtEnd = replay.at >= replay.to && !replay.isPlaying;
  return { ...replay, from, to, at: within(from, isAtEnd ? to : replay.at, to) };
}

/** @param elapsed milliseconds of the viewer's */
export function advance(replay: Replay, elapsed: number): Replay {
  if (!replay.isPlaying) return replay;
  const at = Math.min(replay.to, replay.at + elapsed * replay.speed);
  return { ...replay, at, isPlaying: at < replay.to };
}

/** From the end it begins anew. */
export function toggle(replay: Replay): Replay {
  if (replay.isPlaying) return { ...replay, isPlaying: false };
  const at = replay.at >= replay.to ? replay.from : replay.at;
  return { ...replay, at, isPlaying: replay.from < replay.to };
}

export function seek(replay: Replay, at: number): Replay {
  return { ...replay, at: within(replay.from, at, replay.to) };
}

/** @param steps so many arrow keys ahead, or back */
export function step(replay: Replay, steps: number): Replay {
  return seek(replay, replay.at + steps * STEP_SECONDS * 1_000 * replay.speed);
}

export function faster(replay: Replay, by: 1 | -1): Replay {
  const i = SPEEDS.findIndex((speed) => speed === replay.speed) + by;
  return { ...replay, speed: SPEEDS[within(0, i, SPEEDS.length - 1)]! };
}

function within(least: number, value: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

export interface Place {
  lat: number;
  lon: number;
  /** Nothing is heard of it then: where it was last. */
  lost: boolean;
}

/**
 * Looks a place up on a track. It remembers where it was: a replay that goes on is a step ahead, and only who jumps looks through the whole
 * track, by halves.
 */
export class TrackCursor {
  #last = 0;

  constructor(private readonly track: SealTrack) {}

  /** Between two fixes on the line between them; undefined: before the first. */
  at(time: number): Place | undefined {
    const { times, lats, lons } = this.track;
    const i = this.#indexAt(time);
    if (i < 0) return undefined;
    const [lat, lon] = [lats[i]!, lons[i]!];
    const next = i + 1;
    const isJoined = next < times.length && times[next]! - times[i]! <= MAX_GAP;
    const since = time - times[i]!;
    if (!isJoined) return { lat, lon, lost: since > (next < times.length ? 0 : MAX_GAP) };
    const share = since / (times[next]! - times[i]!);
    return {
      lat: lat + (lats[next]! - lat) * share,
      lon: lon + (lons[next]! - lon) * share,
      lost: false,
    };
  }

  /** The last fix at or before a time; -1: there is none. */
  #indexAt(time: number): number {
    const { times } = this.track;
    const near = this.#last;
    for (let i = near; i < near + 4 && i < times.length; i++) {
      const isBelow = times[i]! <= time;
      const isLast = i + 1 === times.length || times[i + 1]! > time;
      if (!isBelow) break;
      if (isLast) return (this.#last = i);
    }
    const found = upperBound(times, time) - 1;
    this.#last = Math.max(0, found);
    return found;
  }
}

/** How many of the times, which are in order, are at or before one: the place at which what comes after it begins. */
export function upperBound(times: ArrayLike<number>, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
