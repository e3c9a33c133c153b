import { describe, expect, it } from 'vitest';
import { ChainCheck, CheckpointCheck, type ChainedEntry, type Fault } from './chain-check.js';
import { signCheckpoint, statementHash, type Checkpoint } from './checkpoint.js';
import { entryHash, NOTHING_BEFORE, type LedgerEntry } from './entry.js';
import {
  endorsedText,
  isTrusted,
  keyId,
  newPrivateKey,
  publicPemOf,
  readPrivateKey,
  sign,
  type KnownKey,
} from './keys.js';
import { checkProofs, PROOF_FORMAT, type Proof } from './proof.js';
import { canonical } from './canonical.js';
import { dataHash } from './entry.js';
import { pathsTo, Tree } from './tree.js';

const SALT = '00'.repeat(16);

/** A chain of so many entries. */
function chainOf(length: number): ChainedEntry[] {
  const chain: ChainedEntry[] = [];
  for (let position = 1; position <= length; position++) {
    const entry: LedgerEntry = {
      position,
      id: `00000000-0000-4000-8000-${String(position).padStart(12, '0')}`,
      at: '2026-11-25T08:00:00.000Z',
      kind: 'alarm.acknowledge',
      subject: `alarm/${position}`,
      by: { person: 'P1', role: 'centre_operator', organisation: 'C' },
      data: dataHash({ salt: SALT, text: canonical({ revision: position }) }),
      previous: chain.at(-1)?.hash ?? NOTHING_BEFORE,
    };
    chain.push({ entry, hash: entryHash(entry) });
  }
  return chain;
}

function firstFault(chain: readonly ChainedEntry[]): Fault | undefined {
  const check = new ChainCheck();
  for (const one of chain) {
    const fault = check.next(one);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const KEY = readPrivateKey(newPrivateKey());
const KNOWN: KnownKey = { id: keyId(KEY), publicKey: publicPemOf(KEY), endorsedBy: null, endorsement: null };

function checkpointOf(
  chain: readonly ChainedEntry[],
  first: number,
  last: number,
  before?: Checkpoint,
): Checkpoint {
  const tree = new Tree();
  for (const { hash } of chain.slice(first - 1, last)) tree.add(Buffer.from(hash, 'hex'));
  return signCheckpoint(
    {
      number: before === undefined ? 1 : 2,
      first,
      last,
      root: tree.root().toString('hex'),
      head: chain[last - 1]!.hash,
      at: '2026-11-25T09:00:00.000Z',
      previous: statementHash(before),
    },
    KEY,
  );
}

describe('a chain', () => {
  const chain = chainOf(6);
  const edited = (at: number, change: Partial<LedgerEntry>, rehash = false) =>
    chain.map(({ entry, hash }) => {
      if (entry.position !== at) return { entry, hash };
      const other = { ...entry, ...change };
      return { entry: other, hash: rehash ? entryHash(other) : hash };
    });

  it('that nobody touched has no fault', () => {
    expect(firstFault(chain)).toBeUndefined();
  });

  it('an entry that was edited is named', () => {
    expect(firstFault(edited(3, { subject: 'alarm/9' }))).toMatchObject({ kind: 'edited', position: 3 });
    expect(firstFault(edited(3, { previous: 'f'.repeat(64) }))).toMatchObject({
      kind: 'edited',
      position: 3,
    });
  });

  it('one that was edited with its hash is named all the same', () => {
    expect(firstFault(edited(3, { subject: 'alarm/9' }, true))).toMatchObject({
      kind: 'replaced',
      position: 3,
    });
    expect(firstFault(edited(1, { kind: 'a.b' }, true))).toMatchObject({ kind: 'replaced', position: 1 });
  });

  it('one that is gone is named, also when the others closed up', () => {
    expect(firstFault(chain.filter(({ entry }) => entry.position !== 3))).toMatchObject({
      kind: 'missing',
      position: 3,
    });
    const closed = chain
      .filter(({ entry }) => entry.position !== 3)
      .map(({ entry, hash }, i) => ({ entry: { ...entry, position: i + 1 }, hash }));
    expect(firstFault(closed)).toMatchObject({ position: 3 });
  });

  it('one that was put in is named', () => {
    const planted: LedgerEntry = { ...chain[2]!.entry, id: 'planted', position: 3 };
    const moved = chain.map(({ entry, hash }) =>
      entry.position < 3 ? { entry, hash } : { entry: { ...entry, position: entry.position + 1 }, hash },
    );
    moved.splice(2, 0, { entry: planted, hash: entryHash(planted) });
    expect(firstFault(moved)).toMatchObject({ kind: 'inserted', position: 3 });
    expect(firstFault([...chain.slice(0, 3), chain[2]!, ...chain.slice(3)])).toMatchObject({
      kind: 'inserted',
      position: 3,
    });
  });

  it('the first of two that changed places is named', () => {
    const swapped = [...chain];
    swapped[1] = { entry: { ...chain[4]!.entry, position: 2 }, hash: chain[4]!.hash };
    swapped[4] = { entry: { ...chain[1]!.entry, position: 5 }, hash: chain[1]!.hash };
    expect(firstFault(swapped)).toMatchObject({ position: 2 });
  });
});

describe('a checkpoint', () => {
  const chain = chainOf(5);
  const [first, second] = [checkpointOf(chain, 1, 3), checkpointOf(chain, 4, 5, checkpointOf(chain, 1, 3))];

  function fault(
    checkpoints: readonly Checkpoint[],
    of = chain,
    keys: readonly KnownKey[] = [KNOWN],
  ): Fault | undefined {
    const check = new CheckpointCheck(keys);
    for (const { entry, hash } of of) {
      check.add(hash);
      const due = [3, 5].indexOf(entry.position);
      const found = checkpoints[due] === undefined ? undefined : check.next(checkpoints[due], hash);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  it('that fits has no fault', () => {
    expect(fault([first, second])).toBeUndefined();
  });

  it('over a chain that was made anew as a whole does not fit', () => {
    const forged = chainOf(5);
    forged[1] = { ...forged[1]!, hash: 'a'.repeat(64) };
    expect(fault([first], forged)).toMatchObject({
      kind: 'checkpoint',
      position: 1,
      what: expect.stringContaining('1 to 3') as string,
    });
  });

  it('that is not signed, or by a stranger, is refused', () => {
    expect(fault([{ ...first, signature: second.signature }])?.what).toContain('not signed');
    expect(fault([first], chain, [])?.what).toContain('nobody knows the key');
    expect(fault([{ ...first, statement: '{}' }])?.what).toContain('nobody knows the key');
    expect(fault([{ ...first, statement: ' {}' }])?.what).toContain('no statement');
  });

  it('one that is left out is missed', () => {
    expect(fault([second])?.what).toContain('does not follow');
  });
});

describe('a key', () => {
  const [next, stranger] = [readPrivateKey(newPrivateKey()), readPrivateKey(newPrivateKey())];
  const known = (key: typeof KEY, by: typeof KEY | null): KnownKey => {
    const publicKey = publicPemOf(key);
    const endorsement = by === null ? null : sign(endorsedText(publicKey), by);
    return { id: keyId(key), publicKey, endorsedBy: by === null ? null : keyId(by), endorsement };
  };
  const keys = (...all: KnownKey[]) => new Map(all.map((key) => [key.id, key]));

  it('is trusted by itself and by the one that endorsed it, not the other way round', () => {
    const both = keys(KNOWN, known(next, KEY));
    expect(isTrusted(keyId(next), both, keyId(KEY))).toBe(true);
    expect(isTrusted(keyId(KEY), both, keyId(KEY))).toBe(true);
    expect(isTrusted(keyId(KEY), both, keyId(next))).toBe(false);
  });

  it('is not trusted for an endorsement that another signed, nor under a name that is not its own', () => {
    const false_ = { ...known(next, KEY), endorsement: known(next, stranger).endorsement };
    expect(isTrusted(keyId(next), keys(KNOWN, false_), keyId(KEY))).toBe(false);
    const renamed = { ...known(stranger, null), id: keyId(KEY) };
    expect(isTrusted(keyId(KEY), keys(renamed), keyId(KEY))).toBe(false);
  });

  it('that endorses itself in a circle ends the search', () => {
    const circle = keys(known(next, stranger), known(stranger, next));
    expect(isTrusted(keyId(next), circle, keyId(KEY))).toBe(false);
  });
});

describe('a proof', () => {
  const chain = chainOf(5);
  const proof = (): Proof => ({
    format: PROOF_FORMAT,
    entry: chain[1]!.entry,
    data: { salt: SALT, value: { revision: 2 } },
    path: pathsTo(
      chain.map(({ hash }) => Buffer.from(hash, 'hex')),
      [1],
    )[0]!.map((hash) => hash.toString('hex')),
    checkpoint: checkpointOf(chain, 1, 5),
    keys: [KNOWN],
  });
  const verdict = (changed: object) =>
    checkProofs(JSON.stringify({ ...proof(), ...changed }), KNOWN.publicKey)[0]!;
  const refused = (why: string) => ({ holds: false, why: expect.stringContaining(why) as string });

  it('holds, with what the entry says or without', () => {
    expect(verdict({})).toMatchObject({
      holds: true,
      data: { revision: 2 },
      statement: { first: 1, last: 5 },
    });
    expect(verdict({ data: null })).toMatchObject({ holds: true, data: null });
  });

  it('that was tampered with is refused', () => {
    const { entry, path, checkpoint } = proof();
    expect(verdict({ entry: { ...entry, at: '2026-11-25T08:00:00.001Z' } })).toEqual(
      refused('not one of those'),
    );
    expect(verdict({ entry: { ...entry, position: 3 } })).toEqual(refused('not one of those'));
    expect(verdict({ path: path.slice(1) })).toEqual(refused('not one of those'));
    expect(verdict({ data: { salt: SALT, value: { revision: 3 } } })).toEqual(refused('not what was hashed'));
    const statement = checkpoint.statement.replace('09:00', '10:00');
    expect(verdict({ checkpoint: { ...checkpoint, statement } })).toEqual(refused('signature'));
    expect(verdict({ keys: [] })).toEqual(refused('did not endorse'));
    expect(verdict({ format: 'other' })).toEqual(refused('form'));
  });

  it('is refused for another key, and so is what is no proof at all', () => {
    const other = publicPemOf(readPrivateKey(newPrivateKey()));
    expect(checkProofs(JSON.stringify(proof()), other)).toEqual([refused('did not endorse')]);
    for (const text of ['', '{}', 'null', '[1]', `{"format":"${PROOF_FORMAT}"}`])
      expect(checkProofs(text, KNOWN.publicKey)).toMatchObject([{ holds: false }]);
    expect(checkProofs('{}', newPrivateKey())).toEqual([refused('private key')]);
  });
});
