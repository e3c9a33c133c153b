import { createHash, type X509Certificate } from 'node:crypto';

/** What names one certificate: SHA-256 of its DER form. */
export function fingerprintOf({ raw }: { readonly raw: Buffer }): Buffer {
  return createHash('sha256').update(raw).digest();
}

/** The common name of a certificate's subject, if it has exactly one. */
export function commonNameOf(certificate: X509Certificate): string | undefined {
  const names = certificate.subject.split('\n').filter((line) => line.startsWith('CN='));
  return names.length === 1 ? names[0]!.slice(3) : undefined;
}
