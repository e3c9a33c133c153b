import { sha256 } from './canonical.js';

/** In whose name an entry was made. No name: that is in the register of persons, and can be taken out there. */
export interface EntryActor {
  readonly person: string;
  readonly role: string;
  readonly organisation: string;
}

/** An entry as it is hashed, member for member. Hashes are 64 hexadecimal digits. */
export interface LedgerEntry {
  /** From 1, without a gap. */
  readonly position: number;
  readonly id: string;
  /** UTC with milliseconds. */
  readonly at: string;
  readonly kind: string;
  readonly subject: string;
  /** null: the platform itself. */
  readonly by: EntryActor | null;
  /** Of what the entry says beside this: {@link dataHash}. */
  readonly data: string;
  /** The hash of the entry before; of the first {@link NOTHING_BEFORE}. */
  readonly previous: string;
}

/** What an entry says, and the chance that keeps it from being guessed from its hash. */
export interface SealedData {
  /** 32 hexadecimal digits. */
  readonly salt: string;
  /** In canonical form. */
  readonly text: string;
}

export const NOTHING_BEFORE = '0'.repeat(64);

export function entryHash(entry: LedgerEntry): string {
  return sha256(entryText(entry));
}

/**
 * An entry in canonical form. Its members are known, so that they can be written down in their order: this is done ten million times, and the
 * general way takes five times as long. A spec holds it to that.
 */
export function entryText({ position, id, at, kind, subject, by, data, previous }: LedgerEntry): string {
  const q = JSON.stringify;
  const actor =
    by === null
      ? 'null'
      : `{"organisation":${q(by.organisation)},"person":${q(by.person)},"role":${q(by.role)}}`;
  return (
    `{"at":${q(at)},"by":${actor},"data":${q(data)},"id":${q(id)},"kind":${q(kind)},"position":${q(position)},` +
    `"previous":${q(previous)},"subject":${q(subject)}}`
  );
}

/** Salt and text, one after the other: the salt is of one length, so nothing else gives the same. */
export function dataHash({ salt, text }: SealedData): string {
  return sha256(salt + text);
}
