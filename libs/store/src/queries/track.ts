import type { Instant } from '@haidang/domain';
import { FIX_COLUMNS, toFix, type FixRecord, type LoggedFix } from '../directory.js';
import type { Queryable } from './queryable.js';

/** The place of a fix in the order of a track of several seals: time, then seal, then the device's running number. */
export interface TrackPlace {
  readonly time: Instant;
  readonly seal: number;
  readonly seq: number;
}

export interface TrackRange {
  /** Keys of the seals. */
  readonly seals: readonly number[];
  /** Both ends belong to it. */
  readonly from: Instant;
  readonly to: Instant;
}

type Row = FixRecord & { readonly received_at: Date; readonly too_old: boolean };

const COLUMNS = `${FIX_COLUMNS}, too_old, received_at`;

/**
 * A stretch of the track, at most `limit` fixes after a place. Each seal is read along its own index; the row comparison
 * says "after the place" for seals before, at and behind the place's own.
 */
export async function readTrack(
  db: Queryable,
  range: TrackRange,
  after: TrackPlace | null,
  limit: number,
): Promise<LoggedFix[]> {
  const from = Math.max(range.from, after?.time ?? range.from);
  const { rows } = await db.query<Row>(
    `select f.* from unnest($1::integer[]) as wanted (seal)
     cross join lateral (
       select ${COLUMNS} from fixes
       where fixes.seal = wanted.seal and time >= $2 and time <= $3
         and (time, seq) > ($4::timestamptz, case
           when wanted.seal < $5::integer then 9223372036854775807
           when wanted.seal = $5::integer then $6::bigint else -1 end)
       order by time, seq limit $7) f
     order by f.time, f.seal, f.seq limit $7`,
    [
      range.seals,
      new Date(from),
      new Date(range.to),
      after === null ? '-infinity' : new Date(after.time),
      after?.seal ?? 0,
      after?.seq ?? -1,
      limit,
    ],
  );
  return rows.map(loggedFix);
}

/**
 * The whole track, a batch in memory at a time. No connection is held between batches, so a slow reader holds up nobody.
 * @param batch how many fixes a query reads
 */
export async function* streamTrack(
  db: Queryable,
  range: TrackRange,
  batch = 2_000,
): AsyncGenerator<LoggedFix> {
  let after: TrackPlace | null = null;
  for (;;) {
    const fixes: LoggedFix[] = await readTrack(db, range, after, batch);
    yield* fixes;
    const last = fixes.at(-1);
    if (last === undefined || fixes.length < batch) return;
    after = { time: last.fix.time, seal: last.seal, seq: last.fix.seq };
  }
}

/** The newest fix of each seal by its own time; seals without one are left out. */
export async function readNewestFixes(
  db: Queryable,
  seals: readonly number[],
): Promise<Map<number, LoggedFix>> {
  const { rows } = await db.query<Row>(
    `select f.* from unnest($1::integer[]) as wanted (seal)
     cross join lateral (
       select ${COLUMNS} from fixes where fixes.seal = wanted.seal order by time desc, seq desc limit 1) f`,
    [seals],
  );
  return new Map(rows.map((row) => [row.seal, loggedFix(row)]));
}

function loggedFix(row: Row): LoggedFix {
  return { seal: row.seal, receivedAt: row.received_at.getTime(), tooOld: row.too_old, fix: toFix(row) };
}
