import type { TransitState } from '@haidang/domain';
import type { Queryable } from './queryable.js';

/** Whose a seal is, and the transit that it closes a container of. */
export interface SealCustodyRecord {
  readonly id: string;
  readonly organisation_id: string | null;
  /** Null: it is on no transit that is not over, or on one that is not seen. */
  readonly transit_id: string | null;
  readonly transit_number: string | null;
  readonly state: TransitState | null;
  readonly carrier_id: string | null;
}

/** Of all seals that one sees, by id. */
export async function readSealCustody(db: Queryable): Promise<SealCustodyRecord[]> {
  const { rows } = await db.query<{ [K in keyof SealCustodyRecord]: SealCustodyRecord[K] }>(
    `select seals.id, seals.organisation_id, transits.id as transit_id, transits.number as transit_number, transits.state, transits.carrier_id
     from seals left join transit_containers on transit_containers.seal_id = seals.id and transit_containers.under_way
     left join transits on transits.id = transit_containers.transit_id
     order by seals.id collate "C"`,
    [],
  );
  return rows;
}
