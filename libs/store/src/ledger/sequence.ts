import { randomBytes } from 'node:crypto';
import {
  canonical,
  dataHash,
  entryHash,
  NOTHING_BEFORE,
  type ChainedEntry,
  type SealedData,
} from '@haidang/ledger';
import type { ClientBase, Pool } from 'pg';
import { int8Array, textArray, timestamptzArray } from '../binary-arrays.js';
import { inTransaction } from '../queries/queryable.js';
import { actorOf } from './rows.js';

/** Whoever chains holds it; the number is arbitrary and ours. */
const SEQUENCER_LOCK = 4_846_451;

const SALT_BYTES = 16;

/** What a round of the sequencer found to do. `elsewhere`: another process chains just now. */
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
 * Chains the acts that wait, in one transaction: they leave the inbox and stand in the ledger, or nothing has happened. What is not
 * committed yet is not seen, and gets a later position whenever it is; only one process chains at a time, and where the chain ends it reads
 * each time anew. So there is no gap and nothing twice, whoever is killed when.
 * @param most acts in one go
 */
export async function sequence(pool: Pool, most = 2_000): Promise<Sequenced> {
  const { rows } = await pool.query<{ waits: boolean }>('select exists (select from ledger_inbox) as waits');
  if (!rows[0]!.waits) return { chained: 0, more: false };
  return await inTransaction(pool, async (tx) => {
    if (!(await isOurTurn(tx))) return 'elsewhere';
    const acts = await readWaiting(tx, most);
    if (acts.length > 0) await append(tx, chain(acts, await readEnd(tx)));
    await tx.query({
      name: 'clear-ledger-inbox',
      text: 'delete from ledger_inbox where seq = any ($1::int8[])',
      values: [int8Array(acts.length, (i) => Number(acts[i]!.seq))],
    });
    return { chained: acts.length, more: acts.length === most };
  });
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

async function isOurTurn(tx: ClientBase): Promise<boolean> {
  const { rows } = await tx.query<{ ours: boolean }>('select pg_try_advisory_xact_lock($1) as ours', [
    SEQUENCER_LOCK,
  ]);
  return rows[0]!.ours;
}

async function readWaiting(tx: ClientBase, most: number): Promise<WaitingAct[]> {
  const { rows } = await tx.query<WaitingAct>({
    name: 'read-ledger-inbox',
    text: `select seq, id, at, kind, subject, person_id, role, organisation_id, data from ledger_inbox order by seq limit $1`,
    values: [most],
  });
  return rows;
}

async function readEnd(tx: ClientBase): Promise<{ position: number; hash: string }> {
  const { rows } = await tx.query<{ position: number; hash: string }>({
    name: 'read-ledger-end',
    text: `select position::float8 as position, encode(hash, 'hex') as hash from ledger order by ledger.position desc limit 1`,
  });
  return rows[0] ?? { position: 0, hash: NOTHING_BEFORE };
}

function chain(acts: readonly WaitingAct[], end: { position: number; hash: string }): Sealed[] {
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
      by: actorOf(act.person_id, act.role, act.organisation_id),
      data: dataHash(sealed),
      previous,
    };
    previous = entryHash(entry);
    return { entry, hash: previous, sealed };
  });
}

async function append(tx: ClientBase, chained: readonly Sealed[]): Promise<void> {
  const n = chained.length;
  const text = (value: (one: Sealed) => string | null) => textArray(n, (i) => value(chained[i]!));
  await tx.query({
    name: 'append-to-ledger',
    text: `with said as (
        insert into ledger_data (position, salt, data) select * from unnest($1::int8[], $12::text[], $13::text[])
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
    ],
  });
}
