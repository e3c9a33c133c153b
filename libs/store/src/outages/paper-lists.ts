import type { Queryable } from '../queries/queryable.js';

/** The most that is printed. */
const MOST = 5_000;

/** What is expected at a facility, by its number. */
export async function readExpectedAt(
  db: Queryable,
  facilityId: string,
): Promise<
  { container: string; carrierSeal: string | null; plate: string | null; declaration: string | null }[]
> {
  const { rows } = await db.query<{
    container: string;
    carrierSeal: string | null;
    plate: string | null;
    declaration: string | null;
  }>(
    `select container, carrier_seal as "carrierSeal", plate, declaration from expected_containers
      where facility_id = $1 and state = 'expected' order by container limit ${MOST}`,
    [facilityId],
  );
  return rows;
}

export async function findFacilityName(db: Queryable, id: string): Promise<string | undefined> {
  const { rows } = await db.query<{ name: string }>('select name from facilities where id = $1', [id]);
  return rows[0]?.name;
}
