import type { Instant } from '@haidang/domain';
import type { QueryResultRow } from 'pg';
import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';

/** A certificate by which an organisation signs. */
export interface SigningCertificate {
  readonly id: string;
  readonly organisationId: string;
  /** PEM. */
  readonly certificate: string;
  readonly subject: string;
  /** SHA-256, base64url. */
  readonly fingerprint: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly registeredAt: Instant;
  readonly registeredBy: string | null;
  readonly revokedAt: Instant | null;
  readonly revokedBy: string | null;
  readonly revokeReason: string | null;
}

interface CertificateRow extends QueryResultRow {
  id: string;
  organisation_id: string;
  certificate: string;
  subject: string;
  fingerprint: string;
  not_before: Date;
  not_after: Date;
  registered_at: Date;
  registered_by: string | null;
  revoked_at: Date | null;
  revoked_by: string | null;
  revoke_reason: string | null;
  place_at: string;
}

const SELECT = `select c.*, ${preciseTime('c.registered_at')} as place_at from signing_certificates c`;

/** @returns false when the certificate is registered already, by whomever */
export async function insertCertificate(
  tx: Queryable,
  it: Omit<SigningCertificate, 'registeredAt' | 'revokedAt' | 'revokedBy' | 'revokeReason'>,
): Promise<boolean> {
  const { rowCount } = await tx.query(
    `insert into signing_certificates (id, organisation_id, certificate, subject, fingerprint, not_before, not_after, registered_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (fingerprint) do nothing`,
    [
      ...[it.id, it.organisationId, it.certificate, it.subject, it.fingerprint],
      ...[new Date(it.notBefore), new Date(it.notAfter), it.registeredBy],
    ],
  );
  return rowCount === 1;
}

/** @returns false when it was revoked before */
export async function revokeCertificate(
  tx: Queryable,
  id: string,
  { at, by, reason }: { readonly at: Instant; readonly by: string | null; readonly reason: string },
): Promise<boolean> {
  const { rowCount } = await tx.query(
    'update signing_certificates set revoked_at = $2, revoked_by = $3, revoke_reason = $4 where id = $1 and revoked_at is null',
    [id, new Date(at), by, reason],
  );
  return rowCount === 1;
}

export async function findCertificate(
  db: Queryable,
  by: { readonly id: string; readonly organisationId: string } | { readonly fingerprint: string },
): Promise<SigningCertificate | undefined> {
  const { rows } =
    'id' in by
      ? await db.query<CertificateRow>(`${SELECT} where c.id = $1 and c.organisation_id = $2`, [
          by.id,
          by.organisationId,
        ])
      : await db.query<CertificateRow>(`${SELECT} where c.fingerprint = $1`, [by.fingerprint]);
  return rows.map(certificateOf)[0];
}

/** The latest first. */
export async function listCertificates(
  db: Queryable,
  organisationId: string,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<SigningCertificate>[]> {
  const { rows } = await db.query<CertificateRow>(
    `${SELECT} where c.organisation_id = $1 and ($2::timestamptz is null or (c.registered_at, c.id) < ($2, $3::uuid))
     order by c.registered_at desc, c.id desc limit $4`,
    [organisationId, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows.map((row) => ({ place: { at: row.place_at, id: row.id }, value: certificateOf(row) }));
}

function certificateOf(row: CertificateRow): SigningCertificate {
  return {
    id: row.id,
    organisationId: row.organisation_id,
    certificate: row.certificate,
    subject: row.subject,
    fingerprint: row.fingerprint,
    notBefore: row.not_before.getTime(),
    notAfter: row.not_after.getTime(),
    registeredAt: row.registered_at.getTime(),
    registeredBy: row.registered_by,
    revokedAt: row.revoked_at?.getTime() ?? null,
    revokedBy: row.revoked_by,
    revokeReason: row.revoke_reason,
  };
}

/** What becomes of an organisation's messages without a good signature. */
export type SignatureSetting = 'off' | 'flag' | 'require';

export async function findSignatureSetting(db: Queryable, organisationId: string): Promise<SignatureSetting> {
  const { rows } = await db.query<{ signatures: SignatureSetting | null }>(
    'select signatures from organisations where id = $1',
    [organisationId],
  );
  return rows[0]?.signatures ?? 'off';
}
