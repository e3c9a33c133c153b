import { randomUUID, X509Certificate, type KeyObject } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CertificateView, Page } from '@haidang/contract';
import { formatInstant } from '@haidang/domain';
import {
  enterLedger,
  findCertificate,
  insertCertificate,
  listCertificates,
  revokeCertificate,
  type Queryable,
  type ScopedPool,
  type SigningCertificate,
} from '@haidang/store';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { invalid } from '../http/zod.pipe.js';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';

const SHORTEST_RSA = 2_048;
const CURVES = ['prime256v1', 'secp384r1', 'secp521r1'];

/** The certificates by which organisations sign. What is revoked stays: it says who signed what. */
@Injectable()
export class Certificates {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
  ) {}

  /** @throws ApiError `organisation_not_found` */
  async list(
    organisationId: string,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<CertificateView>> {
    const after = readTimeCursor(query.cursor, 'uuid');
    await this.checkOrganisation(this.db, organisationId);
    const rows = await listCertificates(this.db, organisationId, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, certificateView);
  }

  /** @throws ApiError `organisation_not_found`, `invalid_request`, `already_exists` */
  register(call: WriteCall, organisationId: string, pem: string): Promise<CertificateView> {
    const read = readCertificate(pem);
    return this.writes.run(call, 201, async (tx) => {
      await this.checkOrganisation(tx, organisationId);
      const certificate = { id: randomUUID(), organisationId, ...read, registeredBy: whoActs()?.id ?? null };
      if (!(await insertCertificate(tx, certificate)))
        throw new ApiError('already_exists', `The certificate ${read.fingerprint} is registered already.`);
      const { subject, fingerprint } = read;
      await enterLedger(tx, [
        actNow('certificate.register', `organisation/${organisationId}`, { subject, fingerprint }),
      ]);
      return certificateView((await findCertificate(tx, { id: certificate.id, organisationId }))!);
    });
  }

  /** From now on nothing is signed by it. @throws ApiError `certificate_not_found`, `wrong_state` */
  revoke(call: WriteCall, organisationId: string, id: string, reason: string): Promise<CertificateView> {
    return this.writes.run(call, 200, async (tx) => {
      const found = await findCertificate(tx, { id, organisationId });
      if (found === undefined)
        throw new ApiError('certificate_not_found', `${organisationId} has no certificate ${id}.`);
      const revoked = await revokeCertificate(tx, id, { at: Date.now(), by: whoActs()?.id ?? null, reason });
      if (!revoked) throw new ApiError('wrong_state', 'The certificate was revoked before.');
      const { fingerprint } = found;
      await enterLedger(tx, [
        actNow('certificate.revoke', `organisation/${organisationId}`, { fingerprint, reason }),
      ]);
      return certificateView((await findCertificate(tx, { id, organisationId }))!);
    });
  }

  private async checkOrganisation(db: Queryable, id: string): Promise<void> {
    const { rowCount } = await db.query('select 1 from organisations where id = $1', [id]);
    if (rowCount === 0) throw new ApiError('organisation_not_found', `There is no organisation ${id}.`);
  }
}

function readCertificate(
  pem: string,
): Pick<SigningCertificate, 'certificate' | 'subject' | 'fingerprint' | 'notBefore' | 'notAfter'> {
  const read = certificateOf(pem);
  const weak = weaknessOf(read.publicKey);
  if (weak !== undefined) throw invalid([{ path: 'certificate', message: weak }]);
  return {
    certificate: read.toString(),
    subject: read.subject.replaceAll('\n', ', '),
    fingerprint: Buffer.from(read.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
    notBefore: Date.parse(read.validFrom),
    notAfter: Date.parse(read.validTo),
  };
}

function certificateOf(pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw invalid([{ path: 'certificate', message: 'not an X.509 certificate in PEM' }]);
  }
}

/** What the signatures' algorithms cannot use, or should not. */
function weaknessOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string | undefined {
  const { modulusLength = 0, namedCurve = '' } = asymmetricKeyDetails ?? {};
  switch (asymmetricKeyType) {
    case 'rsa':
      return modulusLength >= SHORTEST_RSA ? undefined : `an RSA key of ${SHORTEST_RSA} bits is wanted`;
    case 'ec':
      return CURVES.includes(namedCurve) ? undefined : 'a key on P-256, P-384 or P-521 is wanted';
    case 'ed25519':
      return undefined;
    default:
      return 'a key of RSA, ECDSA or Ed25519 is wanted';
  }
}

function certificateView(it: SigningCertificate): CertificateView {
  const { id, organisationId, subject, fingerprint, certificate, revokedBy, revokeReason, registeredBy } = it;
  return {
    id,
    organisationId,
    subject,
    fingerprint,
    notBefore: formatInstant(it.notBefore),
    notAfter: formatInstant(it.notAfter),
    certificate,
    registeredAt: formatInstant(it.registeredAt),
    ...(registeredBy !== null && { registeredBy }),
    ...(it.revokedAt !== null && { revokedAt: formatInstant(it.revokedAt) }),
    ...(revokedBy !== null && { revokedBy }),
    ...(revokeReason !== null && { revokeReason }),
  };
}
