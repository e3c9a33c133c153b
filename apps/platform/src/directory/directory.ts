import { Inject, Injectable } from '@nestjs/common';
import type { Fix, Instant, LatLon, RuleSettings, TransitState } from '@haidang/domain';
import {
  resumeWatch,
  startWatch,
  step,
  WatchShelf,
  type Findings,
  type Plan,
  type WatchState,
} from '@haidang/engine';
import {
  readCameras,
  readCardVersions,
  readEndedTaskVersions,
  readGates,
  readPlaces,
  readRouteVersions,
  readSeals,
  readTaskVersions,
  readZoneVersions,
  type CardsRecord,
  type GateRecord,
  type RouteRecord,
  type SealRecord,
  type TaskRecord,
  type TaskVersions,
  type TermsRecord,
  type WithChanges,
} from '@haidang/store';
import type { Pool } from 'pg';
import { CameraEntry } from '../cameras/camera-entry.js';
import { OrganisationTree } from '../access/organisation-tree.js';
import type { Parties } from '../access/sight.js';
import { POOL } from '../database.js';
import { Metrics } from '../metrics/metrics.js';
import { routeVersions, type KnownRoute } from './known-route.js';
import { KEEP, planOf, termsVersions, type Cards, type Grounds } from './plans.js';
import { LastWords } from './last-words.js';
import { SealEntry, type SealTask } from './seal-entry.js';
import { changesById, Version } from './version.js';
import { zoneVersions, type ZoneSet } from './zone-set.js';

/** The latest that the platform knows of a seal. */
export interface LastFix {
  readonly fix: Fix;
  readonly receivedAt: Instant;
  /** Its clock was so far off when it last spoke that what it said was refused. */
  readonly clockDrift: boolean;
}

/** What a gate needs to know of a container's transit. */
export interface ContainerTask extends TaskRecord {
  readonly transitState: TransitState;
}

/** What a seal closed of a transit that is over, or that went on without it. */
export interface EndedTask {
  readonly task: SealTask;
  readonly until: Instant;
  /** The seal was taken off, or the container left the transit. */
  readonly removed: boolean;
}

/** What the rows of a container say, and its plan. There is one for each seal under way, so it copies nothing. */
class PlannedTask implements SealTask {
  constructor(
    private readonly record: TaskRecord,
    readonly plan: Plan | null,
  ) {}

  get transitId(): string {
    return this.record.transitId;
  }

  get container(): string {
    return this.record.container;
  }

  get routeId(): string {
    return this.record.routeId;
  }

  get since(): Instant {
    return this.record.since;
  }

  get attachedIn(): TransitState | null {
    return this.record.attachedIn;
  }

  get parties(): Parties {
    return this.record;
  }

  get departed(): Instant | null {
    const { transitState, departedAt, since } = this.record;
    return transitState === 'in_transit' ? Math.max(departedAt ?? since, since) : null;
  }
}

/**
 * What the hot path knows, in memory: seals with their last word and the engine's memory of them, gates, routes, zones, and
 * the transits under way. The database is the truth; after each commit that touches it, the writer calls `refresh…`, which
 * reads the rows again. What seals are judged by is kept with what it was before, as far back as late evidence is taken.
 */
@Injectable()
export class Directory {
  private readonly sealsById = new Map<string, SealEntry>();
  /** Keys are given one after the other: a list of them is next to nothing beside a map. */
  private readonly sealsByKey: (SealEntry | undefined)[] = [];
  /** The engine's memory of each seal, by key. */
  private readonly shelf = new WatchShelf();
  /** The last fix of each seal, by key. */
  private readonly words = new LastWords();
  private readonly gates = new Map<string, GateRecord>();
  private readonly camerasById = new Map<string, CameraEntry>();
  private readonly organisationIds = new Map<string, string>();
  /** Also routes that are there no more, while somebody may have driven on them. */
  private readonly routes = new Map<string, Version<KnownRoute | null>>();
  private readonly tasksByTransit = new Map<string, ContainerTask[]>();
  /** Of transits whose papers were changed: how they were. */
  private readonly terms = new Map<string, Version<TermsRecord>>();
  private readonly tasksByContainer = new Map<string, ContainerTask>();
  /** By transit, what seals found of its journey that were taken off it on the way; null: one is still to be folded. */
  private readonly removedByTransit = new Map<string, readonly (Findings | null)[]>();
  /** By facility; one that never kept a list is not there. */
  private readonly cards = new Map<string, Version<Cards>>();
  private zones: Version<ZoneSet> = zoneVersions([], []);
  /** What plans are made from, as it is when somebody asks. */
  readonly grounds: Grounds;
  /** One reading at a time, so that what was read last is what is known. */
  private reading: Promise<void> = Promise.resolve();
  /** Transits that were not read since somebody changed them. */
  private readonly changedTransits = new Set<string>();
  /** Whose organisations and facilities are whose. */
  readonly tree = new OrganisationTree();
  /** Seals whose task began, changed or ended since whoever listens for them last looked, and emptied it. */
  readonly retasked = new Set<SealEntry>();
  /** Containers whose transits changed since the join of gates and seals last looked, and emptied it. */
  readonly touched = new Set<string>();
  /** How many seals were ever taken out: who keeps lists of seals looks again when it has grown. */
  sealsRemoved = 0;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {
    const zones = () => this.zones;
    this.grounds = {
      get zones() {
        return zones();
      },
      routeOf: (id) => this.routes.get(id),
      cardsOf: (id) => this.cards.get(id),
    };
  }

  async load(): Promise<void> {
    const since = Date.now() - KEEP;
    this.tree.replace(await readPlaces(this.pool));
    const { now, changes } = await readZoneVersions(this.pool, since);
    this.zones = zoneVersions(now, changes);
    this.setRoutes(await readRouteVersions(this.pool, since));
    this.setCards(await readCardVersions(this.pool, since));
    for (const record of await readGates(this.pool)) this.gates.set(record.id, record);
    for (const record of await readCameras(this.pool))
      this.camerasById.set(record.id, new CameraEntry(record));
    for (const record of await readSeals(this.pool)) this.setSeal(record);
    this.setTasks(await readTaskVersions(this.pool, since));
  }

  seal(id: string): SealEntry | undefined {
    return this.sealsById.get(id);
  }

  sealByKey(key: number): SealEntry | undefined {
    return this.sealsByKey[key];
  }

  seals(): IterableIterator<SealEntry> {
    return this.sealsById.values();
  }

  /** Every so many-th of them, from a key on: a share of each kind and place. */
  *everyNth(n: number, first: number): Generator<SealEntry> {
    for (let key = first; key < this.sealsByKey.length; key += n) {
      const entry = this.sealsByKey[key];
      if (entry !== undefined) yield entry;
    }
  }

  /** The numbers of a route for transits that set none of their own, as they are now. */
  rulesOf(routeId: string): RuleSettings | undefined {
    return this.routes.get(routeId)?.value?.record.rules ?? undefined;
  }

  gate(id: string): GateRecord | undefined {
    return this.gates.get(id);
  }

  /** Whether a place lies in a facility, by its zones as they were at a time. */
  isInside(facilityId: string, { lat, lon }: LatLon, at: Instant): boolean {
    const { index } = this.zones.at(at).value;
    return index.at(lat, lon).some((zone) => zone.kind === 'facility' && zone.facilityId === facilityId);
  }

  /** The office that answers for a facility, and who runs it. */
  ownersOfPlace(facilityId: string): readonly string[] | undefined {
    return this.tree.ownersOf(facilityId);
  }

  camera(id: string): CameraEntry | undefined {
    return this.camerasById.get(id);
  }

  cameras(): IterableIterator<CameraEntry> {
    return this.camerasById.values();
  }

  /** The transit under way that carries this container. */
  taskOfContainer(number: string): ContainerTask | undefined {
    return this.tasksByContainer.get(number);
  }

  /** Containers of transits under way from or to a facility. */
  *containersOf(facilityId: string): Generator<string> {
    for (const [container, { fromId, toId }] of this.tasksByContainer)
      if (fromId === facilityId || toId === facilityId) yield container;
  }

  /** The seals of a transit under way. */
  sealsOfTransit(transitId: string): SealEntry[] {
    const tasks = this.tasksByTransit.get(transitId) ?? [];
    return tasks.flatMap(({ sealId }) => (sealId === null ? [] : (this.sealsById.get(sealId) ?? [])));
  }

  /** Transits that are registered and of which no container has a seal yet: each by its first container. */
  *unsealedTransits(): Generator<ContainerTask> {
    for (const group of this.tasksByTransit.values()) {
      const [first] = group;
      if (first?.transitState === 'registered' && group.every(({ sealId }) => sealId === null)) yield first;
    }
  }

  /** What a transit is judged by as a whole, while it has no seal; `null` while its route is not known. */
  planOfTransit(task: ContainerTask): Plan | null {
    return planOf(this.grounds, task, '', this.terms.get(task.transitId));
  }

  /** What seals that were taken off a transit under way had found of its journey; undefined while one of them is still to be folded. */
  removedFindings(transitId: string): readonly Findings[] | undefined {
    const all = this.removedByTransit.get(transitId) ?? [];
    const known = all.filter((findings) => findings !== null);
    return known.length === all.length ? known : undefined;
  }

  /** True when a transit came upon its route on the way. */
  isTakenUp(transitId: string): boolean {
    return this.tasksByTransit.get(transitId)?.[0]?.takenUp ?? false;
  }

  /** Whose a transit under way is. */
  partiesOf(transitId: string): Parties | undefined {
    return this.tasksByTransit.get(transitId)?.[0];
  }

  /** Whose each transit is that has departed and not arrived. */
  *transitsInTransit(): Iterable<Parties> {
    for (const [task] of this.tasksByTransit.values()) if (task?.transitState === 'in_transit') yield task;
  }

  lastFix(sealId: string): LastFix | undefined {
    const entry = this.sealsById.get(sealId);
    const fix = entry?.last;
    if (entry === undefined || fix == null) return undefined;
    return { fix, receivedAt: entry.receivedAt, clockDrift: entry.untimelyAt > entry.receivedAt };
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

  async refreshOrganisations(): Promise<void> {
    await this.inTurn(async () => this.tree.replace(await readPlaces(this.pool)));
  }

  async refreshGates(ids: readonly string[]): Promise<void> {
    const found = await readGates(this.pool, ids);
    for (const id of ids) this.gates.delete(id);
    for (const record of found) this.gates.set(record.id, record);
  }

  /** What is remembered of a camera stays when its settings change. */
  async refreshCameras(ids: readonly string[]): Promise<void> {
    const found = new Map((await readCameras(this.pool, ids)).map((record) => [record.id, record]));
    for (const id of ids) {
      const [record, entry] = [found.get(id), this.camerasById.get(id)];
      if (record === undefined) this.camerasById.delete(id);
      else if (entry === undefined) this.camerasById.set(id, new CameraEntry(record));
      else entry.record = record;
    }
  }

  async refreshZones(): Promise<void> {
    await this.inTurn(async () => {
      const { now, changes } = await readZoneVersions(this.pool, Date.now() - KEEP);
      this.zones = zoneVersions(now, changes, this.zones);
      this.replan();
    });
  }

  /** A facility changed: who may speak for its gates; and with cards or settings, the transits from and to it are planned anew. */
  async refreshFacilities(ids: readonly string[]): Promise<void> {
    const gates = [...this.gates.values()].filter(({ facilityId }) => ids.includes(facilityId));
    await this.refreshGates(gates.map(({ id }) => id));
    await this.inTurn(async () => {
      this.tree.replace(await readPlaces(this.pool));
      this.setCards(await readCardVersions(this.pool, Date.now() - KEEP, ids));
      for (const group of this.tasksByTransit.values())
        for (const task of group) if (ids.includes(task.fromId) || ids.includes(task.toId)) this.assign(task);
    });
  }

  async refreshRoutes(ids: readonly string[]): Promise<void> {
    await this.inTurn(async () => {
      this.setRoutes(await readRouteVersions(this.pool, Date.now() - KEEP, ids));
      this.replan();
    });
  }

  /** Those that wait while others are read are read together. */
  async refreshTransits(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.changedTransits.add(id);
    await this.inTurn(async () => {
      const all = [...this.changedTransits];
      if (all.length === 0) return;
      // one that is changed while these are read has a turn of its own
      this.changedTransits.clear();
      const found = await readTaskVersions(this.pool, Date.now() - KEEP, all).catch((error: unknown) => {
        for (const id of all) this.changedTransits.add(id);
        throw error;
      });
      const kept = new Set(found.tasks.map(({ transitId, sealId }) => `${transitId}/${sealId}`));
      for (const id of all) this.dropTasks(id, kept);
      this.setTasks(found);
    });
  }

  /**
   * What a seal closed of transits that ended, or that it was taken off, at a time or later, and that late evidence may still be about: read when
   * it is needed.
   * The earliest end first.
   */
  async endedTasks({ id }: SealEntry, endedSince: Instant): Promise<EndedTask[]> {
    const since = Date.now() - KEEP;
    const { tasks, changes } = await readEndedTaskVersions(this.pool, since, id, Math.max(endedSince, since));
    return tasks.map((task) => ({
      task: this.sealTaskOf(task, id, termsVersions(task, changes)),
      until: task.endedAt!,
      removed: task.removed,
    }));
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
    entry.said(state.last, state.placed);
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
      known.organisationId = this.sameText(record.organisationId);
      return;
    }
    const organisationId = this.sameText(record.organisationId);
    const entry = new SealEntry({ ...record, organisationId }, this.shelf, this.words);
    this.sealsById.set(entry.id, entry);
    this.sealsByKey[entry.key] = entry;
    this.metrics.seals.set(this.sealsById.size);
  }

  /** One text for all seals of an organisation: the database gives each row its own. */
  private sameText(id: string | null): string | null {
    if (id === null) return null;
    const known = this.organisationIds.get(id);
    if (known !== undefined) return known;
    this.organisationIds.set(id, id);
    return id;
  }

  private removeSeal(id: string): void {
    const entry = this.sealsById.get(id);
    if (entry === undefined) return;
    entry.watch = null;
    entry.said(null, null);
    this.sealsById.delete(id);
    this.sealsByKey[entry.key] = undefined;
    this.sealsRemoved++;
    this.metrics.seals.set(this.sealsById.size);
  }

  private setRoutes({ now, changes }: WithChanges<RouteRecord>): void {
    const records = new Map(now.map((record) => [record.id, record]));
    const changesOf = changesById(changes);
    for (const id of new Set([...records.keys(), ...changesOf.keys()])) {
      const versions = routeVersions(records.get(id) ?? null, changesOf.get(id) ?? [], this.routes.get(id));
      this.routes.set(id, versions);
    }
  }

  private setCards({ now, changes }: WithChanges<CardsRecord>): void {
    const lists = new Map(now.map(({ id, cards }) => [id, cards]));
    const changesOf = changesById(changes);
    for (const id of new Set([...lists.keys(), ...changesOf.keys()])) {
      const undo = (changesOf.get(id) ?? []).map((change) => ({
        ...{ id, at: change.at },
        undo: () => change.before?.cards ?? null,
      }));
      this.cards.set(id, new Version<Cards>(lists.get(id) ?? null, undo));
    }
  }

  private setTasks({ tasks, changes, ends, removed }: TaskVersions): void {
    for (const { transitId, findings } of removed) {
      const known = this.removedByTransit.get(transitId) ?? [];
      this.removedByTransit.set(transitId, [...known, findings as Findings | null]);
    }
    const changesOf = changesById(changes);
    for (const task of tasks as readonly ContainerTask[]) {
      const group = this.tasksByTransit.get(task.transitId);
      if (group === undefined) this.tasksByTransit.set(task.transitId, [task]);
      else group.push(task);
      const versions = termsVersions(task, changesOf.get(task.transitId) ?? []);
      if (versions !== undefined) this.terms.set(task.transitId, versions);
      this.assign(task);
    }
    for (const { sealId, until } of ends) {
      const entry = this.sealsById.get(sealId);
      if (entry !== undefined) entry.watchedUntil = Math.max(entry.watchedUntil, until);
    }
  }

  /** @param kept transit and seal of tasks that go on, changed perhaps: their seals keep their memory and their plans */
  private dropTasks(transitId: string, kept: ReadonlySet<string>): void {
    for (const task of this.tasksByTransit.get(transitId) ?? []) {
      this.touched.add(task.container);
      if (this.tasksByContainer.get(task.container)?.transitId === transitId)
        this.tasksByContainer.delete(task.container);
      const entry = task.sealId === null ? undefined : this.sealsById.get(task.sealId);
      if (entry?.task?.transitId !== transitId || kept.has(`${transitId}/${entry.id}`)) continue;
      entry.task = null;
      entry.dirty = true;
      this.retasked.add(entry);
    }
    this.tasksByTransit.delete(transitId);
    this.removedByTransit.delete(transitId);
    this.terms.delete(transitId);
  }

  private assign(task: ContainerTask): void {
    this.tasksByContainer.set(task.container, task);
    this.touched.add(task.container);
    const entry = task.sealId === null ? undefined : this.sealsById.get(task.sealId);
    if (entry === undefined) return;
    const sameTransit = entry.task?.transitId === task.transitId;
    entry.task = this.sealTaskOf(task, entry.id, this.terms.get(task.transitId));
    if (entry.task.plan === null) entry.watch = null;
    else if (!sameTransit) entry.watch = watchFrom(entry.task, entry.task.plan);
    entry.findings = null;
    entry.dirty = entry.last !== null;
    this.retasked.add(entry);
  }

  private sealTaskOf(task: TaskRecord, sealId: string, versions: Version<TermsRecord> | undefined): SealTask {
    return new PlannedTask(task, planOf(this.grounds, task, sealId, versions));
  }

  private async inTurn(read: () => Promise<void>): Promise<void> {
    const turn = this.reading.then(read);
    this.reading = turn.catch(() => undefined);
    await turn;
  }

  /** Routes or zones changed: every plan is made anew from the transits under way. */
  private replan(): void {
    for (const group of this.tasksByTransit.values()) for (const task of group) this.assign(task);
  }
}

/** The state before the first event; of a seal that was attached on the way, after that. */
function watchFrom({ attachedIn, since }: SealTask, plan: Plan): WatchState {
  if (attachedIn === null) return startWatch();
  return step(startWatch(), { kind: 'attach', time: since, phase: attachedIn }, plan).state;
}
