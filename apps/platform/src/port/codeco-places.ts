import type { CodecoPlace, Fault } from '@haidang/edi';
import type { Queryable } from '@haidang/store';

/** Where it happened, by what the message says of the place; or why that is not known. */
export type PlaceReader = (place: CodecoPlace | undefined, equipment: number) => string | Fault;

/** All of it happened at one facility, whatever the message says. */
export function always(facilityId: string): PlaceReader {
  return () => facilityId;
}

interface KnownPlace {
  readonly id: string;
  readonly locode: string | null;
  readonly customs_code: string | null;
}

/**
 * By the terminal's code, which is a facility's id or customs code; else by the UN/LOCODE, where one facility of one's own has it.
 * @param isOwn whether who sends it may speak for a facility
 */
export async function byLocation(
  db: Queryable,
  places: readonly CodecoPlace[],
  isOwn: (facilityId: string) => boolean,
): Promise<PlaceReader> {
  const { rows } = await db.query<KnownPlace>(
    `select id, locode, customs_code from facilities
     where id = any ($1::text[]) or customs_code = any ($1::text[]) or locode = any ($2::text[])`,
    [places.flatMap(({ terminals }) => terminals), places.flatMap(({ locode }) => locode ?? [])],
  );
  const own = rows.filter(({ id }) => isOwn(id));
  return (place, equipment) => {
    if (place === undefined)
      return { code: '13', tag: 'LOC', position: equipment, text: 'LOC+165, where it happened, is wanted' };
    const { position, locode, terminals } = place;
    const named = own.filter(
      ({ id, customs_code }) =>
        terminals.includes(id) || (customs_code !== null && terminals.includes(customs_code)),
    );
    const found =
      named.length > 0 ? named : own.filter((one) => one.locode !== null && one.locode === locode);
    if (found.length === 1) return found[0]!.id;
    const text = found.length === 0 ? 'no facility that the sender may speak for' : 'more than one facility';
    return { code: '12', tag: 'LOC', position, element: terminals.length > 0 ? 4 : 3, text };
  };
}
