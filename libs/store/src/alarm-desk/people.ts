import type { Role } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';

/** Somebody an alarm can be given to. */
export interface DeskPerson {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly organisation_id: string;
}

/** Who works at the desk: of one's own place and below it, and the centre. By name. */
export async function readDeskPeople(db: Queryable): Promise<DeskPerson[]> {
  const { rows } = await db.query<{ [K in keyof DeskPerson]: DeskPerson[K] }>('select * from desk_people()');
  return rows;
}
