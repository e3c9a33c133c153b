import { DAY, type Instant } from '@haidang/domain';
import { FIX_COLUMNS, toFix, type FixRecord } from '../fix-record.js';
import type { LoggedFix } from '../seal-states.js';
import type { Queryable } from './queryable.js';

/** The place of a fix in the order of a track of several seals: time, then seal, then the device's running number. */
export interface TrackPlace {
  readonly time: Instant;
  readonly seal: number;
  readonly seq: number;
}

/** A seal, by its key, and when it belongs to the track: from `since` on and before `until`. */
export interface TrackSeal {
  readonly key: number;
  readonly since?: Instant | undefined;
  readonly until?: Instant | undefined;
}

export interface TrackRange {
  readonly seals: readonly TrackSeal[];
  /** Both ends belong to it. */
  readonly from: Instant;
  readonly to: Instant;
}

/** A row of {@link LOGGED_COLUMNS}. */
export type LoggedRow = FixRecord & { readonly received_at: Date; readonly too_old: boolean };

export const LOGGED_COLUMNS = `${FIX_COLUMNS}, too_old, received_at`;

/** A stretch of the track, at most `limit` fixes after a place; of each seal the times that are in the scope. */
export async function readTrack(
  db: Queryable,
  range: TrackRange,
  after: TrackPlace | null,
  limit: number,
): Promise<LoggedFix[]> {
  const { rows } = await db.query<LoggedRow>(
    `select ${LOGGED_COLUMNS} from serve_track($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      range.seals.map(({ key }) => key),
      range.seals.map(({ since }) => dateOrNull(since)),
      range.seals.map(({ until }) => dateOrNull(until)),
      ...stretch(range, after, limit),
    ],
  );
  return rows.map(loggedFix);
}

/** The same of one seal by its id, in one statement with the look whether it is seen; `undefined`: it is not there, or not seen. */
export async function readSealTrack(
  db: Queryable,
  sealId: string,
  range: Omit<TrackRange, 'seals'>,
  after: TrackPlace | null,
  limit: number,
): Promise<LoggedFix[] | undefined> {
  const { rows } = await db.query<LoggedRow | { readonly seal: null }>(
    `select ${LOGGED_COLUMNS} from seals_seen s left join lateral
       serve_track(array[s.key], array[null::timestamptz], array[null::timestamptz], $2, $3, $4, $5, $6, $7) on true
     where s.id = $1`,
    [sealId, ...stretch(range, after, limit)],
  );
  if (rows.length === 0) return undefined;
  return rows.flatMap((row) => (row.seal === null ? [] : loggedFix(row)));
}

/** What else `serve_track` wants to know. */
function stretch(
  { from, to }: Omit<TrackRange, 'seals'>,
  after: TrackPlace | null,
  limit: number,
): unknown[] {
  return [
    new Date(Math.max(from, after?.time ?? from)),
    new Date(to),
    after === null ? '-infinity' : new Date(after.time),
    after?.seal ?? 0,
    after?.seq ?? -1,
    limit,
  ];
}

/** A query that spans a week opens eight partitions, one that spans a year all of them: planning alone would take longer. */
const WINDOW = 7 * DAY;

/**
 * The whole track, a batch in memory at a time. No connection is held between batches, so a slow reader holds up nobody.
 * It is read in windows of time; where one is empty the next fix is looked for, however far away.
 * @param batch how many fixes a query reads
 */
export async function* streamTrack(
  db: Queryable,
  range: TrackRange,
  batch = 2_000,
): AsyncGenerator<LoggedFix> {
  for (let { from } = range; from <= range.to;) {
    const window = { ...range, from, to: Math.min(from + WINDOW, range.to) };
    let after: TrackPlace | null = null;
    let fixes: LoggedFix[];
    do {
      fixes = await readTrack(db, window, after, batch);
      yield* fixes;
      const last = fixes.at(-1);
      if (last !== undefined) after = { time: last.fix.time, seal: last.seal, seq: last.fix.seq };
    } while (fixes.length === batch);
    from = window.to + 1;
    if (after !== null) continue;
    const [next] = await readTrack(db, { ...range, from }, null, 1);
    if (next === undefined) return;
    from = next.fix.time;
  }
}

/** Of the identities under which a seal said several things, what is judged in the place of what its track shows. */
export async function readContested(
  db: Queryable,
  seal: number,
  from: Instant,
  to: Instant,
): Promise<LoggedFix[]> {
  const { rows } = await db.query<Omit<LoggedRow, 'too_old'>>(
    `select ${FIX_COLUMNS}, received_at from serve_contested($1, $2, $3)`,
    [seal, new Date(from), new Date(to)],
  );
  return rows.map((row) => loggedFix({ ...row, too_old: false }));
}

function dateOrNull(time: Instant | undefined): Date | null {
  return time === undefined ? null : new Date(time);
}

export function loggedFix(row: LoggedRow): LoggedFix {
  return { seal: row.seal, receivedAt: row.received_at.getTime(), tooOld: row.too_old, fix: toFix(row) };
}
