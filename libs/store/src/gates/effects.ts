import type { Eligibility, Instant } from '@haidang/domain';
import type { ClientBase } from 'pg';

/** What a passage changes in the papers: the rows as the one who decided knew them; `null`: nothing of the kind. */
export interface PapersEffect {
  readonly container: string;
  readonly facilityId: string;
  readonly uses: Pick<Eligibility, 'id' | 'state'> | null;
  readonly ends: string | null;
  readonly meets: string | null;
  /** Of a stay that begins. */
  readonly begins: string | null;
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

/**
 * Steps of a statement that use up what a truck passed with, once for each row of `source`. Each change names the state it starts from, and
 * {@link EFFECT_TOLD} says which took place. A round trip is a third of a gate's decision: so it is one.
 * @param first the number of the first of {@link effectValues}
 */
export function effectSteps(source: string, first: number): string {
  const [container, facility, at, gate, passage, uses, usesState, ends, meets, begins] = Array.from(
    { length: 10 },
    (_, i) => `$${String(first + i)}`,
  );
  return `used as (
      update eligibilities set state = 'used', used_at = ${at}, used_gate = ${gate}, used_passage = ${passage}, changed_at = now()
        from ${source} where id = ${uses}::uuid and state = ${usesState} returning 1),
    standing as (
      select 1 from eligibilities
        where facility_id = ${facility} and container = ${container} and state in ('eligible', 'suspended')),
    ended as (
      update stays set out_at = ${at}, out_seen = true from ${source} where id = ${ends}::uuid and out_at is null returning 1),
    met as (
      update expected_containers set state = 'arrived', settled_at = ${at}
        from ${source} where id = ${meets}::uuid and state = 'expected' returning 1),
    begun as (
      insert into stays (id, container, facility_id, purpose, carrier_seal, scan_ordered, in_at, in_seen)
        select ${begins}::uuid, ${container}, ${facility}, e.purpose, e.carrier_seal, coalesce(e.scan_ordered, false), ${at}, true
        from ${source} left join expected_containers e on e.id = ${meets}::uuid where ${begins}::uuid is not null
        on conflict (facility_id, container) where out_at is null do nothing)`;
}

/** What the steps have done. */
export const EFFECT_TOLD = `exists (select from used) as used, exists (select from standing) as standing,
  exists (select from ended) as ended, exists (select from met) as met`;

export interface EffectTold {
  readonly used: boolean;
  readonly standing: boolean;
  readonly ended: boolean;
  readonly met: boolean;
}

export function effectValues(effect: PapersEffect, { gateId, passageId, time }: Cause): unknown[] {
  const { container, facilityId, uses, ends, meets, begins } = effect;
  return [
    ...[container, facilityId, new Date(time), gateId, passageId],
    ...[uses?.id ?? null, uses?.state ?? null, ends, meets, begins],
  ];
}

/** @throws PapersChanged when a row was in another state by now, or a suspension stands that was not known */
export function checkEffect(effect: PapersEffect, { direction }: Cause, told: EffectTold): void {
  const { container, uses, ends, meets } = effect;
  const isForgotten = uses === null && direction === 'out' && told.standing;
  const isAsKnown =
    (uses === null || told.used) && (ends === null || told.ended) && (meets === null || told.met);
  if (isForgotten || !isAsKnown) throw new PapersChanged(container);
}

const TAKE_EFFECT = {
  name: 'take-effect',
  text: `with once as (select 1), ${effectSteps('once', 1)} select ${EFFECT_TOLD}`,
};

/**
 * Uses up what a truck passed with, in the transaction that says so.
 * @throws PapersChanged as {@link checkEffect}
 */
export async function takeEffect(tx: ClientBase, effect: PapersEffect, cause: Cause): Promise<void> {
  const { rows } = await tx.query<EffectTold>({ ...TAKE_EFFECT, values: effectValues(effect, cause) });
  checkEffect(effect, cause, rows[0]!);
}
