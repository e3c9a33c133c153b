import { Inject, Injectable } from '@nestjs/common';
import {
  HEARTBEAT_MS,
  type AlarmView,
  type CaseView,
  type ClientToServer,
  type DeadlineView,
  type NoticeView,
  type OutageView,
  type PassageView,
  type ServerToClient,
  type Snapshot,
  type TransitView,
  type WatchRequest,
} from '@haidang/contract';
import { formatInstant, type Role } from '@haidang/domain';
import type { UnsentRow } from '@haidang/store';
import type { DefaultEventsMap, Namespace, Socket } from 'socket.io';
import { sees, type Sight } from '../access/sight.js';
import { partiesIn, Sights } from '../access/sights.js';
import { OpenAlarms, transitsOf } from '../alarms/open-alarms.js';
import { alarmView, type AlarmRow } from '../alarms/view.js';
import { caseView, type CaseRow } from '../cases/view.js';
import { Directory } from '../directory/directory.js';
import type { SealEntry } from '../directory/seal-entry.js';
import { Metrics } from '../metrics/metrics.js';
import type { LiveSocketData } from './live-door.js';
import { MapViews, TICK_MS } from './map-views.js';

export type LiveSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, LiveSocketData>;

/**
 * Feeds the live map: a snapshot on `watch`, then once a second what moved and is in view; alarms, transits, passages, notices, cases and outages at once. Each socket is
 * told what its person sees ({@link Sights}) and nothing else.
 */
@Injectable()
export class LiveFeed {
  private readonly views: MapViews;
  private timers: NodeJS.Timeout[] = [];
  /** Everybody who is connected, also before they watch. */
  private readonly sockets = new Set<LiveSocket>();

  constructor(
    @Inject(Directory) private readonly directory: Directory,
    @Inject(OpenAlarms) private readonly alarms: OpenAlarms,
    @Inject(Metrics) private readonly metrics: Metrics,
    @Inject(Sights) private readonly sights: Sights,
  ) {
    this.views = new MapViews(directory, alarms, sights);
  }

  start(namespace: Namespace<ClientToServer, ServerToClient>): void {
    this.timers = [
      setInterval(() => void this.views.tick(), TICK_MS),
      setInterval(() => namespace.emit('heartbeat', { serverTime: formatInstant(Date.now()) }), HEARTBEAT_MS),
    ];
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
  }

  /** A seal has moved, or its state has changed. */
  moved(entry: SealEntry): void {
    this.views.moved(entry);
  }

  join(socket: LiveSocket): void {
    this.sockets.add(socket);
    this.metrics.liveClients.inc();
  }

  leave(socket: LiveSocket): void {
    this.sockets.delete(socket);
    this.views.leave(socket);
    this.metrics.liveClients.dec();
  }

  watch(socket: LiveSocket, request: WatchRequest): Snapshot {
    return this.views.watch(socket, request);
  }

  /** How many people of these roles are connected now. */
  countPeople(roles: readonly Role[]): number {
    const people = [...this.sockets].map(({ data }) => data.session.person);
    return new Set(people.filter(({ role }) => roles.includes(role)).map(({ id }) => id)).size;
  }

  isWatched(): boolean {
    return !this.views.isEmpty;
  }

  /** True while somebody's view shows the seal. */
  shows(sealId: string): boolean {
    return this.views.shows(sealId);
  }

  /** A transit is further on its way: told to those whose view shows one of its seals. */
  progressed(transit: TransitView): void {
    const sealIds = transit.containers.flatMap(({ sealId }) => sealId ?? []);
    for (const [socket, person] of this.views.showing(sealIds))
      socket.emit('transit', this.sights.transitFor(this.sights.of(person), transit));
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
}
