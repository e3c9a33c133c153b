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
 * Uses up what a truck passed with, in the transaction that says so. Each change names the state it starts from.
 * @throws PapersChanged when a row is in another state by now, or a suspension stands that was not known
 */
export async function takeEffect(tx: ClientBase, effect: PapersEffect, cause: Cause): Promise<void> {
  const { container, facilityId } = effect;
  const at = new Date(cause.time);
  const one = async (name: string, text: string, values: unknown[]): Promise<void> => {
    if ((await tx.query({ name, text, values })).rowCount !== 1) throw new PapersChanged(container);
  };
  if (effect.uses !== null) {
    await one(
      'use-eligibility',
      `update eligibilities set state = 'used', used_at = $2, used_gate = $3, used_passage = $4, changed_at = now()
        where id = $1 and state = $5`,
      [effect.uses.id, at, cause.gateId, cause.passageId, effect.uses.state],
    );
  } else if (cause.direction === 'out') {
    await one(
      'no-eligibility-stands',
      `select 1 where not exists (select from eligibilities
        where facility_id = $1 and container = $2 and state in ('eligible', 'suspended'))`,
      [facilityId, container],
    );
  }
  if (effect.ends !== null)
    await one('end-stay', 'update stays set out_at = $2, out_seen = true where id = $1 and out_at is null', [
      effect.ends,
      at,
    ]);
  if (effect.meets !== null)
    await one(
      'meet-expectation',
      `update expected_containers set state = 'arrived', settled_at = $2 where id = $1 and state = 'expected'`,
      [effect.meets, at],
    );
  if (effect.begins !== null)
    await one(
      'begin-stay',
      `insert into stays (id, container, facility_id, purpose, carrier_seal, scan_ordered, in_at, in_seen)
        select $1, $2, $3, e.purpose, e.carrier_seal, coalesce(e.scan_ordered, false), $4, true
        from (select) nothing left join expected_containers e on e.id = $5
        on conflict (facility_id, container) where out_at is null do nothing`,
      [effect.begins, container, facilityId, at, effect.meets],
    );
}
