import { canonical } from './canonical.js';
import { isCheckpointSigned, readStatement, type Checkpoint, type Statement } from './checkpoint.js';
import { dataHash, entryHash, type LedgerEntry } from './entry.js';
import { isTrusted, keyId, readPublicKey, type KnownKey } from './keys.js';
import { pathsTo, rootOf } from './tree.js';

const HASH_BYTES = 32;

/** One entry, and all that is needed to see that it stood in the ledger when a checkpoint was signed. */
export interface Proof {
  readonly format: typeof PROOF_FORMAT;
  readonly entry: LedgerEntry;
  /** What the entry says; null: it was forgotten, as an entry of the ledger says, or is kept back. */
  readonly data: { readonly salt: string; readonly value: object } | null;
  /** From the entry to the root of the checkpoint's tree: hashes in hexadecimal. */
  readonly path: readonly string[];
  readonly checkpoint: Checkpoint;
  /** The key of the checkpoint, and those that lead to it by endorsement. */
  readonly keys: readonly KnownKey[];
}

export const PROOF_FORMAT = 'haidang-ledger-proof-1';

/** Some of the entries that a checkpoint speaks of. */
export interface SignedEntries {
  readonly entries: readonly LedgerEntry[];
  readonly checkpoint: Checkpoint;
  /** Those of all entries that it speaks of, in their order, 32 bytes each. */
  readonly hashes: Uint8Array;
}

/** Proves entries without what they say. @param keys all that are known */
export function prove({ entries, checkpoint, hashes }: SignedEntries, keys: readonly KnownKey[]): Proof[] {
  const { first, last, key } = readStatement(checkpoint.statement);
  const contents = Array.from({ length: last - first + 1 }, (_, i) =>
    hashes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );
  const paths = pathsTo(
    contents,
    entries.map(({ position }) => position - first),
  );
  const { statement, signature } = checkpoint;
  return entries.map((entry, i) => ({
    ...{ format: PROOF_FORMAT, entry, data: null },
    path: paths[i]!.map((hash) => hash.toString('hex')),
    checkpoint: { statement, signature },
    keys: endorsersOf(key, keys),
  }));
}

/** The key and those it follows from. */
function endorsersOf(id: string, keys: readonly KnownKey[]): KnownKey[] {
  const chain: KnownKey[] = [];
  let key = keys.find((one) => one.id === id);
  while (key !== undefined && !chain.includes(key)) {
    chain.push(key);
    const { endorsedBy } = key;
    key = keys.find((one) => one.id === endorsedBy);
  }
  return chain;
}

/** What a proof proves; or why it proves nothing, in one line. */
export type ProofVerdict =
  | {
      readonly holds: true;
      readonly entry: LedgerEntry;
      readonly statement: Statement;
      readonly data: object | null;
    }
  | { readonly holds: false; readonly why: string };

/**
 * Checks a proof, or each of a list of them, by the text of its file and a public key alone. The key is that of the checkpoint, or an earlier one
 * that endorsed it. Whatever the text is, this answers and throws nothing.
 * @returns one verdict at least
 */
export function checkProofs(text: string, publicKey: string): ProofVerdict[] {
  let anchor: string;
  try {
    anchor = keyId(readPublicKey(publicKey));
  } catch (error) {
    return [{ holds: false, why: `the key cannot be read: ${(error as Error).message}` }];
  }
  let proofs: unknown[];
  try {
    const told: unknown = JSON.parse(text);
    proofs = Array.isArray(told) ? told : [told];
  } catch {
    return [NO_PROOF];
  }
  return proofs.length === 0 ? [NO_PROOF] : proofs.map((proof) => checkOne(proof as Proof, anchor));
}

const NO_PROOF: ProofVerdict = { holds: false, why: 'it is not a proof' };

function checkOne(proof: Proof, anchor: string): ProofVerdict {
  try {
    if (proof.format !== PROOF_FORMAT) return { holds: false, why: `it is not of the form ${PROOF_FORMAT}` };
    return check(proof, anchor);
  } catch {
    return NO_PROOF;
  }
}

function check({ entry, data, path, checkpoint, keys }: Proof, anchor: string): ProofVerdict {
  const no = (why: string): ProofVerdict => ({ holds: false, why });
  const statement = readStatement(checkpoint.statement);
  const known = new Map(keys.map((key) => [key.id, key]));
  if (!isTrusted(statement.key, known, anchor))
    return no('the checkpoint is of a key that the given one did not endorse');
  if (!isCheckpointSigned(checkpoint, readPublicKey(known.get(statement.key)!.publicKey)))
    return no('the signature of the checkpoint is false');
  const root = rootOf(
    Buffer.from(entryHash(entry), 'hex'),
    entry.position - statement.first,
    statement.last - statement.first + 1,
    path.map((hash) => Buffer.from(hash, 'hex')),
  );
  if (root?.toString('hex') !== statement.root) return no('the entry is not one of those that were signed');
  if (data !== null && dataHash({ salt: data.salt, text: canonical(data.value) }) !== entry.data)
    return no('what the entry says is not what was hashed');
  return { holds: true, entry, statement, data: data?.value ?? null };
}
