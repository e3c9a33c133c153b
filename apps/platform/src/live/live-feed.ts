import { Inject, Injectable } from '@nestjs/common';
import {
  HEARTBEAT_MS,
  SNAPSHOT_LIMIT,
  type AlarmView,
  type ClientToServer,
  type Counts,
  type Position,
  type ServerToClient,
  type Snapshot,
  type TransitView,
  type WatchRequest,
} from '@haidang/contract';
import { formatInstant } from '@haidang/domain';
import type { UnsentRow } from '@haidang/store';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import { OpenAlarms, transitsOf } from '../alarms/open-alarms.js';
import { alarmView, type AlarmRow } from '../alarms/view.js';
import { Directory } from '../directory/directory.js';
import type { SealEntry } from '../directory/seal-entry.js';
import { Metrics } from '../metrics/metrics.js';
import type { LiveSocketData } from './live-door.js';
import { inView, isStale, positionOf } from './view.js';

export type LiveSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, LiveSocketData>;

/** One operator's view. `shown`: the seals it was sent, so that it can be told of those that left. */
interface Watch {
  readonly request: WatchRequest;
  readonly shown: Set<string>;
}

const TICK_MS = 1_000;
const SNAPSHOT_ALARMS = 1_000;
/** Counting stale seals walks all of them. */
const COUNT_STALE_MS = 5_000;

/** Feeds the live map: a snapshot on `watch`, then once a second what moved and is in view; alarms and passages at once. */
@Injectable()
export class LiveFeed {
  private readonly watches = new Map<LiveSocket, Watch>();
  private changed = new Set<SealEntry>();
  private timers: NodeJS.Timeout[] = [];
  private staleCount = { at: 0, value: 0 };
  private sealsRemoved = 0;

  constructor(
    @Inject(Directory) private readonly directory: Directory,
    @Inject(OpenAlarms) private readonly alarms: OpenAlarms,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  start(namespace: Namespace<ClientToServer, ServerToClient>): void {
    this.timers = [
      setInterval(() => this.tick(), TICK_MS),
      setInterval(() => namespace.emit('heartbeat', { serverTime: formatInstant(Date.now()) }), HEARTBEAT_MS),
    ];
    this.emit = (event, payload) => namespace.emit(event, payload as never);
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** A seal has moved, or its state has changed. */
  moved(entry: SealEntry): void {
    if (this.watches.size > 0) this.changed.add(entry);
  }

  join(): void {
    this.metrics.liveClients.inc();
  }

  leave(socket: LiveSocket): void {
    this.watches.delete(socket);
    if (this.watches.size === 0) this.changed.clear();
    this.metrics.liveClients.dec();
  }

  watch(socket: LiveSocket, request: WatchRequest): Snapshot {
    const positions: Position[] = [];
    const shown = new Set<string>();
    let total = 0;
    for (const entry of this.directory.seals()) {
      if (!inView(entry, request, this.alarms)) continue;
      total++;
      if (positions.length === SNAPSHOT_LIMIT) continue;
      positions.push(positionOf(entry, this.alarms)!);
      shown.add(entry.id);
    }
    this.watches.set(socket, { request, shown });
    const serverTime = formatInstant(Date.now());
    return {
      serverTime,
      positions,
      total,
      alarms: this.alarms.newest(SNAPSHOT_ALARMS),
      counts: this.counts(),
    };
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
    for (const [socket, { shown }] of this.watches) {
      const isShown = transit.containers.some(({ sealId }) => sealId !== undefined && shown.has(sealId));
      if (isShown) socket.emit('transit', transit);
    }
  }

  /** What the outbox has for the live feed. */
  async deliver(rows: readonly UnsentRow[]): Promise<void> {
    for (const { topic, payload } of rows) {
      if (topic === 'alarm') this.alarm(alarmView(payload as AlarmRow));
      else if (topic === 'transit') this.transit(payload as TransitView);
      else if (topic === 'passage') this.emit('passage', payload);
    }
    return Promise.resolve();
  }

  private emit: (event: 'alarm' | 'transit' | 'passage', payload: unknown) => void = () => undefined;

  private alarm(alarm: AlarmView): void {
    this.alarms.changed(alarm);
    this.emit('alarm', alarm);
    for (const entry of this.sealsOf(alarm)) this.moved(entry);
  }

  /** An alarm that names no seal is about all seals of its transits. */
  private sealsOf(alarm: AlarmView): SealEntry[] {
    if (alarm.sealId === undefined)
      return transitsOf(alarm).flatMap((transitId) => this.directory.sealsOfTransit(transitId));
    const entry = this.directory.seal(alarm.sealId);
    return entry === undefined ? [] : [entry];
  }

  private transit(transit: TransitView): void {
    this.emit('transit', transit);
    for (const { sealId } of transit.containers) {
      const entry = sealId === undefined ? undefined : this.directory.seal(sealId);
      if (entry !== undefined) this.moved(entry);
    }
  }

  private tick(): void {
    if (this.watches.size === 0) return;
    const changed = this.changed;
    this.changed = new Set();
    const views = new Map<SealEntry, Position | undefined>();
    for (const entry of changed)
      if (this.directory.seal(entry.id) === entry) views.set(entry, positionOf(entry, this.alarms));
    const counts = this.counts();
    const serverTime = formatInstant(Date.now());
    const someRemoved = this.directory.sealsRemoved !== this.sealsRemoved;
    this.sealsRemoved = this.directory.sealsRemoved;
    for (const [socket, watch] of this.watches) {
      const positions: Position[] = [];
      const gone = someRemoved ? this.takeRemoved(watch) : [];
      for (const [entry, position] of views) {
        if (position !== undefined && inView(entry, watch.request, this.alarms)) {
          if (!watch.shown.has(entry.id) && watch.shown.size >= SNAPSHOT_LIMIT) continue;
          watch.shown.add(entry.id);
          positions.push(position);
        } else if (watch.shown.delete(entry.id)) gone.push(entry.id);
      }
      socket.emit('positions', { serverTime, positions, gone, counts });
    }
  }

  /** The seals of a view that are not in the register any more; they leave it. */
  private takeRemoved({ shown }: Watch): string[] {
    const removed = [...shown].filter((id) => this.directory.seal(id) === undefined);
    for (const id of removed) shown.delete(id);
    return removed;
  }

  private counts(): Counts {
    const now = Date.now();
    if (now - this.staleCount.at >= COUNT_STALE_MS) {
      let value = 0;
      for (const entry of this.directory.seals()) if (isStale(entry, now)) value++;
      this.staleCount = { at: now, value };
    }
    return {
      inTransit: this.directory.transitsInTransit(),
      stale: this.staleCount.value,
      openAlarms: this.alarms.counts(),
    };
  }
}
