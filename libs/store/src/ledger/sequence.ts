import { randomBytes } from 'node:crypto';
import {
  canonical,
  dataHash,
  entryHash,
  NOTHING_BEFORE,
  type ChainedEntry,
  type SealedData,
} from '@haidang/ledger';
import type { Pool } from 'pg';
import { int8Array, textArray, timestamptzArray } from '../binary-arrays.js';
import { violationOf } from '../queries/constraint.js';
import { byOf } from './rows.js';

const SALT_BYTES = 16;

/** What a round of the sequencer found to do. `elsewhere`: another process was faster. */
export type Sequenced = { readonly chained: number; readonly more: boolean } | 'elsewhere';

interface WaitingAct {
  readonly seq: string;
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly subject: string;
  readonly person_id: string | null;
  readonly role: string | null;
  readonly organisation_id: string | null;
  readonly data: object;
}

type Sealed = ChainedEntry & { readonly sealed: SealedData };

/**
 * Chains the acts that wait. What is not committed yet is not seen, and gets a later position whenever it is. They leave the inbox and stand
 * in the ledger in one statement, or nothing has happened. Where the chain ends is read each time anew; of two processes that read the same
 * end the second finds the position taken, and has done nothing. So there is no gap and nothing twice, whoever is killed when.
 *
 * Two round trips, whatever there is to do: beside full ingest each of them waits for its turn.
 * @param most acts in one go
 */
export async function sequence(pool: Pool, most = 5_000): Promise<Sequenced> {
  const { acts, end } = await readWaiting(pool, most);
  if (acts.length === 0) return { chained: 0, more: false };
  try {
    await append(pool, acts, chain(acts, end));
  } catch (error) {
    if (violationOf(error)?.kind === 'unique') return 'elsewhere';
    throw error;
  }
  return { chained: acts.length, more: acts.length === most };
}

/** Chains all that wait, or leaves the rest to whoever is faster. @returns how many were chained here */
export async function sequenceAll(pool: Pool): Promise<number> {
  for (let chained = 0; ;) {
    const done = await sequence(pool);
    if (done === 'elsewhere') return chained;
    chained += done.chained;
    if (!done.more) return chained;
  }
}

/** How many acts wait to be chained, and since when the oldest does, in milliseconds. */
export async function readUnchained(
  pool: Pool,
): Promise<{ readonly acts: number; readonly oldestAt: number | null }> {
  const { rows } = await pool.query<{ acts: number; oldest: Date | null }>(
    'select count(*)::int4 as acts, min(at) as oldest from ledger_inbox',
  );
  return { acts: rows[0]!.acts, oldestAt: rows[0]!.oldest?.getTime() ?? null };
}

interface End {
  readonly position: number;
  readonly hash: string;
}

async function readWaiting(pool: Pool, most: number): Promise<{ acts: WaitingAct[]; end: End }> {
  const { rows } = await pool.query<WaitingAct & { end_position: number | null; end_hash: string | null }>({
    name: 'read-ledger-inbox',
    text: `select i.*, l.end_position, l.end_hash
      from (select seq, id, at, kind, subject, person_id, role, organisation_id, data from ledger_inbox order by seq limit $1) i
      left join (
        select position::float8 as end_position, encode(hash, 'hex') as end_hash from ledger order by position desc limit 1
      ) l on true
      order by i.seq`,
    values: [most],
  });
  const first = rows[0];
  const end = { position: first?.end_position ?? 0, hash: first?.end_hash ?? NOTHING_BEFORE };
  return { acts: rows, end };
}

function chain(acts: readonly WaitingAct[], end: End): Sealed[] {
  const salts = randomBytes(acts.length * SALT_BYTES);
  let { position, hash: previous } = end;
  return acts.map((act, i) => {
    const salt = salts.toString('hex', i * SALT_BYTES, (i + 1) * SALT_BYTES);
    const sealed = { salt, text: canonical(act.data) };
    position += 1;
    const entry = {
      position,
      id: act.id,
      at: act.at.toISOString(),
      kind: act.kind,
      subject: act.subject,
      by: byOf(act.person_id, act.role, act.organisation_id),
      data: dataHash(sealed),
      previous,
    };
    previous = entryHash(entry);
    return { entry, hash: previous, sealed };
  });
}

async function append(pool: Pool, acts: readonly WaitingAct[], chained: readonly Sealed[]): Promise<void> {
  const n = chained.length;
  const text = (value: (one: Sealed) => string | null) => textArray(n, (i) => value(chained[i]!));
  await pool.query({
    name: 'append-to-ledger',
    text: `with said as (
        insert into ledger_data (position, salt, data) select * from unnest($1::int8[], $12::text[], $13::text[])
      ), left_inbox as (
        delete from ledger_inbox where seq = any ($14::int8[])
      )
      insert into ledger (position, id, at, kind, subject, person_id, role, organisation_id, data_hash, previous, hash)
      select position, id::uuid, at, kind, subject, person, role, organisation, decode(data, 'hex'), decode(previous, 'hex'),
        decode(hash, 'hex')
      from unnest($1::int8[], $2::text[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
          $10::text[], $11::text[])
        as e (position, id, at, kind, subject, person, role, organisation, data, previous, hash)`,
    values: [
      int8Array(n, (i) => chained[i]!.entry.position),
      text(({ entry }) => entry.id),
      timestamptzArray(n, (i) => Date.parse(chained[i]!.entry.at)),
      text(({ entry }) => entry.kind),
      text(({ entry }) => entry.subject),
      text(({ entry }) => entry.by?.person ?? null),
      text(({ entry }) => entry.by?.role ?? null),
      text(({ entry }) => entry.by?.organisation ?? null),
      text(({ entry }) => entry.data),
      text(({ entry }) => entry.previous),
      text(({ hash }) => hash),
      text(({ sealed }) => sealed.salt),
      text(({ sealed }) => sealed.text),
      int8Array(n, (i) => Number(acts[i]!.seq)),
    ],
  });
}
