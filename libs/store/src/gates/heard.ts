import { ON_PAPER, type Instant } from '@haidang/domain';
import { ADMINISTERS, covers, DEFINER } from '../access/sight.js';
import type { Queryable } from '../queries/queryable.js';

/**
 * When gates were heard, and not what passed: for who administers them, who sees no cargo. What was entered from paper no gate has said. Planned for the times at
 * hand: from the newest day of the log on, as far as it must.
 */
export const GATES_HEARD = `
create function gates_heard(wanted text[]) returns table (gate text, heard_at timestamptz)
  language plpgsql stable ${DEFINER} set plan_cache_mode = force_custom_plan as $$
begin
  return query
    select g.id, p.received_at from gates g join facilities f on f.id = g.facility_id cross join lateral (
      select received_at from passages where gate_id = g.id and source is distinct from '${ON_PAPER}' order by time desc, id desc limit 1) p
    where g.id = any (wanted) and ${ADMINISTERS} and ${covers('f.organisation_id')};
end $$;`;

/** When each gate's newest passage came in; those that never said anything, or are another's to administer, are left out. */
export async function readGatesHeard(
  db: Queryable,
  gateIds: readonly string[],
): Promise<Map<string, Instant>> {
  if (gateIds.length === 0) return new Map();
  const { rows } = await db.query<{ gate: string; heard_at: Date }>(
    'select gate, heard_at from gates_heard($1::text[])',
    [gateIds],
  );
  return new Map(rows.map(({ gate, heard_at: at }) => [gate, at.getTime()]));
}
