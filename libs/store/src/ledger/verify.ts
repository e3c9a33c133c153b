import {
  ChainCheck,
  CheckpointCheck,
  dataHash,
  isTrusted,
  keyId,
  readPublicKey,
  readStatement,
  type Checkpoint,
  type Fault,
  type KnownKey,
  type Statement,
} from '@haidang/ledger';
import type { Pool } from 'pg';
import { readCheckpointsAfter } from './checkpoints.js';
import { readForgotten } from './forgotten.js';
import { readLedgerKeys } from './keys.js';
import { CHAINED_COLUMNS, chainedOf, type ChainedRow } from './rows.js';
import { readUnchained } from './sequence.js';

/** What a look through the whole ledger gave. */
export interface LedgerReport {
  /** How many entries stand as they were chained, from the first. */
  readonly entries: number;
  readonly head: string;
  readonly checkpoints: number;
  /** The last entry that a signed checkpoint speaks of. */
  readonly covered: number;
  /** Entries whose data was forgotten, as the ledger says itself. */
  readonly forgotten: number;
  readonly unchained: number;
  /** The first thing that is wrong. */
  readonly fault: Fault | undefined;
}

export interface VerifyOptions {
  /** Checkpoints that were kept outside the database: what they say must still be true. */
  readonly copies?: readonly Checkpoint[];
  /** Public keys from outside the database (PEM); only they, and those they endorsed, count. Absent: whatever key the database has. */
  readonly anchors?: readonly string[] | undefined;
  /** Is told now and then how far it is. */
  readonly tell?: (entries: number) => void;
  /** Entries read in one go. */
  readonly page?: number;
}

type Row = [...ChainedRow, salt: string | null, data: string | null];

/** Entries a page: so few that the socket takes in the next page while one is hashed, and the database need not wait with it. */
const PAGE = 1_000;
/** Pages that are asked for before they are needed, each on a connection of its own. */
const AHEAD = 2;

/**
 * Follows the chain from the first entry to the last, with the data of each and the signed checkpoints; page by page, so that neither
 * memory nor the database is held by the length of it. While one page is checked the next ones are read.
 */
export async function verifyLedger(
  pool: Pool,
  { copies = [], anchors, tell = () => undefined, page = PAGE }: VerifyOptions = {},
): Promise<LedgerReport> {
  const keys = await readLedgerKeys(pool);
  const look = new Look(pool, copies, trustedKeys(keys, anchors), await readForgotten(pool));
  const { acts } = await readUnchained(pool);
  const last = await readLastPosition(pool);
  let fault: Fault | undefined;
  for await (const { rows, to } of pages(pool, last, page)) {
    fault = await look.at(rows, to);
    if (fault !== undefined) break;
    tell(look.chain.length);
  }
  fault ??= await look.end();
  return {
    entries: look.chain.length,
    head: look.chain.headHash,
    checkpoints: look.checkpoints.length,
    covered: look.checkpoints.covered,
    forgotten: look.forgotten,
    unchained: acts,
    fault,
  };
}

function trustedKeys(keys: readonly KnownKey[], anchors: readonly string[] | undefined): readonly KnownKey[] {
  if (anchors === undefined) return keys;
  const given = anchors.map((pem) => ({
    id: keyId(readPublicKey(pem)),
    publicKey: pem,
    endorsedBy: null,
    endorsement: null,
  }));
  const known = new Map([...given, ...keys].map((key) => [key.id, key]));
  return [...known.values()].filter(({ id }) => given.some((anchor) => isTrusted(id, known, anchor.id)));
}

interface Page {
  readonly rows: readonly Row[];
  /** The last position that it reaches to. */
  readonly to: number;
}

/** All pages in their order, the next ones under way while one is looked at. Whoever stops early waits for those, and hears nothing of them. */
async function* pages(pool: Pool, last: number, size: number): AsyncGenerator<Page, void, undefined> {
  const underWay: Promise<Row[]>[] = [];
  let asked = 1;
  const ask = () => {
    for (; asked <= last && underWay.length < AHEAD; asked += size) {
      const page = readPage(pool, asked, asked + size - 1);
      page.catch(() => undefined);
      underWay.push(page);
    }
  };
  try {
    for (let from = 1; from <= last; from += size) {
      ask();
      const rows = await underWay.shift()!;
      ask();
      yield { rows, to: Math.min(last, from + size - 1) };
    }
  } finally {
    await Promise.allSettled(underWay);
  }
}

/** Both tables by the same range of their keys: whatever there is of either, a page costs a page. */
async function readPage(pool: Pool, from: number, to: number): Promise<Row[]> {
  const { rows } = await pool.query<Row>({
    name: 'verify-ledger',
    rowMode: 'array',
    text: `select ${CHAINED_COLUMNS}, d.salt, d.data
      from ledger l left join ledger_data d on d.position = l.position and d.position between $1 and $2
      where l.position between $1 and $2 order by l.position`,
    values: [from, to],
  });
  return rows;
}

async function readLastPosition(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ last: number }>(
    'select coalesce(max(position), 0)::float8 as last from ledger',
  );
  return rows[0]!.last;
}

/** A checkpoint that was read and not yet held against its entries, and the last of these. */
interface Due {
  readonly checkpoint: Checkpoint;
  readonly last: number;
}

/** One look through the ledger, from its beginning. */
class Look {
  readonly chain = new ChainCheck();
  readonly checkpoints: CheckpointCheck;
  forgotten = 0;
  private readonly due: Due[] = [];
  private allRead = false;
  private readonly copies: readonly { readonly copy: Checkpoint; readonly says: Statement }[];
  private copiesSeen = 0;

  constructor(
    private readonly pool: Pool,
    copies: readonly Checkpoint[],
    keys: readonly KnownKey[],
    private readonly mayBeForgotten: (position: number) => boolean,
  ) {
    this.checkpoints = new CheckpointCheck(keys);
    this.copies = copies
      .map((copy) => ({ copy, says: readStatement(copy.statement) }))
      .sort((a, b) => a.says.number - b.says.number);
  }

  /** A page of entries, up to a position: one that is not there is missing. */
  async at(rows: readonly Row[], last: number): Promise<Fault | undefined> {
    for (const row of rows) {
      const [salt, text] = [row[11], row[12]];
      const one = chainedOf(row as unknown as ChainedRow);
      const [position, head] = [this.chain.length, this.chain.headHash];
      const fault = this.chain.next(one);
      // an entry tells of the one before: that comes before what a checkpoint says of a whole range
      if (fault !== undefined && fault.position <= position) return fault;
      const signed = this.isDue(position) ? await this.checkpointAt(position, head) : undefined;
      const wrong = signed ?? fault ?? this.dataFault(one.entry, salt, text);
      if (wrong !== undefined) return wrong;
      this.checkpoints.add(one.hash);
    }
    if (this.chain.length >= last) return undefined;
    return { kind: 'missing', position: this.chain.length + 1, what: 'there is no such entry' };
  }

  /** After the last entry: a checkpoint of it, and none of any later one. */
  async end(): Promise<Fault | undefined> {
    const fault = await this.checkpointAt(this.chain.length, this.chain.headHash);
    if (fault !== undefined) return fault;
    const beyond = (await this.nextCheckpoint())?.checkpoint ?? this.copies[this.copiesSeen]?.copy;
    if (beyond === undefined) return undefined;
    const { number, first, last } = readStatement(beyond.statement);
    if (last <= this.chain.length)
      return {
        kind: 'checkpoint',
        position: first,
        what: `checkpoint ${number} is gone; the copy outside has it`,
      };
    // the ledger has grown since its end was looked up
    if (last <= (await readLastPosition(this.pool))) return undefined;
    const what = `checkpoint ${number} was signed over entries up to ${last}`;
    return { kind: 'missing', position: this.chain.length + 1, what };
  }

  /** Whether a checkpoint may be due after a position: asked for each entry, so without waiting for anything. */
  private isDue(position: number): boolean {
    const next = this.due[0];
    return next === undefined ? !this.allRead : next.last <= position;
  }

  private async checkpointAt(position: number, head: string): Promise<Fault | undefined> {
    const next = await this.nextCheckpoint();
    if (next === undefined || next.last > position) return undefined;
    this.due.shift();
    const { checkpoint } = next;
    return this.checkpoints.next(checkpoint, head) ?? this.copyFault(checkpoint);
  }

  /** A copy from outside with the number of this checkpoint says the same. */
  private copyFault(checkpoint: Checkpoint): Fault | undefined {
    const { number, first } = readStatement(checkpoint.statement);
    for (; this.copies[this.copiesSeen]?.says.number === number; this.copiesSeen += 1) {
      if (this.copies[this.copiesSeen]!.copy.statement !== checkpoint.statement)
        return {
          kind: 'checkpoint',
          position: first,
          what: `checkpoint ${number}: the copy outside says otherwise`,
        };
    }
    return undefined;
  }

  private dataFault(
    { position, data }: { readonly position: number; readonly data: string },
    salt: string | null,
    text: string | null,
  ): Fault | undefined {
    if (salt === null || text === null) {
      if (!this.mayBeForgotten(position))
        return {
          kind: 'data',
          position,
          what: 'what it says is gone, and no entry says that it was forgotten',
        };
      this.forgotten += 1;
    } else if (dataHash({ salt, text }) !== data) {
      return { kind: 'data', position, what: 'what it says is not what was hashed' };
    }
    return undefined;
  }

  private async nextCheckpoint(): Promise<Due | undefined> {
    if (this.due.length === 0 && !this.allRead) {
      const read = await readCheckpointsAfter(this.pool, this.checkpoints.length, 500);
      this.due.push(...read.map((checkpoint) => ({ checkpoint, last: lastOf(checkpoint) })));
      this.allRead = this.due.length === 0;
    }
    return this.due[0];
  }
}

/** 0 for what is no statement: it is looked at as soon as it is next. */
function lastOf({ statement }: Checkpoint): number {
  try {
    return readStatement(statement).last;
  } catch {
    return 0;
  }
}
