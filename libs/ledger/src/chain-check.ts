import {
  readStatement,
  isCheckpointSigned,
  statementHash,
  type Checkpoint,
  type Statement,
} from './checkpoint.js';
import { entryHash, NOTHING_BEFORE, type LedgerEntry } from './entry.js';
import { readPublicKey, type KnownKey } from './keys.js';
import { Tree } from './tree.js';

/** What is wrong with a ledger, and where it first is. */
export interface Fault {
  /**
   * `edited`: the entry is not what was hashed. `missing`: there is none at the position. `inserted`: the entry does not belong there.
   * `replaced`: the next one was chained to another. `data`: what it says was edited, or is gone and no entry says why. `checkpoint`: a signed
   * statement does not fit, or is not signed.
   */
  readonly kind: 'edited' | 'missing' | 'inserted' | 'replaced' | 'data' | 'checkpoint';
  /** Of a checkpoint: the first entry it speaks of. */
  readonly position: number;
  /** One line for a person. */
  readonly what: string;
}

/** An entry and the hash that is kept beside it. */
export interface ChainedEntry {
  readonly entry: LedgerEntry;
  readonly hash: string;
}

/** Follows the chain from its beginning, one entry after the other; holds only what the next one is compared with. */
export class ChainCheck {
  /** The hashes of the last entry and of the one before it. */
  private head = NOTHING_BEFORE;
  private headBefore: string | undefined;
  private count = 0;

  /** How many entries were followed. */
  get length(): number {
    return this.count;
  }

  get headHash(): string {
    return this.head;
  }

  /** @returns what is wrong; then the chain cannot be followed further */
  next({ entry, hash }: ChainedEntry): Fault | undefined {
    const expected = this.count + 1;
    if (entry.position > expected) return fault('missing', expected, 'there is no such entry');
    if (entry.position < expected) return fault('inserted', entry.position, 'there is more than one');
    const trueHash = entryHash(entry);
    if (entry.previous !== this.head) return this.misplaced(entry, trueHash === hash);
    if (trueHash !== hash) return fault('edited', expected, 'it is not what was hashed');
    this.headBefore = this.head;
    this.head = hash;
    this.count = expected;
    return undefined;
  }

  /** An entry that was not chained to the one before it: which of the two is the wrong one? */
  private misplaced({ position, previous }: LedgerEntry, whole: boolean): Fault {
    if (previous === this.headBefore)
      return fault(
        'inserted',
        position - 1,
        `what is entry ${position} now was chained to entry ${position - 2}`,
      );
    if (whole && position > 1)
      return fault('replaced', position - 1, `entry ${position} was chained to another one`);
    return fault('edited', position, 'it is not what was hashed, or stood in another place');
  }
}

/** Holds the signed checkpoints against the entries that {@link ChainCheck} has followed. */
export class CheckpointCheck {
  private tree = new Tree();
  private before: { checkpoint: Checkpoint; statement: Statement } | undefined;
  private readonly keys: ReadonlyMap<string, KnownKey>;

  constructor(keys: readonly KnownKey[]) {
    this.keys = new Map(keys.map((key) => [key.id, key]));
  }

  /** The last position that a checkpoint speaks of. */
  get covered(): number {
    return this.before?.statement.last ?? 0;
  }

  get length(): number {
    return this.before?.statement.number ?? 0;
  }

  /** The hash of the next entry of the chain. */
  add(hash: string): void {
    this.tree.add(Buffer.from(hash, 'hex'));
  }

  /** A checkpoint, when the entries up to its last one were added. @param head the hash of that entry */
  next(checkpoint: Checkpoint, head: string): Fault | undefined {
    const first = this.covered + 1;
    const wrong = (what: string) => fault('checkpoint', first, `checkpoint ${this.length + 1}: ${what}`);
    let statement: Statement;
    try {
      statement = readStatement(checkpoint.statement);
    } catch {
      return wrong('it is no statement');
    }
    const key = this.keys.get(statement.key);
    if (key === undefined) return wrong('nobody knows the key that signed it');
    if (!isCheckpointSigned(checkpoint, readPublicKey(key.publicKey))) return wrong('it is not signed');
    if (statement.number !== this.length + 1 || statement.first !== first)
      return wrong('it does not follow the one before');
    if (statement.previous !== statementHash(this.before?.checkpoint))
      return wrong('the one before was another');
    if (statement.head !== head || statement.root !== this.tree.root().toString('hex'))
      return wrong(`the entries ${statement.first} to ${statement.last} were others when it was signed`);
    this.before = { checkpoint, statement };
    this.tree = new Tree();
    return undefined;
  }
}

function fault(kind: Fault['kind'], position: number, what: string): Fault {
  return { kind, position, what };
}
