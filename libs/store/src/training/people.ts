import { CUSTOMS } from '@haidang/domain';
import type { DeskPerson } from '../alarm-desk/people.js';
import type { Queryable } from '../queries/queryable.js';

/**
 * Who of an organisation works at desks, by name. A supervisor is told by the desk's own list, an administrator by the accounts.
 * @param organisationId whoever asks belongs to it
 */
export async function readTrainees(db: Queryable, organisationId: string): Promise<DeskPerson[]> {
  const { rows } = await db.query<{ [K in keyof DeskPerson]: DeskPerson[K] }>(
    `select * from (select id, name, role, organisation_id from desk_people()
       union select id, name, role, organisation_id from users where role = any ($2) and disabled_at is null) as people
     where organisation_id = $1 order by name, id`,
    [organisationId, CUSTOMS],
  );
  return rows;
}
