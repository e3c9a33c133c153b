import { createHash } from 'node:crypto';
import type { PortWay } from '@haidang/domain';
import type { QueryResultRow } from 'pg';
import type { Queryable } from '../queries/queryable.js';

/** One call, upload or file of a port, as it came. */
export interface Submission {
  readonly id: string;
  readonly way: PortWay;
  /** The organisation it came from, or the facility in whose folder it lay. */
  readonly party: string;
  readonly facilities: readonly string[];
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly signature: string | null;
  /** The fingerprint of a registered certificate. */
  readonly signedBy: string | null;
  readonly by: string | null;
  /** Of an interchange: its sender and control reference, and what it was answered. */
  readonly interchange?:
    { readonly sender: string; readonly reference: string; readonly answer: object } | undefined;
}

export interface OriginalRecord {
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly signature: string | null;
}

export interface KnownInterchange {
  readonly sha256: string;
  readonly answer: unknown;
}

export function sha256Hex(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** @returns false when the interchange came before */
export async function insertSubmission(tx: Queryable, submission: Submission): Promise<boolean> {
  const { id, way, party, facilities, contentType, bytes, signature, signedBy, by, interchange } = submission;
  const { rowCount } = await tx.query(
    `insert into port_submissions (id, way, party, facilities, content_type, bytes, sha256, signature, signed_by, by, sender, reference, answer)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (party, sender, reference) do nothing`,
    [
      ...[id, way, party, [...facilities], contentType, bytes, sha256Hex(bytes), signature, signedBy, by],
      interchange?.sender ?? null,
      interchange?.reference ?? null,
      interchange === undefined ? null : JSON.stringify(interchange.answer),
    ],
  );
  return rowCount === 1;
}

/** One after the other by its name, so that the second finds the first. */
export async function queueForInterchange(
  tx: Queryable,
  {
    party,
    sender,
    reference,
  }: { readonly party: string; readonly sender: string; readonly reference: string },
): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    JSON.stringify(['interchange', party, sender, reference]),
  ]);
}

/** What came of a party's interchange before. */
export async function findInterchange(
  db: Queryable,
  key: { readonly party: string; readonly sender: string; readonly reference: string },
): Promise<KnownInterchange | undefined> {
  const { rows } = await db.query<{ sha256: string; answer: unknown }>(
    'select sha256, answer from port_submissions where party = $1 and sender = $2 and reference = $3',
    [key.party, key.sender, key.reference],
  );
  return rows[0];
}

/** @returns undefined when some of it belongs to others */
export async function findOriginal(db: Queryable, id: string): Promise<OriginalRecord | undefined> {
  const { rows } = await db.query<
    { content_type: string; bytes: Buffer; sha256: string; signature: string | null } & QueryResultRow
  >('select content_type, bytes, sha256, signature from port_submissions where id = $1', [id]);
  return rows.map(({ content_type, bytes, sha256, signature }) => ({
    contentType: content_type,
    bytes,
    sha256,
    signature,
  }))[0];
}

/** Who runs a facility, and so signs what lies in its folder. @returns undefined when there is no such facility */
export async function findFolderOwner(
  db: Queryable,
  facilityId: string,
): Promise<{ organisationId: string | null } | undefined> {
  const { rows } = await db.query<{ operator_id: string | null }>(
    'select operator_id from facilities where id = $1',
    [facilityId],
  );
  return rows.map(({ operator_id }) => ({ organisationId: operator_id }))[0];
}
