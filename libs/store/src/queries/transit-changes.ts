import type { Instant, Vehicle } from '@haidang/domain';
import type { Queryable } from './queryable.js';

/** A transit's way or destination from a time on: what is judged before it is judged by what held then. */
export async function changeTermsAt(
  tx: Queryable,
  transitId: string,
  at: Instant,
  change: { readonly routeId?: string; readonly to?: string },
): Promise<void> {
  await tx.query(`select set_config('haidang.change_at', $1, true)`, [new Date(at).toISOString()]);
  await tx.query(
    `update transits set route_id = coalesce($2, route_id), to_id = coalesce($3, to_id),
       taken_up_at = case when $2 is null then taken_up_at else $4 end
     where id = $1`,
    [transitId, change.routeId ?? null, change.to ?? null, new Date(at)],
  );
  await tx.query(`select set_config('haidang.change_at', '', true)`);
}

/** Since when a transit is on its route, where that is not from its beginning. */
export async function takenUpAt(tx: Queryable, transitId: string): Promise<Instant | null> {
  const { rows } = await tx.query<{ at: Date | null }>(
    'select taken_up_at as at from transits where id = $1',
    [transitId],
  );
  return rows[0]?.at?.getTime() ?? null;
}

/** Since when a seal closes the container, where that was not from the transit's beginning. */
export async function sealAttachedAt(
  tx: Queryable,
  transitId: string,
  number: string,
): Promise<Instant | null> {
  const { rows } = await tx.query<{ begins: Date | null }>(
    'select begins from transit_containers where transit_id = $1 and number = $2',
    [transitId, number],
  );
  return rows[0]?.begins?.getTime() ?? null;
}

/** From a time on another seal closes the container: the one it had is free. */
export async function replaceSeal(
  tx: Queryable,
  transitId: string,
  number: string,
  sealId: string,
  at: Instant,
): Promise<void> {
  await removeSeals(tx, transitId, [number], at);
  await tx.query(
    'update transit_containers set seal_id = $3, begins = $4 where transit_id = $1 and number = $2',
    [transitId, number, sealId, new Date(at)],
  );
}

/** What another transit closed with a seal after a time, as far as it is seen; undefined: nothing. */
export async function findSealClosing(
  tx: Queryable,
  sealId: string,
  after: Instant,
): Promise<string | undefined> {
  const { rows } = await tx.query<{ id: string }>(
    `select transit_id as id from past_seals where seal_id = $1 and ends > $2
      union all
      select t.id from transits t join transit_containers c on c.transit_id = t.id
        where c.seal_id = $1 and (c.under_way or t.ended_at > $2) limit 1`,
    [sealId, new Date(after)],
  );
  return rows[0]?.id;
}

/** Whether a seal closed a container of a transit before: its part in it is over and does not begin again. */
export async function hasClosed(tx: Queryable, transitId: string, sealId: string): Promise<boolean> {
  const { rowCount } = await tx.query('select from past_seals where transit_id = $1 and seal_id = $2', [
    transitId,
    sealId,
  ]);
  return rowCount !== 0;
}

/** What carries a transit; its containers that had another vehicle keep it. */
export async function setVehicle(
  tx: Queryable,
  transitId: string,
  { plate, trailer, means }: Vehicle,
): Promise<void> {
  await tx.query('update transits set plate = $2, trailer = $3, means = $4 where id = $1', [
    transitId,
    plate,
    trailer ?? null,
    means ?? null,
  ]);
}

/** What carries some of its containers. */
export async function setContainerVehicle(
  tx: Queryable,
  transitId: string,
  numbers: readonly string[],
  { plate, trailer, means }: Vehicle,
): Promise<void> {
  await tx.query(
    `update transit_containers set plate = $3, trailer = $4, means = $5 where transit_id = $1 and number = any ($2)`,
    [transitId, numbers, plate, trailer ?? null, means ?? null],
  );
}

/**
 * Some containers of a transit go on as another, which is like it but for its id, number and vehicle: with the steps it took up to then. Their
 * seals stay on them, and are watched for the new transit from that time on.
 */
export async function splitTransit(
  tx: Queryable,
  from: string,
  into: { readonly id: string; readonly number: string; readonly vehicle: Vehicle },
  numbers: readonly string[],
  at: Instant,
): Promise<void> {
  const { id, number, vehicle } = into;
  const time = new Date(at);
  await tx.query(
    `insert into transits (id, number, declaration, regime, from_id, to_id, carrier_id, plate, trailer, means, route_id, depart_by,
       arrive_by, rules, state, departed_at, approved_at, taken_up_at, split_from)
     select $2, $3, declaration, regime, from_id, to_id, carrier_id, $4, $5, $6, route_id, depart_by, arrive_by, rules, state,
       departed_at, approved_at, $7, id
     from transits where id = $1`,
    [from, id, number, vehicle.plate, vehicle.trailer ?? null, vehicle.means ?? null, time],
  );
  await tx.query(
    `insert into transit_steps (transit_id, step, at, recorded_at, reason, by, by_id)
     select $2, step, at, recorded_at, reason, by, by_id from transit_steps where transit_id = $1 order by id`,
    [from, id],
  );
  await removeSeals(tx, from, numbers, at);
  await tx.query(
    `update transit_containers set transit_id = $2, begins = $4, plate = null, trailer = null, means = null
     where transit_id = $1 and number = any ($3)`,
    [from, id, numbers, time],
  );
}

/** What was attached at the time or later was never a part of it. */
async function removeSeals(
  tx: Queryable,
  transitId: string,
  numbers: readonly string[],
  at: Instant,
): Promise<void> {
  await tx.query(
    `insert into past_seals (transit_id, seal_id, number, begins, ends)
     select transit_id, seal_id, number, begins, $3 from transit_containers
     where transit_id = $1 and number = any ($2) and seal_id is not null`,
    [transitId, numbers, new Date(at)],
  );
}

/** A seal that closed a container of a transit until it was taken off, or the container left the transit. */
export interface PastSeal {
  readonly sealId: string;
  readonly number: string;
  /** Null: from the transit's beginning. */
  readonly begins: Instant | null;
  readonly ends: Instant;
}

/** And since when each of those that close one now does, where that was not from the beginning. */
export async function readSealSpans(
  db: Queryable,
  transitId: string,
): Promise<{ readonly past: readonly PastSeal[]; readonly attached: ReadonlyMap<string, Instant> }> {
  const past = await db.query<{ seal_id: string; number: string; begins: Date | null; ends: Date }>(
    'select seal_id, number, begins, ends from past_seals where transit_id = $1 order by ends, seal_id',
    [transitId],
  );
  const attached = await db.query<{ seal_id: string; begins: Date }>(
    `select seal_id, begins from transit_containers where transit_id = $1 and seal_id is not null and begins is not null`,
    [transitId],
  );
  return {
    past: past.rows.map(({ seal_id: sealId, number, begins, ends }) => ({
      ...{ sealId, number },
      begins: begins?.getTime() ?? null,
      ends: ends.getTime(),
    })),
    attached: new Map(attached.rows.map(({ seal_id, begins }) => [seal_id, begins.getTime()])),
  };
}

/** What the watches of seals that were taken off transits found of the journey; undefined of one that is still to be folded. */
export async function readPastFindings(
  db: Queryable,
  transitIds: readonly string[] | undefined,
): Promise<{ readonly transitId: string; readonly findings: unknown }[]> {
  const { rows } = await db.query<{ transitId: string; findings: unknown }>(
    `select p.transit_id as "transitId", p.findings from past_seals p join transits t on t.id = p.transit_id
      where t.ended_at is null and ($1::text[] is null or t.id = any ($1))`,
    [transitIds],
  );
  return rows;
}
