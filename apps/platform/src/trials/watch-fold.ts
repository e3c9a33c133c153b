import type { Fix, Instant } from '@haidang/domain';
import { lastEvent, startWatch, step, type Episode, type Plan, type WatchEvent } from '@haidang/engine';
import {
  readContested,
  streamTrack,
  watchName,
  type Queryable,
  type TaskRecord,
  type TrialPapers,
} from '@haidang/store';
import { eventsAfter } from '../watch/events.js';
import type { Extent } from './draft.js';
import type { Pace } from './pace.js';

/** A seal's part in a transit as far as it is known: everything that the engine is told of it. */
export interface WatchLog {
  readonly events: readonly WatchEvent[];
  readonly fixes: number;
  /** Stored, and not to be judged. */
  readonly tooOld: number;
  /** About all that it told of its places; undefined: it told none. */
  readonly extent: Extent | undefined;
}

/** Fixes that are read at once: a page takes the road a few milliseconds. */
const PAGE = 1_000;

/**
 * Reads what a watch was told up to a time, from its beginning: what stands there then has come from there.
 * @param to of what happened later nothing is known; what waits for time to pass has waited until then
 */
export async function readWatchLog(
  db: Queryable,
  task: TaskRecord & { readonly sealId: string },
  papers: TrialPapers,
  to: Instant,
  pace: Pace,
): Promise<WatchLog> {
  const { transitId, sealId, since, endedAt, removed } = task;
  const until = Math.min(to, endedAt ?? to);
  const key = papers.keys.get(sealId)!;
  const contested = await readContested(db, key, since, until);
  const instead = new Map(contested.map((one) => [identityOf(one.fix), one]));
  const fixes = [];
  let tooOld = 0;
  let extent: Extent | undefined;
  for await (const row of streamTrack(db, { seals: [{ key }], from: since, to: until }, PAGE)) {
    await pace.breathe();
    const { fix, receivedAt, tooOld: isTooOld } = instead.get(identityOf(row.fix)) ?? row;
    if (isTooOld) tooOld++;
    else fixes.push({ fix, mark: receivedAt });
    if (fix.lat !== null && fix.lon !== null) extent = wider(extent, fix.lat, fix.lon);
  }
  const isBefore = ({ time }: { readonly time: Instant }) => time <= until;
  const history = {
    fixes,
    steps: (papers.steps.get(transitId) ?? []).filter(({ time }) => time >= since && isBefore({ time })),
    resolves: (papers.resolves.get(watchName(transitId, sealId)) ?? []).filter(({ time }) => time <= to),
    ticks: endedAt === null || endedAt > to ? [to] : [],
  };
  const events = eventsAfter(
    lastEvent(startWatch()),
    history,
    task,
    removed && endedAt! <= to ? endedAt! : undefined,
  );
  return { events, fixes: fixes.length, tooOld, extent };
}

/** Every episode that a plan finds in a log, as it was last said. */
export async function foldWatch(
  events: readonly WatchEvent[],
  plan: Plan,
  pace: Pace,
): Promise<readonly Episode[]> {
  const episodes = new Map<string, Episode>();
  let state = startWatch();
  for (const event of events) {
    await pace.breathe();
    const next = step(state, event, plan);
    state = next.state;
    for (const change of next.changes) episodes.set(change.key, change);
  }
  return [...episodes.values()];
}

function identityOf({ time, seq }: Pick<Fix, 'time' | 'seq'>): string {
  return `${time} ${seq}`;
}

function wider(extent: Extent | undefined, lat: number, lon: number): Extent {
  if (extent === undefined) return { west: lon, east: lon, south: lat, north: lat };
  const { west, east, south, north } = extent;
  if (lon >= west && lon <= east && lat >= south && lat <= north) return extent;
  return {
    west: Math.min(west, lon),
    east: Math.max(east, lon),
    south: Math.min(south, lat),
    north: Math.max(north, lat),
  };
}
