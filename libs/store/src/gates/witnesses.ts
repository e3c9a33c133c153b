import type { Instant } from '@haidang/domain';
import type { ClientBase } from 'pg';

/** When gates let one container of a transit out of its facility of departure, and into that of its destination; null: not seen. */
export interface GateWitness {
  readonly transitId: string;
  readonly container: string;
  readonly departedAt: Instant | null;
  readonly arrivedAt: Instant | null;
}

/** One of which nothing is seen any more is forgotten. */
export async function writeWitnesses(tx: ClientBase, witnesses: readonly GateWitness[]): Promise<void> {
  const date = (at: Instant | null): Date | null => (at === null ? null : new Date(at));
  await tx.query(
    `with given as (
       select * from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) as g (transit_id, container, departed_at, arrived_at)
     ), gone as (
       delete from gate_witnesses w using given g
       where w.transit_id = g.transit_id and w.container = g.container and g.departed_at is null and g.arrived_at is null
     )
     insert into gate_witnesses (transit_id, container, departed_at, arrived_at)
       select transit_id, container, departed_at, arrived_at from given where departed_at is not null or arrived_at is not null
       on conflict (transit_id, container) do update set departed_at = excluded.departed_at, arrived_at = excluded.arrived_at`,
    [
      witnesses.map(({ transitId }) => transitId),
      witnesses.map(({ container }) => container),
      witnesses.map(({ departedAt }) => date(departedAt)),
      witnesses.map(({ arrivedAt }) => date(arrivedAt)),
    ],
  );
}
