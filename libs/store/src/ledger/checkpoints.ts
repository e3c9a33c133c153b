import type { KeyObject } from 'node:crypto';
import {
  keyId,
  readStatement,
  signCheckpoint,
  statementHash,
  Tree,
  type Checkpoint,
  type Statement,
} from '@haidang/ledger';
import type { Pool } from 'pg';
import { inTransaction, type Queryable } from '../queries/queryable.js';

/** Whoever signs holds it; the number is arbitrary and ours. */
const CHECKPOINT_LOCK = 4_846_452;

const PAGE = 20_000;

/** A checkpoint and what it says. */
export interface ReadCheckpoint extends Checkpoint {
  readonly says: Statement;
}

interface CheckpointRow {
  statement: string;
  signature: string;
}

/**
 * Signs what was chained since the last checkpoint; the key has been introduced.
 * @returns undefined when nothing was
 */
export async function writeLedgerCheckpoint(
  pool: Pool,
  key: KeyObject,
  at: number,
): Promise<ReadCheckpoint | undefined> {
  return await inTransaction(pool, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [CHECKPOINT_LOCK]);
    const before = await readLastCheckpoint(tx);
    const first = (before?.says.last ?? 0) + 1;
    const end = await tx.query<{ last: number }>(
      'select max(position)::float8 as last from ledger where position >= $1',
      [first],
    );
    const { last } = end.rows[0]!;
    if (last === null) return undefined;
    const tree = new Tree();
    let head = '';
    for await (const hash of readHashes(tx, first, last)) {
      tree.add(hash);
      head = hash.toString('hex');
    }
    const number = (before?.says.number ?? 0) + 1;
    const statement = {
      ...{ number, first, last, head },
      root: tree.root().toString('hex'),
      at: new Date(at).toISOString(),
      previous: statementHash(before),
    };
    const checkpoint = signCheckpoint(statement, key);
    await tx.query(
      `insert into ledger_checkpoints (number, first, last, statement, key_id, signature) values ($1, $2, $3, $4, $5, $6)`,
      [number, first, last, checkpoint.statement, keyId(key), checkpoint.signature],
    );
    return { ...checkpoint, says: readStatement(checkpoint.statement) };
  });
}

export async function readLastCheckpoint(db: Queryable): Promise<ReadCheckpoint | undefined> {
  const { rows } = await db.query<CheckpointRow>(
    'select statement, signature from ledger_checkpoints order by number desc limit 1',
  );
  return rows.map(checkpointOf)[0];
}

/** The one that speaks of a position. */
export async function findCheckpointOver(
  db: Queryable,
  position: number,
): Promise<ReadCheckpoint | undefined> {
  const { rows } = await db.query<CheckpointRow>(
    'select statement, signature from ledger_checkpoints where last >= $1 order by last limit 1',
    [position],
  );
  return rows.map(checkpointOf)[0];
}

/** Some of them, in the order of their numbers. @param after a number */
export async function readCheckpointsAfter(
  db: Queryable,
  after: number,
  limit: number,
): Promise<Checkpoint[]> {
  const { rows } = await db.query<CheckpointRow>(
    'select statement, signature from ledger_checkpoints where number > $1 order by number limit $2',
    [after, limit],
  );
  return rows;
}

/** The hashes of a range of entries, in order; some thousands at a time. */
export async function* readHashes(db: Queryable, first: number, last: number): AsyncGenerator<Buffer> {
  for (let from = first; from <= last; from += PAGE) {
    const { rows } = await db.query<{ hash: Buffer }>(
      'select hash from ledger where position between $1 and $2 order by position',
      [from, Math.min(last, from + PAGE - 1)],
    );
    for (const { hash } of rows) yield hash;
  }
}

function checkpointOf({ statement, signature }: CheckpointRow): ReadCheckpoint {
  return { statement, signature, says: readStatement(statement) };
}
