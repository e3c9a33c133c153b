import type { Instant } from '@haidang/domain';
import type { Queryable } from '../queries/queryable.js';
import type { Device } from './devices.js';

/** The channel on which the database says whose credential has ended: the device's name. */
export const CREDENTIALS_CHANNEL = 'haidang_credentials';

/** How a device proves who it is: a secret, or a client certificate. */
export type Proof =
  | { readonly method: 'secret'; readonly salt: Buffer; readonly verifier: Buffer }
  /** @param certificate SHA-256 of the one that is meant; null: any of the authority that carries the device's name */
  | { readonly method: 'certificate'; readonly certificate: Buffer | null };

/** A credential that is valid now, and whose it is. */
export interface LiveCredential {
  readonly id: string;
  readonly device: Device;
  readonly proof: Proof;
  readonly used: boolean;
  readonly issuedAt: Instant;
  readonly endsAt: Instant | null;
}

export interface NewCredential {
  readonly id: string;
  readonly device: string;
  readonly proof: Proof;
}

const LIVE = 'c.revoked_at is null and (c.ends_at is null or c.ends_at > now())';

/** The newest of a device first. @param names undefined: of all devices */
export async function readLiveCredentials(
  db: Queryable,
  names?: readonly string[],
): Promise<LiveCredential[]> {
  const { rows } = await db.query<CredentialRow>(
    `select c.id, c.method, c.salt, c.verifier, c.certificate, c.used_at is not null as used, c.issued_at, c.ends_at,
       d.name, d.kind, coalesce(d.seal_id, d.gate_id, d.organisation_id, d.name) as subject
     from credentials c join devices d on d.name = c.device
     where ${LIVE} and ($1::text[] is null or c.device = any($1))
     order by c.device, c.issued_at desc, c.id`,
    [names ?? null],
  );
  return rows.map(fromRow);
}

/** Which of the devices have a valid credential. */
export async function findCredentialled(db: Queryable, names: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.query<{ device: string }>(
    `select distinct c.device from credentials c where ${LIVE} and c.device = any($1::text[])`,
    [names],
  );
  return new Set(rows.map(({ device }) => device));
}

export async function insertCredentials(tx: Queryable, credentials: readonly NewCredential[]): Promise<void> {
  const rows = credentials.map(({ id, device, proof }) => ({
    ...{ id, device, method: proof.method },
    salt: proof.method === 'secret' ? proof.salt.toString('hex') : null,
    verifier: proof.method === 'secret' ? proof.verifier.toString('hex') : null,
    certificate: proof.method === 'certificate' ? (proof.certificate?.toString('hex') ?? null) : null,
  }));
  await tx.query(
    `insert into credentials (id, device, method, salt, verifier, certificate)
     select id, device, method, decode(salt, 'hex'), decode(verifier, 'hex'), decode(certificate, 'hex')
     from jsonb_to_recordset($1::jsonb)
       as c (id uuid, device text, method text, salt text, verifier text, certificate text)`,
    [JSON.stringify(rows)],
  );
}

/** The first use of credentials: those that they replace end with it. */
export async function markUsed(db: Queryable, ids: readonly string[]): Promise<void> {
  await db.query('update credentials set used_at = now() where id = any($1::uuid[]) and used_at is null', [
    ids,
  ]);
  await db.query(
    `update credentials set revoked_at = now(), revoked_for = 'replaced'
     where replaced_by = any($1::uuid[]) and revoked_at is null`,
    [ids],
  );
}

/** The other live credentials of the devices end with the first use of the new ones, or at a time, whichever comes first. */
export async function endWithNext(
  tx: Queryable,
  next: readonly { readonly id: string; readonly device: string }[],
  endsAt: Instant,
): Promise<void> {
  await tx.query(
    `update credentials c set replaced_by = n.id, ends_at = least(c.ends_at, $3)
     from unnest($1::uuid[], $2::text[]) as n (id, device)
     where c.device = n.device and c.id <> n.id and ${LIVE}`,
    [next.map(({ id }) => id), next.map(({ device }) => device), new Date(endsAt)],
  );
}

/** @param id only this credential of the device. @returns how many ended */
export async function revokeCredentials(
  tx: Queryable,
  device: string,
  reason: string,
  id?: string,
): Promise<number> {
  const { rows } = await tx.query(
    `update credentials c set revoked_at = now(), revoked_for = $2
     where device = $1 and ($3::uuid is null or id = $3) and ${LIVE} returning id`,
    [device, reason, id ?? null],
  );
  return rows.length;
}

interface CredentialRow {
  readonly id: string;
  readonly method: 'secret' | 'certificate';
  readonly salt: Buffer | null;
  readonly verifier: Buffer | null;
  readonly certificate: Buffer | null;
  readonly used: boolean;
  readonly issued_at: Date;
  readonly ends_at: Date | null;
  readonly name: string;
  readonly kind: Device['kind'];
  readonly subject: string;
}

function fromRow(row: CredentialRow): LiveCredential {
  return {
    id: row.id,
    device: { name: row.name, kind: row.kind, subject: row.subject },
    proof:
      row.method === 'secret'
        ? { method: 'secret', salt: row.salt!, verifier: row.verifier! }
        : { method: 'certificate', certificate: row.certificate },
    used: row.used,
    issuedAt: row.issued_at.getTime(),
    endsAt: row.ends_at?.getTime() ?? null,
  };
}
