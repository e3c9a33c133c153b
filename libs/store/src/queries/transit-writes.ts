import type { Instant, StepTaking, Transit, TransitContainer, TransitState } from '@haidang/domain';
import type { Queryable } from './queryable.js';

/** Everything of a transit that people enter; state and times of the steps are written by the steps alone. */
export type TransitEntry = Omit<Transit, 'state' | 'departedAt' | 'arrivedAt' | 'containers'>;

const ENTRY = `number = $2, declaration = $3, regime = $4, from_id = $5, to_id = $6, carrier_id = $7, plate = $8,
  trailer = $9, route_id = $10, depart_by = $11, arrive_by = $12, rules = $13, means = $14`;

export async function insertTransit(tx: Queryable, entry: TransitEntry): Promise<void> {
  await tx.query(
    `insert into transits (id, number, declaration, regime, from_id, to_id, carrier_id, plate, trailer, route_id,
       depart_by, arrive_by, rules, means, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 'registered')`,
    entryValues(entry),
  );
}

export async function updateTransitEntry(tx: Queryable, entry: TransitEntry): Promise<void> {
  await tx.query(`update transits set ${ENTRY} where id = $1`, entryValues(entry));
}

/** Puts these containers in the place of whatever the transit had. */
export async function replaceContainers(
  tx: Queryable,
  transitId: string,
  containers: readonly TransitContainer[],
): Promise<void> {
  await tx.query('delete from transit_containers where transit_id = $1', [transitId]);
  await tx.query(
    `insert into transit_containers (transit_id, position, number, seal_id, carrier_seal, customs_seal)
     select $1, ordinality, value->>'number', value->>'sealId', value->>'carrierSeal', value->>'customsSeal'
     from jsonb_array_elements($2::jsonb) with ordinality`,
    [transitId, JSON.stringify(containers)],
  );
}

/** The seals of a transit that has ended are free for others. */
export async function freeSeals(tx: Queryable, transitId: string): Promise<void> {
  await tx.query('update transit_containers set under_way = false where transit_id = $1', [transitId]);
}

/** The other transit under way that one of these seals closes a container of. */
export async function findSealTaken(
  tx: Queryable,
  sealIds: readonly string[],
  transitId: string,
): Promise<{ sealId: string; transitId: string } | undefined> {
  const { rows } = await tx.query<{ seal_id: string; transit_id: string }>(
    `select seal_id, transit_id from transit_containers
     where under_way and seal_id = any($1::text[]) and transit_id <> $2 order by seal_id limit 1`,
    [sealIds, transitId],
  );
  return rows[0] === undefined ? undefined : { sealId: rows[0].seal_id, transitId: rows[0].transit_id };
}

export interface TransitStepRecord {
  readonly step: string;
  /** When it happened, as the officer says. */
  readonly at: Instant;
  readonly reason?: string | undefined;
  /** `confirmed`: as it was proposed; `itself`: by the office's setting; absent: a person entered it. */
  readonly how?: StepTaking | undefined;
  /** Who took it; absent: the platform itself. */
  readonly by?: { readonly id: string; readonly name: string } | undefined;
}

export async function recordStep(tx: Queryable, transitId: string, step: TransitStepRecord): Promise<void> {
  await tx.query(
    `insert into transit_steps (transit_id, step, at, reason, how, by, by_id) values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      transitId,
      step.step,
      new Date(step.at),
      step.reason ?? null,
      step.how ?? null,
      step.by?.name ?? null,
      step.by?.id ?? null,
    ],
  );
}

/** When the transit's last step happened. */
export async function lastStepAt(tx: Queryable, transitId: string): Promise<Instant | null> {
  const { rows } = await tx.query<{ at: Date | null }>(
    'select max(at) as at from transit_steps where transit_id = $1',
    [transitId],
  );
  return rows[0]?.at?.getTime() ?? null;
}

/** The times: left as they are where not given. Whoever lets a transit depart has approved it. */
export async function setTransitState(
  tx: Queryable,
  transitId: string,
  change: {
    readonly state: TransitState;
    readonly departedAt?: Instant;
    readonly arrivedAt?: Instant;
    readonly endedAt?: Instant;
  },
): Promise<void> {
  await tx.query(
    `update transits set state = $2, departed_at = coalesce($3, departed_at), arrived_at = coalesce($4, arrived_at),
       approved_at = coalesce(approved_at, $3), ended_at = coalesce($5, ended_at)
     where id = $1`,
    [transitId, change.state, date(change.departedAt), date(change.arrivedAt), date(change.endedAt)],
  );
}

/** What is told of it has changed: acts that hang on what was told before are refused. */
export async function reviseTransit(tx: Queryable, transitId: string): Promise<void> {
  await tx.query('update transits set revision = revision + 1 where id = $1', [transitId]);
}

/** When it was closed or cancelled. */
export async function transitEndedAt(tx: Queryable, transitId: string): Promise<Instant | null> {
  const { rows } = await tx.query<{ ended_at: Date | null }>('select ended_at from transits where id = $1', [
    transitId,
  ]);
  return rows[0]?.ended_at?.getTime() ?? null;
}

export async function approveTransit(tx: Queryable, transitId: string, at: Instant): Promise<void> {
  await tx.query('update transits set approved_at = $2 where id = $1', [transitId, new Date(at)]);
}

function entryValues(entry: TransitEntry): unknown[] {
  return [
    entry.id,
    entry.number,
    entry.declaration,
    entry.regime,
    entry.from,
    entry.to,
    entry.carrierId,
    entry.vehicle.plate,
    entry.vehicle.trailer ?? null,
    entry.routeId,
    date(entry.departBy),
    date(entry.arriveBy),
    entry.rules === undefined ? null : JSON.stringify(entry.rules),
    entry.vehicle.means ?? null,
  ];
}

function date(instant: Instant | null | undefined): Date | null {
  return instant === null || instant === undefined ? null : new Date(instant);
}
