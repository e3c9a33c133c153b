import type { Eligibility, Instant, Stay } from '@haidang/domain';
import type { ClientBase, DatabaseError } from 'pg';

/** What a passage changes in the papers: the rows as the one who decided knew them; `null`: nothing of the kind. */
export interface PapersEffect {
  readonly container: string;
  readonly facilityId: string;
  readonly uses: Pick<Eligibility, 'id' | 'state'> | null;
  readonly ends: Pick<Stay, 'id' | 'state'> | null;
  readonly meets: string | null;
  /** Of a stay that begins. */
  readonly begins: string | null;
}

/** Which papers a decision changed, as the ledger has it; in the same words as of a port's report. */
export function usedBy({ uses, meets, ends, begins }: PapersEffect): object {
  const stayId = ends?.id ?? begins;
  return {
    ...(uses !== null && { eligibilityId: uses.id }),
    ...(meets !== null && { expectedId: meets }),
    ...(stayId !== null && { stayId }),
  };
}

/** The papers are not what a decision was made from: they are to be read again, and it is to be decided anew. Nothing is stored. */
export class PapersChanged extends Error {
  constructor(readonly container: string) {
    super(`the papers of ${container} have changed`);
    this.name = 'PapersChanged';
  }
}

/** By which passage. */
export interface Cause {
  readonly gateId: string;
  readonly passageId: string;
  readonly time: Instant;
  readonly direction: 'in' | 'out';
}

/** What a passage and its effect are to {@link EFFECT_STEPS}, as columns of a `jsonb_to_recordset`; of one without effect the last seven are null. */
export const EFFECT_COLUMNS = `gate_id text, id text, time timestamptz, direction text, container text,
  facility_id text, uses uuid, uses_state text, ends uuid, ends_state text, meets uuid, begins uuid`;

export function effectColumns({ facilityId, uses, ends, meets, begins }: PapersEffect): object {
  return {
    facility_id: facilityId,
    uses: uses?.id,
    uses_state: uses?.state,
    ends: ends?.id,
    ends_state: ends?.state,
    meets,
    begins,
  };
}

/**
 * Steps of a statement that use up what the passages of `fresh` pass with; no two of them are of one container. Each change names the state it
 * starts from. What comes through a gate comes by road, unless its list says otherwise: a station has gates, too.
 * `seen`: the port reported this exit before its camera told of it, which used the eligibility up and ended the stay. `behind`: whose rows were in another state by now, or whose suspension was not known.
 */
export const EFFECT_STEPS = `
  used as (
    update eligibilities e set state = 'used', used_at = f.time, used_gate = f.gate_id, used_passage = f.id, changed_at = now()
      from fresh f where e.id = f.uses and e.state = f.uses_state and (f.uses_state <> 'used' or e.used_gate is null) returning e.id),
  seen as (
    update stays s set out_seen = true from fresh f where f.uses_state = 'used' and s.id = (
      select x.id from stays x where x.facility_id = f.facility_id and x.container = f.container and x.out_reported and not x.out_seen
        and x.in_at <= f.time order by x.in_at desc limit 1)),
  ended as (
    update stays s set out_at = f.time, out_seen = true from fresh f where s.id = f.ends and s.out_at is null and s.state = f.ends_state returning s.id),
  met as (
    update expected_containers e set state = 'arrived', settled_at = f.time
      from fresh f where e.id = f.meets and e.state = 'expected' returning e.id),
  begun as (
    insert into stays (id, container, facility_id, purpose, carrier_seal, scan_ordered, mode, in_at, in_seen)
      select f.begins, f.container, f.facility_id, e.purpose, e.carrier_seal, coalesce(e.scan_ordered, false), coalesce(m.mode, 'road'),
        f.time, true
      from fresh f left join expected_containers e on e.id = f.meets left join manifests m on m.id = e.manifest_id
      where f.begins is not null
      on conflict (facility_id, container) where out_at is null do nothing),
  behind as (
    select container from fresh f
      where (uses is not null and not exists (select from used where used.id = f.uses))
        or (ends is not null and not exists (select from ended where ended.id = f.ends))
        or (meets is not null and not exists (select from met where met.id = f.meets))
        or (uses is null and direction = 'out' and facility_id is not null and exists (
          select from eligibilities e
          where e.facility_id = f.facility_id and e.container = f.container and e.state in ('eligible', 'suspended'))))`;

/** Fails the statement, and nothing of it is stored. */
export const REFUSE_BEHIND = `(select papers_changed(container) from behind limit 1) as behind`;

/** Errors of {@link GATE_FUNCTIONS} by their code. */
const CHANGED = 'HD001';

export const GATE_FUNCTIONS: readonly string[] = [
  `create function papers_changed(box text) returns boolean language plpgsql as $$
    begin raise exception 'the papers of % have changed', box using errcode = '${CHANGED}', detail = box; end $$;`,
];

/** @throws PapersChanged for what {@link REFUSE_BEHIND} says; anything else as it is */
export function throwEffectError(error: unknown): never {
  const { code, detail } = error as Partial<DatabaseError>;
  throw code === CHANGED ? new PapersChanged(detail ?? '') : error;
}

const TAKE_EFFECT = {
  name: 'take-effect',
  text: `with fresh as (select * from jsonb_to_recordset($1) as f(${EFFECT_COLUMNS})), ${EFFECT_STEPS} select ${REFUSE_BEHIND}`,
};

/**
 * Uses up what a truck passed with, in the transaction that says so.
 * @throws PapersChanged when memory was behind; the transaction is over then
 */
export async function takeEffect(tx: ClientBase, effect: PapersEffect, cause: Cause): Promise<void> {
  const { gateId, passageId, time, direction } = cause;
  const passage = { gate_id: gateId, id: passageId, time: new Date(time), direction };
  const row = { ...passage, container: effect.container, ...effectColumns(effect) };
  await tx.query({ ...TAKE_EFFECT, values: [JSON.stringify([row])] }).catch(throwEffectError);
}
