import { CUSTOMS } from '@haidang/domain';
import { covers, DECIDES, DEFINER } from '../access/sight.js';

const OF_THE_DESK = `(${CUSTOMS.map((role) => `'${role}'`).join(', ')})`;

/** Accounts are the administrator's and each one's own: who works at the desk is told to who works at it, and no more than a name. */
export const DESK_FUNCTIONS: readonly string[] = [
  // of one's own place in the tree and below it, and the centre, which may be asked for help
  `create function desk_people() returns table (id uuid, name text, role text, organisation_id text) language plpgsql stable ${DEFINER} as $$
    begin
      return query
        select u.id, u.name, u.role, u.organisation_id from users u join organisations o on o.id = u.organisation_id
        where ${DECIDES} and u.role in ${OF_THE_DESK} and u.disabled_at is null and (o.kind = 'centre' or ${covers('u.organisation_id')})
        order by u.name, u.id;
    end $$;`,
];
