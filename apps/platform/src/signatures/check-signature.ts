import { X509Certificate } from 'node:crypto';
import type { Instant, PortFlag } from '@haidang/domain';
import { findCertificate, findSignatureSetting, type Queryable } from '@haidang/store';
import { decodeProtectedHeader, flattenedVerify } from 'jose';
import { ApiError } from '../http/errors.js';

/** The header that carries a detached JWS over the body. */
export const SIGNATURE_HEADER = 'haidang-signature';

/** What signs: keys of certificates, none shorter than today's ground allows. */
const ALGORITHMS = [
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
  'EdDSA',
  'Ed25519',
];
const LONGEST = 8_192;

/** A signature as it is kept beside a message. */
export interface Signed {
  readonly signature: string | null;
  /** The fingerprint of the certificate that it holds by; null: it does not hold. */
  readonly signedBy: string | null;
  readonly flags: readonly PortFlag[];
}

/**
 * Looks at the signature of what an organisation sent, as its setting says: `off`, kept where it holds; `flag`, noted when it is missing or
 * does not hold; `require`, refused.
 * @param signature a detached JWS (RFC 7515, appendix F): `header..signature`, with the certificate's `x5t#S256`
 * @throws ApiError `signature_missing`, `signature_invalid`
 */
export async function checkSignature(
  db: Queryable,
  {
    bytes,
    signature,
    organisationId,
    now,
  }: {
    readonly bytes: Buffer;
    readonly signature: string | undefined;
    readonly organisationId: string;
    readonly now: Instant;
  },
): Promise<Signed> {
  const setting = await findSignatureSetting(db, organisationId);
  if (signature === undefined) {
    if (setting === 'require') throw new ApiError('signature_missing');
    return { signature: null, signedBy: null, flags: setting === 'flag' ? ['unsigned'] : [] };
  }
  const outcome = await verify(db, bytes, signature, organisationId, now);
  if ('fingerprint' in outcome) return { signature, signedBy: outcome.fingerprint, flags: [] };
  if (setting === 'require') throw new ApiError('signature_invalid', outcome.wrong);
  const kept = signature.length > LONGEST ? null : signature;
  return { signature: kept, signedBy: null, flags: setting === 'flag' ? ['signature_invalid'] : [] };
}

async function verify(
  db: Queryable,
  bytes: Buffer,
  signature: string,
  organisationId: string,
  now: Instant,
): Promise<{ fingerprint: string } | { wrong: string }> {
  const [, header, sealed] = /^([\w-]+)\.\.([\w-]+)$/.exec(signature) ?? [];
  if (header === undefined || sealed === undefined || signature.length > LONGEST)
    return { wrong: 'A detached JWS is wanted: header..signature.' };
  const { fingerprint, isEncoded } = headerOf(header);
  if (fingerprint === undefined) return { wrong: 'The header names no certificate (x5t#S256).' };
  const registered = await findCertificate(db, { fingerprint });
  if (registered === undefined || registered.organisationId !== organisationId)
    return { wrong: `The organisation has no certificate ${fingerprint}.` };
  if (registered.revokedAt !== null) return { wrong: 'The certificate is revoked.' };
  if (now < registered.notBefore || now > registered.notAfter)
    return { wrong: 'The certificate is not valid at this time.' };
  try {
    await flattenedVerify(
      { protected: header, signature: sealed, payload: isEncoded ? bytes.toString('base64url') : bytes },
      new X509Certificate(registered.certificate).publicKey,
      { algorithms: ALGORITHMS, crit: { b64: true } },
    );
    return { fingerprint };
  } catch (error) {
    return { wrong: `It is not of these bytes: ${(error as Error).message}.` };
  }
}

/** `b64: false` (RFC 7797): signed over the bytes themselves, and not over their base64url. */
function headerOf(header: string): { fingerprint: string | undefined; isEncoded: boolean } {
  try {
    const read = decodeProtectedHeader({ protected: header, signature: '', payload: '' });
    const fingerprint = read['x5t#S256'];
    return {
      fingerprint: typeof fingerprint === 'string' ? fingerprint : undefined,
      isEncoded: read['b64'] !== false,
    };
  } catch {
    return { fingerprint: undefined, isEncoded: true };
  }
}
