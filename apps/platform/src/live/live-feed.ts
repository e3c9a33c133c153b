import { Inject, Injectable } from '@nestjs/common';
import {
  HEARTBEAT_MS,
  SNAPSHOT_LIMIT,
  type AlarmView,
  type CaseView,
  type ClientToServer,
  type Counts,
  type DeadlineView,
  type NoticeView,
  type OutageView,
  type PassageView,
  type Position,
  type ServerToClient,
  type Snapshot,
  type TransitView,
  type WatchRequest,
} from '@haidang/contract';
import { formatInstant, type Person, type Role } from '@haidang/domain';
import type { UnsentRow } from '@haidang/store';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import { followsSeal, sees, type Sight } from '../access/sight.js';
import { partiesIn, Sights } from '../access/sights.js';
import { OpenAlarms, transitsOf } from '../alarms/open-alarms.js';
import { alarmView, type AlarmRow } from '../alarms/view.js';
import { caseView, type CaseRow } from '../cases/view.js';
import { Directory } from '../directory/directory.js';
import type { SealEntry } from '../directory/seal-entry.js';
import { Metrics } from '../metrics/metrics.js';
import type { LiveSocketData } from './live-door.js';
import { inView, isStale, positionOf } from './view.js';

export type LiveSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, LiveSocketData>;

/** One operator's view. `shown`: the seals it was sent, so that it can be told of those that left. */
interface Watch {
  readonly request: WatchRequest;
  readonly person: Person;
  readonly shown: Set<string>;
}

/** What all sockets of one sight are told alike; counted once a tick, and those that walk all seals less often. */
interface CountsOfSight {
  readonly at: number;
  readonly staleAt: number;
  readonly counts: Counts;
}

const TICK_MS = 1_000;
const SNAPSHOT_ALARMS = 1_000;
/** Counting stale seals walks all of them. */
const COUNT_STALE_MS = 5_000;
/** Sights of a tree that has changed since are not asked for any more. */
const MOST_SIGHTS = 1_000;

/**
 * Feeds the live map: a snapshot on `watch`, then once a second what moved and is in view; alarms, transits, passages, notices, cases and outages at once. Each socket is
 * told what its person sees ({@link Sights}) and nothing else.
 */
@Injectable()
export class LiveFeed {
  private readonly watches = new Map<LiveSocket, Watch>();
  private changed = new Set<SealEntry>();
  private timers: NodeJS.Timeout[] = [];
  /** Everybody who is connected, also before they watch. */
  private readonly sockets = new Set<LiveSocket>();
  private counted = new Map<Sight, CountsOfSight>();
  private sealsRemoved = 0;
  private treeVersion = 0;

  constructor(
    @Inject(Directory) private readonly directory: Directory,
    @Inject(OpenAlarms) private readonly alarms: OpenAlarms,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(Sights) private readonly sights: Sights,
  ) {}

  start(namespace: Namespace<ClientToServer, ServerToClient>): void {
    this.timers = [
      setInterval(() => this.tick(), TICK_MS),
      setInterval(() => namespace.emit('heartbeat', { serverTime: formatInstant(Date.now()) }), HEARTBEAT_MS),
    ];
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** A seal has moved, or its state has changed. */
  moved(entry: SealEntry): void {
    if (this.watches.size > 0) this.changed.add(entry);
  }

  join(socket: LiveSocket): void {
    this.sockets.add(socket);
    this.metrics.liveClients.inc();
  }

  leave(socket: LiveSocket): void {
    this.sockets.delete(socket);
    this.watches.delete(socket);
    if (this.watches.size === 0) this.changed.clear();
    this.metrics.liveClients.dec();
  }

  watch(socket: LiveSocket, request: WatchRequest): Snapshot {
    const { person } = socket.data.session;
    const sight = this.sights.of(person);
    const positions: Position[] = [];
    const shown = new Set<string>();
    let total = 0;
    for (const entry of this.directory.seals()) {
      if (!inView(entry, request, this.alarms, sight)) continue;
      total++;
      if (positions.length === SNAPSHOT_LIMIT) continue;
      positions.push(positionOf(entry, this.alarms, sight)!);
      shown.add(entry.id);
    }
    this.watches.set(socket, { request, person, shown });
    const serverTime = formatInstant(Date.now());
    return {
      serverTime,
      positions,
      total,
      alarms: this.alarmsFor(sight),
      counts: this.counts(sight, Date.now()),
    };
  }

  /** How many people of these roles are connected now. */
  countPeople(roles: readonly Role[]): number {
    const people = [...this.sockets].map(({ data }) => data.session.person);
    return new Set(people.filter(({ role }) => roles.includes(role)).map(({ id }) => id)).size;
  }

  isWatched(): boolean {
    return this.watches.size > 0;
  }

  /** True while somebody's view shows the seal. */
  shows(sealId: string): boolean {
    for (const { shown } of this.watches.values()) if (shown.has(sealId)) return true;
    return false;
  }

  /** A transit is further on its way: told to those whose view shows one of its seals. */
  progressed(transit: TransitView): void {
    for (const [socket, { shown, person }] of this.watches) {
      const isShown = transit.containers.some(({ sealId }) => sealId !== undefined && shown.has(sealId));
      if (isShown) socket.emit('transit', this.sights.transitFor(this.sights.of(person), transit));
    }
  }

  /** What the outbox has for the live feed. */
  async deliver(rows: readonly UnsentRow[]): Promise<void> {
    const alarms = new Map(
      rows.flatMap((row) => (row.topic === 'alarm' ? [[row, alarmView(row.payload as AlarmRow)]] : [])),
    );
    const cases = new Map(
      rows.flatMap((row) => (row.topic === 'case' ? [[row, caseView(row.payload as CaseRow)]] : [])),
    );
    await this.sights.learn([
      ...[...alarms.values()].flatMap(transitsOf),
      ...[...cases.values()].flatMap(({ transitId }) => transitId ?? []),
    ]);
    for (const row of rows) {
      if (row.topic === 'alarm') this.alarm(alarms.get(row)!);
      else if (row.topic === 'transit') this.transit(row.payload as TransitView);
      else if (row.topic === 'passage') this.passage(row.payload as PassageView);
      else if (row.topic === 'notice') this.notice(row.payload as NoticeView);
      else if (row.topic === 'case') this.case(cases.get(row)!);
      else if (row.topic === 'outage') this.outage(row.payload as OutageView);
    }
  }

  /** To each socket what `shownTo` makes of it for its sight, which is asked once a sight. */
  private tell<E extends 'alarm' | 'transit' | 'passage' | 'notice' | 'case' | 'deadline' | 'outage'>(
    event: E,
    shownTo: (sight: Sight) => Parameters<ServerToClient[E]>[0] | undefined,
  ): void {
    const shown = new Map<Sight, Parameters<ServerToClient[E]>[0] | undefined>();
    for (const socket of this.sockets) {
      const sight = this.sights.of(socket.data.session.person);
      if (!shown.has(sight)) shown.set(sight, shownTo(sight));
      const payload = shown.get(sight);
      if (payload !== undefined) (socket.emit as (event: E, payload: unknown) => void)(event, payload);
    }
  }

  private alarm(alarm: AlarmView): void {
    this.alarms.changed(alarm);
    this.tell('alarm', (sight) => this.sights.alarmFor(sight, alarm));
    for (const entry of this.sealsOf(alarm)) this.moved(entry);
  }

  private alarmsFor(sight: Sight): AlarmView[] {
    if (!sight.watches) return [];
    return this.alarms.newest(SNAPSHOT_ALARMS, (alarm) => this.sights.alarmFor(sight, alarm));
  }

  private passage(passage: PassageView): void {
    this.tell('passage', (sight) => (this.sights.seesPassage(sight, passage) ? passage : undefined));
  }

  private notice(notice: NoticeView): void {
    this.tell('notice', (sight) => (this.sights.isOwnPlace(sight, notice.facilityId) ? notice : undefined));
  }

  private outage(outage: OutageView): void {
    this.tell('outage', (sight) => (this.sights.isOwnPlace(sight, outage.facilityId) ? outage : undefined));
  }

  private case(found: CaseView): void {
    this.tell('case', (sight) => this.sights.caseFor(sight, found));
  }

  /** @param placeId of a declaration, which is of no facility: where its office is; customs alone is told */
  deadlineNears(deadline: DeadlineView, placeId: string | undefined): void {
    const { facilityId } = deadline;
    const isFor = (sight: Sight) =>
      sight.all ||
      (facilityId === undefined
        ? sight.watches && placeId !== undefined && this.sights.isOwnPlace(sight, placeId)
        : this.sights.isOwnPlace(sight, facilityId));
    this.tell('deadline', (sight) => (isFor(sight) ? deadline : undefined));
  }

  /** An alarm that names no seal is about all seals of its transits. */
  private sealsOf(alarm: AlarmView): SealEntry[] {
    if (alarm.sealId === undefined)
      return transitsOf(alarm).flatMap((transitId) => this.directory.sealsOfTransit(transitId));
    const entry = this.directory.seal(alarm.sealId);
    return entry === undefined ? [] : [entry];
  }

  private transit(transit: TransitView): void {
    this.sights.changed(transit);
    const parties = partiesIn(transit);
    this.tell('transit', (sight) =>
      sees(sight, parties) ? this.sights.transitFor(sight, transit) : undefined,
    );
    for (const { sealId } of transit.containers) {
      const entry = sealId === undefined ? undefined : this.directory.seal(sealId);
      if (entry !== undefined) this.moved(entry);
    }
  }

  private tick(): void {
    if (this.watches.size === 0) return;
    const changed = this.changed;
    this.changed = new Set();
    const now = Date.now();
    const serverTime = formatInstant(now);
    const someRemoved = this.directory.sealsRemoved !== this.sealsRemoved;
    this.sealsRemoved = this.directory.sealsRemoved;
    const treeChanged = this.directory.tree.version !== this.treeVersion;
    this.treeVersion = this.directory.tree.version;
    const entries = [...changed].filter((entry) => this.directory.seal(entry.id) === entry);
    const told = new Map<Sight, readonly (readonly [SealEntry, Position])[]>();
    for (const [socket, watch] of this.watches) {
      const sight = this.sights.of(watch.person);
      const gone = someRemoved ? this.takeRemoved(watch) : [];
      if (treeChanged) gone.push(...this.takeHidden(watch, sight));
      const positions: Position[] = [];
      let of = told.get(sight);
      if (of === undefined) told.set(sight, (of = this.positionsFor(sight, entries)));
      const inIt = new Set<string>();
      for (const [entry, position] of of) {
        if (!inView(entry, watch.request, this.alarms, sight)) continue;
        if (!watch.shown.has(entry.id) && watch.shown.size >= SNAPSHOT_LIMIT) continue;
        watch.shown.add(entry.id);
        inIt.add(entry.id);
        positions.push(position);
      }
      for (const { id } of entries) if (!inIt.has(id) && watch.shown.delete(id)) gone.push(id);
      socket.emit('positions', { serverTime, positions, gone, counts: this.counts(sight, now) });
    }
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
