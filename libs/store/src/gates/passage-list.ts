import type { Direction, Instant, Verdict } from '@haidang/domain';
import { BESIDE_PASSAGE, passageRecord, type PassageRecord } from '../queries/passages.js';
import { preciseTime, type Queryable } from '../queries/queryable.js';

/** Which passages of the gates that one sees; of whatever is left out, all. */
export interface PassageFilter {
  readonly facilityId?: string | undefined;
  readonly gateId?: string | undefined;
  readonly lane?: string | undefined;
  readonly direction?: Direction | undefined;
  /** As the gate decided, before an officer looked. */
  readonly verdict?: Verdict | undefined;
  /** True: an officer decided otherwise. */
  readonly overridden?: boolean | undefined;
  /** True: a gatehouse decided it without a network. */
  readonly offline?: boolean | undefined;
  /** A part of the container's number or of the plate, letters and digits alone. */
  readonly find?: string | undefined;
  /** From the one time on, before the other: it says which days are looked through. */
  readonly since: Instant;
  readonly until: Instant;
}

/** Where in the list a passage stands: ids are a gate's own. */
export interface PassagePlace {
  /** With all its microseconds. */
  readonly at: string;
  readonly gateId: string;
  readonly id: string;
}

/** A passage and what a list says of it besides. */
export interface ListedPassage extends PassageRecord {
  readonly facilityId: string;
  /** The one that its container was on at the time. */
  readonly transit: { readonly id: string; readonly number: string } | null;
  readonly place: PassagePlace;
}

const letters = (column: string) => `regexp_replace(upper(coalesce(${column}, '')), '[^A-Z0-9]', '', 'g')`;
const isOffline = `exists (select from offline_passages f
    where (f.gate_id = p.gate_id and f.passage_id = p.id) or (f.seen_gate = p.gate_id and f.seen_passage = p.id))`;
const isOverridden = `exists (select from passage_overrides o where o.gate_id = p.gate_id and o.passage_id = p.id)`;

/** What passed at all gates that one sees, the newest first: day after day back from the end, as far as the page goes. */
export async function listAllPassages(
  db: Queryable,
  filter: PassageFilter,
  page: { readonly after: PassagePlace | null; readonly limit: number },
): Promise<ListedPassage[]> {
  const { rows } = await db.query(
    `select p.*, g.facility_id, ${preciseTime('p.time')} as place_at, ${BESIDE_PASSAGE}, travels.transit
     from (
       select p.* from passages_at_own_gates p
       where p.gate_id = any (array(select g.id from gates g where ($1::text is null or g.facility_id = $1) and ($2::text is null or g.id = $2)))
         and p.time >= $3 and p.time < $4
         and ($5::timestamptz is null or (p.time, p.gate_id, p.id) < ($5, $6, $7))
         and ($8::text is null or p.lane = $8) and ($9::text is null or p.direction = $9)
         and ($10::text is null or p.decision ->> 'verdict' = $10)
         and ($11::boolean is null or $11 = ${isOverridden}) and ($12::boolean is null or $12 = ${isOffline})
         and ($13::text is null or strpos(${letters('p.container')}, $13) > 0 or strpos(${letters('p.plate')}, $13) > 0)
       order by p.time desc, p.gate_id desc, p.id desc limit $14) p
     join gates g on g.id = p.gate_id
     left join lateral (
       select jsonb_build_object('id', t.id, 'number', t.number) as transit
       from transit_containers c join transits t on t.id = c.transit_id
       where c.number = p.container and t.created_at <= p.time and (t.ended_at is null or t.ended_at >= p.time)
       order by t.created_at desc limit 1) travels on true
     order by p.time desc, p.gate_id desc, p.id desc`,
    [
      ...[filter.facilityId ?? null, filter.gateId ?? null, new Date(filter.since), new Date(filter.until)],
      ...[page.after?.at ?? null, page.after?.gateId ?? null, page.after?.id ?? null],
      ...[filter.lane ?? null, filter.direction ?? null, filter.verdict ?? null],
      ...[filter.overridden ?? null, filter.offline ?? null, filter.find ?? null, page.limit],
    ],
  );
  return rows.map((row) => ({
    ...passageRecord(row),
    ...{ facilityId: row['facility_id'] as string, transit: row['transit'] as ListedPassage['transit'] },
    place: { at: row['place_at'] as string, gateId: row['gate_id'] as string, id: row['id'] as string },
  }));
}
