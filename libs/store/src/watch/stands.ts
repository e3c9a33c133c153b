import {
  isWatched,
  TRANSIT_STATES,
  type Instant,
  type LatLon,
  type Metres,
  type Millis,
} from '@haidang/domain';
import type { ClientBase, Pool } from 'pg';
import { boolArray, float8Array, int4Array, textArray, timestamptzArray } from '../binary-arrays.js';
import type { WatchKey } from './history.js';

/** A truck stood at one place: the engine's word. `from` names it among those of its seal. */
export interface StandRecord extends LatLon {
  readonly from: Instant;
  readonly to: Instant;
  readonly open: boolean;
  readonly accuracy: Metres;
  readonly evidence: Instant;
  /** The numbers of its transit then. */
  readonly radius: Metres;
  readonly after: Millis;
  readonly rejoin: Millis;
}

/** A stand and whose it is. */
export interface StandRow extends WatchKey {
  readonly stand: StandRecord;
}

/** Stands of one watch, in place of all that began at `since` or later; -Infinity: of all. */
export interface StandsSince {
  readonly since: Instant;
  readonly stands: readonly StandRecord[];
}

/** Writes stands over what was said of them before; the last word about each stands. Those of a transit that was deleted are left out. */
export async function writeStands(db: Pool | ClientBase, rows: readonly StandRow[]): Promise<void> {
  if (rows.length === 0) return;
  const last = new Map(rows.map((row) => [`${row.seal}/${row.transitId}/${row.stand.from}`, row]));
  const all = [...last.values()];
  const n = all.length;
  await db.query({
    name: 'write-stands',
    text: `insert into stands (seal, transit_id, from_at, to_at, open, lat, lon, accuracy, evidence_at, radius, after_ms, rejoin_ms)
      select n.seal, n.transit_id, n.from_at, n.to_at, n.open, n.lat, n.lon, n.accuracy, n.evidence_at, n.radius, n.after_ms,
        n.rejoin_ms
      from unnest($1::int4[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::bool[], $6::float8[], $7::float8[],
          $8::float8[], $9::timestamptz[], $10::float8[], $11::float8[], $12::float8[])
        as n (seal, transit_id, from_at, to_at, open, lat, lon, accuracy, evidence_at, radius, after_ms, rejoin_ms)
      join transits t on t.id = n.transit_id join seals s on s.key = n.seal
      for key share of t, s
      on conflict (seal, transit_id, from_at) do update set to_at = excluded.to_at, open = excluded.open,
        lat = excluded.lat, lon = excluded.lon, accuracy = excluded.accuracy, evidence_at = excluded.evidence_at,
        radius = excluded.radius, after_ms = excluded.after_ms, rejoin_ms = excluded.rejoin_ms`,
    values: [
      int4Array(n, (i) => all[i]!.seal),
      textArray(n, (i) => all[i]!.transitId),
      timestamptzArray(n, (i) => all[i]!.stand.from),
      timestamptzArray(n, (i) => all[i]!.stand.to),
      boolArray(n, (i) => all[i]!.stand.open),
      float8Array(n, (i) => all[i]!.stand.lat),
      float8Array(n, (i) => all[i]!.stand.lon),
      float8Array(n, (i) => all[i]!.stand.accuracy),
      timestamptzArray(n, (i) => all[i]!.stand.evidence),
      float8Array(n, (i) => all[i]!.stand.radius),
      float8Array(n, (i) => all[i]!.stand.after),
      float8Array(n, (i) => all[i]!.stand.rejoin),
    ],
  });
}

/** What a watch folded again tells of its stands. */
export async function replaceStands(
  tx: ClientBase,
  watch: WatchKey,
  { since, stands }: StandsSince,
): Promise<void> {
  if (since < Infinity)
    await tx.query({
      name: 'drop-stands-since',
      text: 'delete from stands where seal = $1 and transit_id = $2 and from_at >= $3',
      values: [watch.seal, watch.transitId, since === -Infinity ? '-infinity' : new Date(since)],
    });
  await writeStands(
    tx,
    stands.map((stand) => ({ ...watch, stand })),
  );
}

/** Every stand that is kept. */
export async function readStands(db: Pool | ClientBase): Promise<StandRow[]> {
  const { rows } = await db.query<{
    seal: number;
    seal_id: string;
    transit_id: string;
    from_at: Date;
    to_at: Date;
    open: boolean;
    lat: number;
    lon: number;
    accuracy: number;
    evidence_at: Date;
    radius: number;
    after_ms: number;
    rejoin_ms: number;
  }>('select s.id as seal_id, n.* from stands n join seals s on s.key = n.seal order by n.from_at');
  return rows.map((row) => ({
    seal: row.seal,
    sealId: row.seal_id,
    transitId: row.transit_id,
    stand: {
      from: row.from_at.getTime(),
      to: row.to_at.getTime(),
      open: row.open,
      lat: row.lat,
      lon: row.lon,
      accuracy: row.accuracy,
      evidence: row.evidence_at.getTime(),
      radius: row.radius,
      after: row.after_ms,
      rejoin: row.rejoin_ms,
    },
  }));
}

/** Stands that ended before a time go; one that goes on stays as long as its transit is watched. */
export async function dropOldStands(db: Pool | ClientBase, before: Instant): Promise<void> {
  await db.query(
    `delete from stands s where to_at < $1
      and (not open or exists (select from transits t where t.id = s.transit_id and t.state <> all ($2)))`,
    [new Date(before), TRANSIT_STATES.filter(isWatched)],
  );
}
