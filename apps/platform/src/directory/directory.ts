import { Inject, Injectable } from '@nestjs/common';
import type { Fix, Instant, TransitState } from '@haidang/domain';
import { resumeWatch, startWatch } from '@haidang/engine';
import { Corridor, ZoneIndex } from '@haidang/geo';
import {
  readGates,
  readRoutes,
  readSeals,
  readTasks,
  readZones,
  type GateRecord,
  type RouteRecord,
  type SealRecord,
  type TaskRecord,
} from '@haidang/store';
import type { Pool } from 'pg';
import { POOL } from '../database.js';
import { Metrics } from '../metrics/metrics.js';
import { planOf } from './plans.js';
import type { SealEntry } from './seal-entry.js';

/** The latest that the platform knows of a seal. */
export interface LastFix {
  readonly fix: Fix;
  readonly receivedAt: Instant;
  /** Its clock ran ahead of the platform's when it last spoke. */
  readonly clockDrift: boolean;
}

/** What a gate needs to know of a container's transit. */
export interface ContainerTask extends TaskRecord {
  readonly transitState: TransitState;
}

export interface KnownRoute {
  readonly record: RouteRecord;
  readonly corridor: Corridor;
  /** Zones in which a stop is permitted, and checkpoints in their order, of all legs. */
  readonly stops: ReadonlySet<string>;
  readonly checkpoints: readonly string[];
}

/**
 * What the hot path knows, in memory: seals with their last word and the engine's memory of them, gates, routes, zones, and
 * the transits under way. The database is the truth; after each commit that touches it, the writer calls `refresh…`, which
 * reads the rows again.
 */
@Injectable()
export class Directory {
  private readonly sealsById = new Map<string, SealEntry>();
  private readonly sealsByKey = new Map<number, SealEntry>();
  private readonly gates = new Map<string, GateRecord>();
  private readonly routes = new Map<string, KnownRoute>();
  private readonly tasksByTransit = new Map<string, ContainerTask[]>();
  private readonly tasksByContainer = new Map<string, ContainerTask>();
  private zones = ZoneIndex.of([]);
  /** Seals whose task began, changed or ended since whoever listens for them last looked, and emptied it. */
  readonly retasked = new Set<SealEntry>();
  /** How many seals were ever taken out: who keeps lists of seals looks again when it has grown. */
  sealsRemoved = 0;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  async load(): Promise<void> {
    this.zones = ZoneIndex.of(await readZones(this.pool));
    for (const record of await readRoutes(this.pool)) this.setRoute(record);
    for (const record of await readGates(this.pool)) this.gates.set(record.id, record);
    for (const record of await readSeals(this.pool)) this.setSeal(record);
    this.setTasks(await readTasks(this.pool));
  }

  seal(id: string): SealEntry | undefined {
    return this.sealsById.get(id);
  }

  sealByKey(key: number): SealEntry | undefined {
    return this.sealsByKey.get(key);
  }

  seals(): IterableIterator<SealEntry> {
    return this.sealsById.values();
  }

  gate(id: string): GateRecord | undefined {
    return this.gates.get(id);
  }

  /** The transit under way that carries this container. */
  taskOfContainer(number: string): ContainerTask | undefined {
    return this.tasksByContainer.get(number);
  }

  /** The seals of a transit under way. */
  sealsOfTransit(transitId: string): SealEntry[] {
    const tasks = this.tasksByTransit.get(transitId) ?? [];
    return tasks.flatMap(({ sealId }) => (sealId === null ? [] : (this.sealsById.get(sealId) ?? [])));
  }

  /** How many transits have departed and not arrived. */
  transitsInTransit(): number {
    let count = 0;
    for (const group of this.tasksByTransit.values()) if (group[0]?.transitState === 'in_transit') count++;
    return count;
  }

  lastFix(sealId: string): LastFix | undefined {
    const entry = this.sealsById.get(sealId);
    if (entry === undefined || entry.last === null) return undefined;
    return { fix: entry.last, receivedAt: entry.receivedAt, clockDrift: entry.aheadAt > entry.receivedAt };
  }

  async refreshSeals(ids: readonly string[]): Promise<void> {
    const found = await readSeals(this.pool, ids);
    const gone = new Set(ids);
    for (const record of found) {
      gone.delete(record.id);
      this.setSeal(record);
    }
    for (const id of gone) this.removeSeal(id);
  }

  async refreshGates(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.gates.delete(id);
    for (const record of await readGates(this.pool, ids)) this.gates.set(record.id, record);
  }

  async refreshZones(): Promise<void> {
    this.zones = ZoneIndex.of(await readZones(this.pool));
    this.replan();
  }

  async refreshRoutes(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.routes.delete(id);
    for (const record of await readRoutes(this.pool, ids)) this.setRoute(record);
    this.replan();
  }

  async refreshTransits(ids: readonly string[]): Promise<void> {
    const found = await readTasks(this.pool, ids);
    const kept = new Set(found.map(({ transitId, sealId }) => `${transitId}/${sealId}`));
    for (const id of ids) this.dropTasks(id, kept);
    this.setTasks(found);
  }

  /**
   * Takes a state read back from the store. A memory of another transit than the present one is void.
   * @returns false when there is no memory to go on from
   */
  restore(
    entry: SealEntry,
    state: {
      last: Fix | null;
      placed: Fix | null;
      receivedAt: Instant;
      transitId: string | null;
      watch: unknown;
    },
  ): boolean {
    entry.last = state.last;
    entry.placed = state.placed;
    entry.receivedAt = state.receivedAt;
    if (entry.task?.plan == null || state.transitId !== entry.task.transitId) return false;
    const watch = resumeWatch(state.watch);
    if (watch !== undefined) entry.watch = watch;
    return watch !== undefined;
  }

  private setSeal(record: SealRecord): void {
    const known = this.sealsById.get(record.id);
    if (known !== undefined) {
      known.intervalMs = record.intervalMs;
      return;
    }
    const entry: SealEntry = {
      id: record.id,
      key: record.key,
      intervalMs: record.intervalMs,
      last: null,
      placed: null,
      receivedAt: 0,
      aheadAt: 0,
      task: null,
      watch: null,
      folded: 0,
      dirty: false,
    };
    this.sealsById.set(entry.id, entry);
    this.sealsByKey.set(entry.key, entry);
    this.metrics.seals.set(this.sealsById.size);
  }

  private removeSeal(id: string): void {
    const entry = this.sealsById.get(id);
    if (entry === undefined) return;
    this.sealsById.delete(id);
    this.sealsByKey.delete(entry.key);
    this.sealsRemoved++;
    this.metrics.seals.set(this.sealsById.size);
  }

  private setRoute(record: RouteRecord): void {
    const { id, legs } = record;
    const stops = new Set(legs.flatMap((leg) => leg.stops));
    const checkpoints = legs.flatMap((leg) => leg.checkpoints);
    this.routes.set(id, { record, corridor: Corridor.of(legs), stops, checkpoints });
  }

  private setTasks(tasks: readonly TaskRecord[]): void {
    for (const task of tasks as readonly ContainerTask[]) {
      const group = this.tasksByTransit.get(task.transitId);
      if (group === undefined) this.tasksByTransit.set(task.transitId, [task]);
      else group.push(task);
      this.assign(task);
    }
  }

  /** @param kept transit and seal of tasks that go on, changed perhaps: their seals keep their memory and their plans */
  private dropTasks(transitId: string, kept: ReadonlySet<string>): void {
    for (const task of this.tasksByTransit.get(transitId) ?? []) {
      if (this.tasksByContainer.get(task.container)?.transitId === transitId)
        this.tasksByContainer.delete(task.container);
      const entry = task.sealId === null ? undefined : this.sealsById.get(task.sealId);
      if (entry?.task?.transitId !== transitId || kept.has(`${transitId}/${entry.id}`)) continue;
      entry.task = null;
      entry.dirty = true;
      this.retasked.add(entry);
    }
    this.tasksByTransit.delete(transitId);
  }

  private assign(task: ContainerTask): void {
    this.tasksByContainer.set(task.container, task);
    const entry = task.sealId === null ? undefined : this.sealsById.get(task.sealId);
    if (entry === undefined) return;
    const sameTransit = entry.task?.transitId === task.transitId;
    const route = this.routes.get(task.routeId);
    const before = sameTransit ? entry.task!.plan : null;
    const plan = route === undefined ? null : planOf(task, entry.id, route, this.zones, before, Date.now());
    entry.task = {
      transitId: task.transitId,
      container: task.container,
      routeId: task.routeId,
      since: task.since.getTime(),
      departed: task.transitState === 'in_transit' ? (task.departedAt ?? task.since).getTime() : null,
      plan,
    };
    if (plan === null) entry.watch = null;
    else if (!sameTransit) entry.watch = startWatch();
    entry.dirty = entry.last !== null;
    this.retasked.add(entry);
  }

  /** Routes or zones changed: every plan is made anew from the transits under way. */
  private replan(): void {
    for (const group of this.tasksByTransit.values()) for (const task of group) this.assign(task);
  }
}
