import { setImmediate } from 'node:timers/promises';
import {
  SNAPSHOT_LIMIT,
  type AlarmView,
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
import { SealGrid } from './seal-grid.js';
import { ShownSeals, type ShownInView } from './shown-seals.js';
import { SightCounts } from './sight-counts.js';
import { inView, markState, mostAlone, positionOf } from './view.js';

/** One operator's view. */
interface Watch {
  readonly request: WatchRequest;
  readonly person: Person;
  readonly shown: ShownInView;
  /** Whose clusters it shows; null where it is sent each seal. */
  readonly clusters: Clusters | null;
}

/** What changed, where, of what somebody follows. */
type News = readonly (readonly [SealEntry, Position])[];

/** Time between two ticks. */
export const TICK_MS = 1_000;
/** So long views are told without a pause: an alarm, and a decision at a gate, wait no longer for the map. */
const SLICE_MS = 25;
const SNAPSHOT_ALARMS = 1_000;

/**
 * What each operator's map shows: a snapshot on `watch`, then once a second what moved and is in view. A view that is fuller than its client asked for is
 * clustered: then only what stands out comes seal by seal.
 */
export class MapViews {
  private readonly watches = new Map<LiveSocket, Watch>();
  private readonly shown = new ShownSeals();
  private changed: SealEntry[] = [];
  /** The tick that will tell what changes now; a seal that changed bears its number. */
  private turn = 1;
  private isTelling = false;
  private readonly counts: SightCounts;
  private clusters = new Map<Sight, Map<number, Clusters>>();
  private grid = new SealGrid();
  private sealsRemoved = 0;
  private treeVersion = 0;

  constructor(
    private readonly directory: Directory,
    private readonly alarms: OpenAlarms,
    private readonly sights: Sights,
  ) {
    this.counts = new SightCounts(directory, alarms, sights);
  }

  get isEmpty(): boolean {
    return this.watches.size === 0;
  }

  /** A seal has moved, or its state has changed. */
  moved(entry: SealEntry): void {
    if (this.isEmpty || entry.toldIn === this.turn) return;
    entry.toldIn = this.turn;
    this.changed.push(entry);
  }

  leave(socket: LiveSocket): void {
    this.watches.get(socket)?.shown.clear();
    this.watches.delete(socket);
    if (!this.isEmpty) return;
    this.changed = [];
    this.turn++;
  }

  watch(socket: LiveSocket, request: WatchRequest): Snapshot {
    if (this.isEmpty) this.begin();
    const { person } = socket.data.session;
    const sight = this.sights.of(person);
    const [clusters, inSight] = this.lookAt(request, sight);
    // what stands out first: it is not what is cut off
    const loud = new Set(inSight.filter((entry) => standsOut(markState(entry, this.alarms, sight))));
    const sent = [...loud, ...inSight.filter((entry) => !loud.has(entry))].slice(0, SNAPSHOT_LIMIT);
    const positions = sent.map((entry) => positionOf(entry, this.alarms, sight)!);
    this.watches.get(socket)?.shown.clear();
    const shown = this.shown.of(positions.map(({ sealId }) => sealId));
    this.watches.set(socket, { request, person, shown, clusters });
    return {
      serverTime: formatInstant(Date.now()),
      positions,
      total: inSight.length + (clusters?.count(request) ?? 0),
      ...(clusters === null ? {} : { clusters: clusters.seen(request, 0) }),
      alarms: this.alarmsFor(sight),
      counts: this.counts.of(sight, Date.now()),
    };
  }

  /** The clusters of a view that is too full, and the seals that it shows one by one. */
  private lookAt(request: WatchRequest, sight: Sight): [Clusters | null, SealEntry[]] {
    const { transitId } = request.filters;
    const isSeen = (entry: SealEntry) => inView(entry, request, this.alarms, sight);
    if (transitId !== undefined) return [null, this.directory.sealsOfTransit(transitId).filter(isSeen)];
    const most = mostAlone(request);
    // who follows a few of them need not gather all to see that they are few
    const seen =
      sight.all && this.grid.countAbout(request.bbox) > most
        ? undefined
        : this.grid.about(request.bbox).filter(isSeen);
    if (seen !== undefined && seen.length <= most) return [null, seen];
    const clusters = this.clustersOf(sight, request.zoom);
    const alone = [...clusters.alone].filter(isSeen);
    if (alone.length + clusters.count(request) > most) return [clusters, alone];
    return [null, seen ?? this.grid.about(request.bbox).filter(isSeen)];
  }

  /** True while somebody's view shows the seal. */
  shows(sealId: string): boolean {
    return this.shown.has(sealId);
  }

  /** Those whose view shows one of the seals. */
  *showing(sealIds: readonly string[]): Iterable<readonly [LiveSocket, Person]> {
    if (!sealIds.some((sealId) => this.shown.has(sealId))) return;
    for (const [socket, { shown, person }] of this.watches)
      if (sealIds.some((sealId) => shown.has(sealId))) yield [socket, person];
  }

  /** Tells every view what changed since the last tick. What comes while the views are still being told is told by the next. */
  async tick(): Promise<void> {
    if (this.isEmpty || this.isTelling) return;
    this.isTelling = true;
    try {
      await this.tellAll();
    } finally {
      this.isTelling = false;
    }
  }

  private async tellAll(): Promise<void> {
    const { changed, turn } = this;
    this.changed = [];
    this.turn++;
    const someRemoved = this.directory.sealsRemoved !== this.sealsRemoved;
    const treeChanged = this.directory.tree.version !== this.treeVersion;
    this.catchUp();
    const entries = someRemoved ? changed.filter((entry) => this.isRegistered(entry)) : changed;
    if (someRemoved) this.grid.keep((entry) => this.isRegistered(entry));
    for (const entry of entries) this.grid.take(entry);
    const turns = this.turnClusters(entries, someRemoved);
    const [all, loud] = [new Map<Sight, News>(), new Map<Sight, News>()];
    const isChanged = (id: string) => this.directory.seal(id)?.toldIn === turn;
    let ids: readonly string[] | undefined;
    let since = performance.now();
    for (const [socket, watch] of [...this.watches]) {
      if (performance.now() - since > SLICE_MS) {
        await setImmediate();
        since = performance.now();
      }
      // it left meanwhile, or looks elsewhere and was told all of that
      if (this.watches.get(socket) !== watch) continue;
      const sight = this.sights.of(watch.person);
      const known = watch.clusters === null ? all : loud;
      let news = known.get(sight);
      if (news === undefined) {
        // where clusters are, nothing else is told but what stands out
        const told =
          watch.clusters === null
            ? entries
            : [...watch.clusters.alone].filter(({ toldIn }) => toldIn === turn);
        known.set(sight, (news = this.newsFor(sight, told)));
      }
      const gone = someRemoved ? watch.shown.take((id) => this.directory.seal(id) === undefined) : [];
      if (treeChanged) gone.push(...watch.shown.take((id) => !this.sights.followsSeal(sight, id)));
      const seen = this.seenIn(watch, news, sight);
      // whose clusters were of another tree, or whose view has grown too full
      if ((treeChanged && watch.clusters !== null) || seen === null) {
        socket.emit('snapshot', this.watch(socket, watch.request));
        continue;
      }
      const isSeen = new Set(seen.map(({ sealId }) => sealId));
      const left = (id: string) => !isSeen.has(id);
      // through what it shows or through what changed, whichever is less
      if (watch.shown.size < entries.length)
        gone.push(...watch.shown.take((id) => left(id) && isChanged(id)));
      else gone.push(...watch.shown.take(left, (ids ??= entries.map(({ id }) => id))));
      this.tell(socket, watch, seen, gone, turns);
    }
    for (const clusters of turns.keys()) clusters.sweep();
  }

  /** Of what changed, what a view shows seal by seal. @returns null when that would be more than its client asked for */
  private seenIn({ request, shown, clusters }: Watch, changed: News, sight: Sight): Position[] | null {
    const seen: Position[] = [];
    for (const [entry, position] of changed) {
      if (!inView(entry, request, this.alarms, sight)) continue;
      if (!shown.has(entry.id)) {
        if (clusters === null && shown.size >= mostAlone(request)) return null;
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
      counts: this.counts.of(this.sights.of(person), now),
    });
  }

  /** The first to look: what was made for others is old. */
  private begin(): void {
    this.catchUp();
    this.clusters.clear();
    this.grid = new SealGrid();
    for (const entry of this.directory.seals()) this.grid.take(entry);
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

  private newsFor(sight: Sight, entries: readonly SealEntry[]): News {
    return entries.flatMap((entry) => {
      if (!followsSeal(sight, entry)) return [];
      const position = positionOf(entry, this.alarms, sight);
      return position === undefined ? [] : [[entry, position] as const];
    });
  }
}
