import type { Instant, PortFlag } from '@haidang/domain';
import type { QueryResultRow } from 'pg';
import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';
import { sha256Hex } from './submissions.js';

/** A call of an organisation's system that was signed, or should have been. */
export interface SignedCallRecord {
  readonly id: string;
  readonly organisationId: string;
  /** The id of a person. */
  readonly by: string;
  /** Method and path. */
  readonly call: string;
  /** Of the body, hex. */
  readonly sha256: string;
  readonly signature: string | null;
  readonly signer: { readonly subject: string; readonly fingerprint: string } | null;
  readonly flags: readonly PortFlag[];
  readonly receivedAt: Instant;
}

interface CallRow extends QueryResultRow {
  id: string;
  organisation_id: string;
  by: string;
  call: string;
  sha256: string;
  signature: string | null;
  signed_by: string | null;
  subject: string | null;
  flags: PortFlag[];
  received_at: Date;
  place_at: string;
}

const SELECT = `select s.id, s.organisation_id, s.by, s.call, s.sha256, s.signature, s.signed_by, s.flags, s.received_at, c.subject,
  ${preciseTime('s.received_at')} as place_at from signed_calls s left join signing_certificates c on c.fingerprint = s.signed_by`;

export async function insertSignedCall(
  tx: Queryable,
  it: Pick<SignedCallRecord, 'id' | 'organisationId' | 'by' | 'call' | 'signature' | 'flags'> & {
    readonly bytes: Buffer;
    readonly signedBy: string | null;
  },
): Promise<void> {
  await tx.query(
    `insert into signed_calls (id, organisation_id, by, call, bytes, sha256, signature, signed_by, flags)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[it.id, it.organisationId, it.by, it.call, it.bytes, sha256Hex(it.bytes)],
      ...[it.signature, it.signedBy, [...it.flags]],
    ],
  );
}

/** The latest first. */
export async function listSignedCalls(
  db: Queryable,
  organisationId: string | undefined,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<SignedCallRecord>[]> {
  const { rows } = await db.query<CallRow>(
    `${SELECT} where ($1::text is null or s.organisation_id = $1)
       and ($2::timestamptz is null or (s.received_at, s.id) < ($2, $3::uuid))
     order by s.received_at desc, s.id desc limit $4`,
    [organisationId ?? null, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.id }, value: callOf(row) }));
}

/** With the body as it came. */
export async function findSignedCall(
  db: Queryable,
  id: string,
): Promise<(SignedCallRecord & { readonly bytes: Buffer }) | undefined> {
  const { rows } = await db.query<CallRow & { bytes: Buffer }>(
    SELECT.replace('select s.id', 'select s.bytes, s.id') + ' where s.id = $1',
    [id],
  );
  return rows.map((row) => ({ ...callOf(row), bytes: row.bytes }))[0];
}

function callOf(row: CallRow): SignedCallRecord {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    by: row.by,
    call: row.call,
    sha256: row.sha256,
    signature: row.signature,
    signer: row.signed_by === null ? null : { subject: row.subject ?? '', fingerprint: row.signed_by },
    flags: row.flags,
    receivedAt: row.received_at.getTime(),
  };
}
