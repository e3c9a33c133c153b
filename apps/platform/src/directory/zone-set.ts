import { isDeepStrictEqual } from 'node:util';
import type { Zone } from '@haidang/domain';
import { placeZone, ZoneIndex, type PlacedZone } from '@haidang/geo';
import type { PlanChange } from '@haidang/store';
import { Version } from './version.js';

/** All zones as they were at a time. Sets share the areas of zones that are the same in both. */
export class ZoneSet {
  /** Kept by whoever judges by it: of a set that nobody asks any more only the list is left. */
  private built: WeakRef<ZoneIndex> | undefined;

  private constructor(private readonly zones: ReadonlyMap<string, PlacedZone>) {}

  /** @param known what of it is the same is taken over */
  static of(zones: readonly Zone[], known?: ZoneSet): ZoneSet {
    const placed = zones.map((zone): [string, PlacedZone] => {
      const before = known?.zones.get(zone.id);
      return [
        zone.id,
        before !== undefined && isDeepStrictEqual(before.zone, zone) ? before : placeZone(zone),
      ];
    });
    return new ZoneSet(new Map(placed));
  }

  /** @param zone null: without that of this id */
  with(id: string, zone: Zone | null): ZoneSet {
    const zones = new Map(this.zones);
    if (zone === null) zones.delete(id);
    else zones.set(id, placeZone(zone));
    return new ZoneSet(zones);
  }

  get index(): ZoneIndex {
    const known = this.built?.deref();
    if (known !== undefined) return known;
    const index = ZoneIndex.ofPlaced([...this.zones.values()]);
    this.built = new WeakRef(index);
    return index;
  }
}

/** The zones as they are and, behind them, as they were. */
export function zoneVersions(
  now: readonly Zone[],
  changes: readonly PlanChange<Zone>[],
  known?: Version<ZoneSet>,
): Version<ZoneSet> {
  const undo = changes.map(({ id, at, before }) => ({
    ...{ id, at },
    undo: (zones: ZoneSet) => zones.with(id, before),
  }));
  return new Version(ZoneSet.of(now, known?.value), undo, known);
}
