import type { ChainedEntry, LedgerEntry } from '@haidang/ledger';

/** The columns of `ledger l` that {@link chainedOf} reads, as an array: millions of rows are read. */
export const CHAINED_COLUMNS = `l.position::float8, l.id, extract(epoch from l.at)::float8 * 1000, l.kind, l.subject, l.person_id, l.role,
  l.organisation_id, encode(l.data_hash, 'hex'), encode(l.previous, 'hex'), encode(l.hash, 'hex')`;

export type ChainedRow = [
  position: number,
  id: string,
  at: number,
  kind: string,
  subject: string,
  person: string | null,
  role: string | null,
  organisation: string | null,
  data: string,
  previous: string,
  hash: string,
];

export function chainedOf(row: ChainedRow): ChainedEntry {
  const [position, id, at, kind, subject, person, role, organisation, data, previous, hash] = row;
  const entry: LedgerEntry = {
    position,
    id,
    at: new Date(Math.round(at)).toISOString(),
    kind,
    subject,
    by: byOf(person, role, organisation),
    data,
    previous,
  };
  return { entry, hash };
}

/** All three are there or none: an edit that takes one away shows as another hash. */
export function byOf(
  person: string | null,
  role: string | null,
  organisation: string | null,
): LedgerEntry['by'] {
  if (person === null && role === null && organisation === null) return null;
  return { person: person ?? '', role: role ?? '', organisation: organisation ?? '' };
}
