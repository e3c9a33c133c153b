import type { KeyObject } from 'node:crypto';
import { canonical, sha256 } from './canonical.js';
import { NOTHING_BEFORE } from './entry.js';
import { isSigned, keyId, sign } from './keys.js';

/** What is signed: that the ledger's entries `first` to `last` were these and no others. */
export interface Statement {
  /** From 1, without a gap. */
  readonly number: number;
  /** Positions; `first` follows the `last` of the checkpoint before. */
  readonly first: number;
  readonly last: number;
  /** Of the Merkle tree over the hashes of these entries. */
  readonly root: string;
  /** The hash of the entry `last`: with it the whole chain up to there. */
  readonly head: string;
  /** When it was signed, UTC. */
  readonly at: string;
  /** The id of the key that signs. */
  readonly key: string;
  /** SHA-256 of the statement before; of the first {@link NOTHING_BEFORE}. */
  readonly previous: string;
}

export interface Checkpoint {
  /** The {@link Statement} in canonical form: what was signed, byte for byte. */
  readonly statement: string;
  /** Ed25519, base64. */
  readonly signature: string;
}

export function signCheckpoint(statement: Omit<Statement, 'key'>, key: KeyObject): Checkpoint {
  const text = canonical({ ...statement, key: keyId(key) });
  return { statement: text, signature: sign(text, key) };
}

/** @throws Error when it is no statement in canonical form */
export function readStatement(text: string): Statement {
  const statement = JSON.parse(text) as Statement;
  if (canonical(statement) !== text) throw new Error('not in canonical form');
  return statement;
}

export function isCheckpointSigned({ statement, signature }: Checkpoint, key: KeyObject): boolean {
  return isSigned(statement, signature, key);
}

/** What the next checkpoint says of this one. */
export function statementHash(checkpoint: Checkpoint | undefined): string {
  return checkpoint === undefined ? NOTHING_BEFORE : sha256(checkpoint.statement);
}
