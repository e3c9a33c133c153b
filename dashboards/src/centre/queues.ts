import type { Facility, Gate, PassageView, Position, Zone } from '@haidang/contract';
import type { Instant } from '@haidang/domain';
import { ZoneIndex } from '@haidang/geo';
import { standing } from '../gatehouse/passages.js';
import { isStale } from '../shared/map/marks/mark.js';

/** Who waits at a place: seals of its queue zones, or the passages at which its gate holds them. */
export interface Queue<W = Position | PassageView> {
  readonly id: string;
  readonly name: string;
  readonly place: { readonly lat: number; readonly lon: number };
  readonly waiting: readonly W[];
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
  count(positions: Iterable<Position>, now: Instant): Queue<Position>[] {
    const waiting = new Map<string, Position[]>();
    if (this.#index.size === 0) return [];
    for (const position of positions) {
      if (isStale(position, now)) continue;
      const at = new Set(this.#index.at(position.lat, position.lon).map(({ facilityId }) => facilityId!));
      for (const id of at) add(waiting, id, position);
    }
    return longestFirst(this.#facilities, waiting);
  }
}

/** The trucks that each gate holds: whose newest passage there was held, and not let through by an officer. The longest queue first. */
export function heldAt<P extends PassageView>(gates: readonly Gate[], newestFirst: readonly P[]): Queue<P>[] {
  const waiting = new Map<string, P[]>();
  const seen = new Set<string>();
  for (const passage of newestFirst) {
    const { gateId, id, container, plate } = passage;
    const truck = `${gateId} ${container ?? plate ?? id}`;
    if (seen.has(truck)) continue;
    seen.add(truck);
    if (standing(passage) === 'hold') add(waiting, gateId, passage);
  }
  return longestFirst(gates, waiting);
}

function add<W>(waiting: Map<string, W[]>, id: string, one: W): void {
  const there = waiting.get(id);
  if (there === undefined) waiting.set(id, [one]);
  else there.push(one);
}

function longestFirst<W>(
  places: readonly Pick<Facility, 'id' | 'name' | 'place'>[],
  waiting: ReadonlyMap<string, readonly W[]>,
): Queue<W>[] {
  return places
    .flatMap(({ id, name, place }) => {
      const there = waiting.get(id);
      return there === undefined ? [] : [{ id, name, place, waiting: there }];
    })
    .sort((a, b) => b.waiting.length - a.waiting.length || a.name.localeCompare(b.name));
}
