import type { AlarmView, Cluster, Counts, Position, Positions, Snapshot } from '@haidang/contract';
import { Signal } from '../signal.js';
import { ServerClock } from './clock.js';

/** What came at once. */
export interface Batch {
  /** Everything came: what is not there is not. */
  readonly isWhole: boolean;
  readonly heard: readonly Position[];
  /** Seals that left. */
  readonly gone: readonly string[];
}

const NOTHING_YET: Batch = { isWhole: true, heard: [], gone: [] };

/**
 * What the feed last said, outside React: thousands of positions a second must not render a component.
 * Readers of single values subscribe to the signals; the map reads {@link batch}, once a second.
 */
export class LiveStore {
  readonly clock: ServerClock;
  /** By seal. Only what is in view. */
  readonly positions = new Map<string, Position>();
  /** By id, where the view is so full that quiet containers come as clusters. A new map with every change. */
  readonly clusters = new Signal<ReadonlyMap<string, Cluster>>(new Map());
  /** How many the server says are in view; more than were sent when it had to cut. */
  readonly inView = new Signal(0);
  readonly counts = new Signal<Counts | null>(null);
  /** Every alarm that is not resolved, by id. A new map with every change. */
  readonly alarms = new Signal<ReadonlyMap<string, AlarmView>>(new Map());
  /** The last batch of positions; each is told of. */
  readonly batch = new Signal(NOTHING_YET);

  constructor(clock = new ServerClock()) {
    this.clock = clock;
  }

  /** Replaces everything: what the server did not name is no longer so. */
  takeSnapshot(snapshot: Snapshot): void {
    this.clock.heard(snapshot.serverTime);
    this.positions.clear();
    for (const position of snapshot.positions) this.positions.set(position.sealId, position);
    this.clusters.set(new Map(snapshot.clusters?.map((cluster) => [cluster.id, cluster])));
    this.inView.set(snapshot.total);
    this.#takeCounts(snapshot.counts);
    const known = this.alarms.get();
    this.alarms.set(
      new Map(snapshot.alarms.filter(isActive).map((alarm) => [alarm.id, newer(known.get(alarm.id), alarm)])),
    );
    this.batch.set({ isWhole: true, heard: snapshot.positions, gone: [] });
  }

  takePositions(positions: Positions): void {
    this.clock.heard(positions.serverTime);
    for (const position of positions.positions) this.positions.set(position.sealId, position);
    for (const sealId of positions.gone) this.positions.delete(sealId);
    this.#takeClusters(positions.clusters ?? []);
    this.#takeCounts(positions.counts);
    this.batch.set({ isWhole: false, heard: positions.positions, gone: positions.gone });
  }

  /** An older word than the known one, by its evidence or by what the desk did, changes nothing; a resolved alarm leaves. */
  takeAlarm(alarm: AlarmView): void {
    const known = this.alarms.get();
    const before = known.get(alarm.id);
    if (before !== undefined && newer(before, alarm) === before) return;
    const next = new Map(known);
    if (isActive(alarm)) next.set(alarm.id, alarm);
    else next.delete(alarm.id);
    this.alarms.set(next);
  }

  /** They come each second, and are mostly what they were: nothing is drawn again for that. */
  #takeCounts(counts: Counts): void {
    if (JSON.stringify(counts) !== JSON.stringify(this.counts.get())) this.counts.set(counts);
  }

  #takeClusters(changed: readonly Cluster[]): void {
    if (changed.length === 0) return;
    const next = new Map(this.clusters.get());
    for (const cluster of changed) {
      if (cluster.count > 0) next.set(cluster.id, cluster);
      else next.delete(cluster.id);
    }
    this.clusters.set(next);
  }
}

function isActive(alarm: AlarmView): boolean {
  return alarm.state !== 'resolved';
}

function newer(known: AlarmView | undefined, alarm: AlarmView): AlarmView {
  if (known === undefined || known.revision < alarm.revision) return alarm;
  return known.revision > alarm.revision || (known.acts ?? 0) > (alarm.acts ?? 0) ? known : alarm;
}
