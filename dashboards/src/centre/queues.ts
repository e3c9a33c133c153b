import type { Facility, Gate, PassageView, Position, Zone } from '@haidang/contract';
import type { Instant } from '@haidang/domain';
import { ZoneIndex } from '@haidang/geo';
import { standing } from '../gatehouse/passages.js';
import { isStale } from '../shared/map/marks/mark.js';

/** Who waits at a place. */
export interface Queue {
  readonly id: string;
  readonly name: string;
  readonly place: { readonly lat: number; readonly lon: number };
  readonly count: number;
}

/** Counts the seals that stand in a facility's queue zones. */
export class QueueCounter {
  readonly #facilities: readonly Facility[];
  readonly #index: ZoneIndex;

  constructor(facilities: readonly Facility[], zones: readonly Zone[]) {
    this.#facilities = facilities;
    this.#index = ZoneIndex.of(
      zones.filter(({ kind, facilityId }) => kind === 'queue' && facilityId !== undefined),
    );
  }

  /** The longest first; a seal that has fallen silent is in none. @param now the server's clock */
  count(positions: Iterable<Position>, now: Instant): Queue[] {
    const counts = new Map<string, number>();
    if (this.#index.size === 0) return [];
    for (const position of positions) {
      if (isStale(position, now)) continue;
      const at = new Set(this.#index.at(position.lat, position.lon).map(({ facilityId }) => facilityId!));
      for (const id of at) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return longestFirst(this.#facilities, counts);
  }
}

/** The trucks that each gate holds: whose newest passage there was held, and not let through by an officer. The longest queue first. */
export function heldAt(gates: readonly Gate[], newestFirst: readonly PassageView[]): Queue[] {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  for (const passage of newestFirst) {
    const { gateId, id, container, plate } = passage;
    const truck = `${gateId} ${container ?? plate ?? id}`;
    if (seen.has(truck)) continue;
    seen.add(truck);
    if (standing(passage) === 'hold') counts.set(gateId, (counts.get(gateId) ?? 0) + 1);
  }
  return longestFirst(gates, counts);
}

function longestFirst(
  places: readonly Pick<Facility, 'id' | 'name' | 'place'>[],
  counts: ReadonlyMap<string, number>,
): Queue[] {
  return places
    .flatMap(({ id, name, place }) => {
      const count = counts.get(id);
      return count === undefined ? [] : [{ id, name, place, count }];
    })
    .sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}
