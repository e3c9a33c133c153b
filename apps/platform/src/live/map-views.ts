import {
  SNAPSHOT_LIMIT,
  type AlarmView,
  type Counts,
  type Position,
  type Snapshot,
  type WatchRequest,
} from '@haidang/contract';
import { formatInstant, type Person } from '@haidang/domain';
import { followsSeal, type Sight } from '../access/sight.js';
import type { Sights } from '../access/sights.js';
import type { OpenAlarms } from '../alarms/open-alarms.js';
import type { Directory } from '../directory/directory.js';
import type { SealEntry } from '../directory/seal-entry.js';
import { Clusters, standsOut } from './clusters.js';
import type { LiveSocket } from './live-feed.js';
import { inView, isStale, markState, positionOf } from './view.js';

/** One operator's view. */
interface Watch {
  readonly request: WatchRequest;
  readonly person: Person;
  /** The seals it was sent, so that it can be told of those that left. */
  readonly shown: Set<string>;
  /** Whose clusters it shows; null where it is sent each seal. */
  readonly clusters: Clusters | null;
}

/** What all sockets of one sight are told alike; counted once a tick, and those that walk all seals less often. */
interface CountsOfSight {
  readonly at: number;
  readonly staleAt: number;
  readonly counts: Counts;
}

/** Time between two ticks. */
export const TICK_MS = 1_000;
const SNAPSHOT_ALARMS = 1_000;
/** Counting stale seals walks all of them. */
const COUNT_STALE_MS = 5_000;
/** Sights of a tree that has changed since are not asked for any more. */
const MOST_SIGHTS = 1_000;

/**
 * What each operator's map shows: a snapshot on `watch`, then once a second what moved and is in view. A view that is fuller than its client asked for is
 * clustered: then only what stands out comes seal by seal.
 */
export class MapViews {
  private readonly watches = new Map<LiveSocket, Watch>();
  private changed = new Set<SealEntry>();
  private counted = new Map<Sight, CountsOfSight>();
  private clusters = new Map<Sight, Map<number, Clusters>>();
  private sealsRemoved = 0;
  private treeVersion = 0;

  constructor(
    private readonly directory: Directory,
    private readonly alarms: OpenAlarms,
    private readonly sights: Sights,
  ) {}

  get isEmpty(): boolean {
    return this.watches.size === 0;
  }

  /** A seal has moved, or its state has changed. */
  moved(entry: SealEntry): void {
    if (!this.isEmpty) this.changed.add(entry);
  }

  leave(socket: LiveSocket): void {
    this.watches.delete(socket);
    if (this.isEmpty) this.changed.clear();
  }

  watch(socket: LiveSocket, request: WatchRequest): Snapshot {
    if (this.isEmpty) this.catchUp();
    const { person } = socket.data.session;
    const sight = this.sights.of(person);
    const [alone, quiet]: [SealEntry[], SealEntry[]] = [[], []];
    for (const entry of this.directory.seals()) {
      if (!inView(entry, request, this.alarms, sight)) continue;
      (standsOut(markState(entry, this.alarms, sight)) ? alone : quiet).push(entry);
    }
    const total = alone.length + quiet.length;
    const isFull =
      request.clusterAbove !== undefined &&
      request.filters.transitId === undefined &&
      total > request.clusterAbove;
    const clusters = isFull ? this.clustersOf(sight, request.zoom) : null;
    // what stands out first: it is not what is cut off
    const sent = (clusters === null ? [...alone, ...quiet] : alone).slice(0, SNAPSHOT_LIMIT);
    const positions = sent.map((entry) => positionOf(entry, this.alarms, sight)!);
    const shown = new Set(positions.map(({ sealId }) => sealId));
    this.watches.set(socket, { request, person, shown, clusters });
    return {
      serverTime: formatInstant(Date.now()),
      positions,
      total,
      ...(clusters === null ? {} : { clusters: clusters.seen(request, 0) }),
      alarms: this.alarmsFor(sight),
      counts: this.counts(sight, Date.now()),
    };
  }

  /** True while somebody's view shows the seal. */
  shows(sealId: string): boolean {
    for (const { shown } of this.watches.values()) if (shown.has(sealId)) return true;
    return false;
  }

  /** Those whose view shows one of the seals. */
  *showing(sealIds: readonly string[]): Iterable<readonly [LiveSocket, Person]> {
    for (const [socket, { shown, person }] of this.watches)
      if (sealIds.some((sealId) => shown.has(sealId))) yield [socket, person];
  }

  /** Tells every view what changed since the last tick. */
  tick(): void {
    if (this.isEmpty) return;
    const changed = this.changed;
    this.changed = new Set();
    const someRemoved = this.directory.sealsRemoved !== this.sealsRemoved;
    const treeChanged = this.directory.tree.version !== this.treeVersion;
    this.catchUp();
    const entries = [...changed].filter((entry) => this.isRegistered(entry));
    const turns = this.turnClusters(entries, someRemoved);
    const told = new Map<Sight, readonly (readonly [SealEntry, Position])[]>();
    for (const [socket, watch] of this.watches) {
      const sight = this.sights.of(watch.person);
      let positions = told.get(sight);
      if (positions === undefined) told.set(sight, (positions = this.positionsFor(sight, entries)));
      const gone = someRemoved ? this.takeRemoved(watch) : [];
      if (treeChanged) gone.push(...this.takeHidden(watch, sight));
      const seen = this.seenIn(watch, positions, sight);
      // whose clusters were of another tree, or whose view has grown too full
      if ((treeChanged && watch.clusters !== null) || seen === null) {
        socket.emit('snapshot', this.watch(socket, watch.request));
        continue;
      }
      const isSeen = new Set(seen.map(({ sealId }) => sealId));
      for (const { id } of entries) if (!isSeen.has(id) && watch.shown.delete(id)) gone.push(id);
      this.tell(socket, watch, seen, gone, turns);
    }
    for (const clusters of turns.keys()) clusters.sweep();
  }

  /** Of what changed, what a view shows seal by seal. @returns null when that would be more than its client asked for */
  private seenIn(
    { request, shown, clusters }: Watch,
    changed: readonly (readonly [SealEntry, Position])[],
    sight: Sight,
  ): Position[] | null {
    const seen: Position[] = [];
    for (const [entry, position] of changed) {
      if (!inView(entry, request, this.alarms, sight)) continue;
      if (clusters !== null && !standsOut(position.state)) continue;
      if (!shown.has(entry.id)) {
        if (clusters === null && shown.size >= (request.clusterAbove ?? Infinity)) return null;
        if (shown.size >= SNAPSHOT_LIMIT) continue;
        shown.add(entry.id);
      }
      seen.push(position);
    }
    return seen;
  }

  private tell(
    socket: LiveSocket,
    { request, person, clusters }: Watch,
    positions: Position[],
    gone: string[],
    turns: ReadonlyMap<Clusters, number>,
  ): void {
    const now = Date.now();
    socket.emit('positions', {
      serverTime: formatInstant(now),
      positions,
      gone,
      ...(clusters === null ? {} : { clusters: clusters.seen(request, turns.get(clusters)!) }),
      counts: this.counts(this.sights.of(person), now),
    });
  }

  private catchUp(): void {
    this.sealsRemoved = this.directory.sealsRemoved;
    this.treeVersion = this.directory.tree.version;
  }

  private isRegistered(entry: SealEntry): boolean {
    return this.directory.seal(entry.id) === entry;
  }

  /** Those of a sight at a zoom: one for all who look so. */
  private clustersOf(sight: Sight, zoom: number): Clusters {
    const byZoom = this.clusters.get(sight) ?? new Map<number, Clusters>();
    const known = byZoom.get(Math.floor(zoom));
    if (known !== undefined) return known;
    const clusters = new Clusters(sight, zoom, this.alarms);
    for (const entry of this.directory.seals()) clusters.take(entry);
    this.clusters.set(sight, byZoom.set(Math.floor(zoom), clusters));
    return clusters;
  }

  /** Brings the clusters that somebody looks at up to date, and lets go of the others. @returns the turn of each */
  private turnClusters(entries: readonly SealEntry[], someRemoved: boolean): Map<Clusters, number> {
    const used = new Set([...this.watches.values()].flatMap(({ clusters }) => clusters ?? []));
    const turns = new Map<Clusters, number>();
    for (const [sight, byZoom] of this.clusters) {
      for (const [zoom, clusters] of byZoom) {
        if (!used.has(clusters)) {
          byZoom.delete(zoom);
          continue;
        }
        turns.set(clusters, clusters.begin());
        if (someRemoved) clusters.keep((entry) => this.isRegistered(entry));
        for (const entry of entries) clusters.take(entry);
      }
      if (byZoom.size === 0) this.clusters.delete(sight);
    }
    return turns;
  }

  private alarmsFor(sight: Sight): AlarmView[] {
    if (!sight.watches) return [];
    return this.alarms.newest(SNAPSHOT_ALARMS, (alarm) => this.sights.alarmFor(sight, alarm));
  }

  /** Of what changed, what somebody follows and has a place. */
  private positionsFor(sight: Sight, entries: readonly SealEntry[]): (readonly [SealEntry, Position])[] {
    const positions: (readonly [SealEntry, Position])[] = [];
    for (const entry of entries) {
      const position = followsSeal(sight, entry) ? positionOf(entry, this.alarms, sight) : undefined;
      if (position !== undefined) positions.push([entry, position]);
    }
    return positions;
  }

  /** The tree changed: what a person sees may have, too. */
  private takeHidden({ shown }: Watch, sight: Sight): string[] {
    const hidden = [...shown].filter((id) => !this.sights.followsSeal(sight, id));
    for (const id of hidden) shown.delete(id);
    return hidden;
  }

  /** The seals of a view that are not in the register any more; they leave it. */
  private takeRemoved({ shown }: Watch): string[] {
    const removed = [...shown].filter((id) => this.directory.seal(id) === undefined);
    for (const id of removed) shown.delete(id);
    return removed;
  }

  private counts(sight: Sight, now: number): Counts {
    const known = this.counted.get(sight);
    if (known !== undefined && now - known.at < TICK_MS / 2) return known.counts;
    const staleIsOld = known === undefined || now - known.staleAt >= COUNT_STALE_MS;
    const counts = {
      inTransit: this.directory.transitsInTransit(sight),
      stale: staleIsOld ? this.countStale(sight, now) : known.counts.stale,
      openAlarms: this.alarms.counts(
        sight.all ? undefined : (alarm) => this.sights.alarmFor(sight, alarm) !== undefined,
      ),
    };
    if (this.counted.size > MOST_SIGHTS) this.counted.clear();
    this.counted.set(sight, { at: now, staleAt: staleIsOld ? now : known.staleAt, counts });
    return counts;
  }

  private countStale(sight: Sight, now: number): number {
    let count = 0;
    for (const entry of this.directory.seals()) if (isStale(entry, now) && followsSeal(sight, entry)) count++;
    return count;
  }
}
