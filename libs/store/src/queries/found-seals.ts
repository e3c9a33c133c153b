import type { Instant } from '@haidang/domain';
import type { LoggedFix } from '../seal-states.js';
import { amongIds, type Queryable } from './queryable.js';
import { sealsTable, type SealFields } from './register-tables.js';
import { LOGGED_COLUMNS, loggedFix, type LoggedRow } from './track.js';

/** A seal of the register with what else the store knows of it. */
export interface FoundSeal {
  readonly seal: SealFields;
  /** Its short form in the log of fixes. */
  readonly key: number;
  /** The transit under way whose container it closes. */
  readonly transitId: string | null;
  /** Its newest fix by its own time, where the log was asked for it. */
  readonly logged: LoggedFix | undefined;
}

/** Of which seals the log is asked, and how far back: every day more is one more place to look in for each of them. */
export interface AskedOfLog {
  readonly ids: readonly string[];
  readonly since: Instant;
}

type Row = { readonly key: number; readonly transit_id: string | null } & (
  LoggedRow | { readonly seal: null }
);

const FOUND = `select ${sealsTable.columns.join(', ')}, key, transit_id from seals_seen`;

/** A page in the order of the ids, after an id; the log is not asked. */
export async function listSeals(
  db: Queryable,
  page: { readonly after: string | null; readonly limit: number },
): Promise<FoundSeal[]> {
  const { rows } = await db.query<Omit<Row, 'seal'>>(
    `${FOUND} where $1::text is null or id > $1 order by id limit $2`,
    [page.after, page.limit],
  );
  return rows.map((row) => ({
    ...{ seal: sealsTable.fromRow(row), key: row.key, transitId: row.transit_id },
    logged: undefined,
  }));
}

/** The newest fix of each seal by its own time, by the seal's key. @param since how far back the log is asked */
export async function readNewestFixes(
  db: Queryable,
  keys: readonly number[],
  since: Instant,
): Promise<Map<number, LoggedFix>> {
  if (keys.length === 0) return new Map();
  const { rows } = await db.query<LoggedRow>(
    `select ${LOGGED_COLUMNS} from serve_newest_fixes($1::integer[], $2) logged`,
    [keys, new Date(since)],
  );
  return new Map(rows.map((row) => [row.seal, loggedFix(row)]));
}

/** By seal id; those that are not there, or not seen, are left out. */
export async function findSeals(
  db: Queryable,
  ids: readonly string[],
  log: AskedOfLog = { ids: [], since: 0 },
): Promise<Map<string, FoundSeal>> {
  const among = amongIds(ids);
  const { rows } = await db.query<Row>(
    `with found as (${FOUND} where id ${among.sql})
     select * from found left join (
       select ${LOGGED_COLUMNS} from serve_newest_fixes(array(select key from found where id = any($2::text[])), $3)) logged
       on logged.seal = found.key`,
    [among.value, log.ids, new Date(log.since)],
  );
  return new Map(
    rows.map((row) => {
      const seal = sealsTable.fromRow(row);
      const logged = row.seal === null ? undefined : loggedFix(row);
      return [seal.id, { seal, key: row.key, transitId: row.transit_id, logged }];
    }),
  );
}
