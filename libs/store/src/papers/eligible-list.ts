import type { Channel, DeclarationStatus } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';
import { eligibilityOf, type EligibilityRecord, type EligibilityRow } from './eligibilities.js';

/** A declaration and what of it may leave a facility now. */
export interface EligibleOfDeclaration {
  readonly number: string;
  readonly status: DeclarationStatus;
  readonly channel: Channel;
  readonly goodsNumber: string | null;
  readonly lines: readonly EligibilityRecord[];
}

type Row = EligibilityRow & { status: DeclarationStatus; channel: Channel; goods_number: string | null };

/** In the order of the declarations' numbers, then the containers'. */
export async function readEligibleList(db: Queryable, facilityId: string): Promise<EligibleOfDeclaration[]> {
  const { rows } = await db.query<Row>(
    `select e.*, d.status, d.channel, d.goods_number from eligibilities e join declarations d on d.number = e.declaration
     where e.facility_id = $1 and e.state = 'eligible' and (e.valid_until is null or e.valid_until > now())
     order by e.declaration, e.container, e.id`,
    [facilityId],
  );
  const list = new Map<string, EligibleOfDeclaration & { lines: EligibilityRecord[] }>();
  for (const row of rows) {
    const { declaration: number, status, channel, goods_number: goodsNumber } = row;
    const of = list.get(number) ?? { number, status, channel, goodsNumber, lines: [] };
    of.lines.push(eligibilityOf(row));
    list.set(number, of);
  }
  return [...list.values()];
}
