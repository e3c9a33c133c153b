import 'reflect-metadata';
import { webcrypto, X509Certificate } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as x509 from '@peculiar/x509';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const DAY = 86_400_000;

/** A certificate and its key, as PEM texts and as files. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
  /** SHA-256 of it. */
  readonly fingerprint: Buffer;
}

/** A certificate authority of a test. */
export class Authority {
  private constructor(
    private readonly folder: string,
    private readonly keys: webcrypto.CryptoKeyPair,
    private readonly own: x509.X509Certificate,
    readonly file: string,
  ) {}

  static async make(folder: string, name: string): Promise<Authority> {
    x509.cryptoProvider.set(webcrypto as Crypto);
    const keys = await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
    const own = await x509.X509CertificateGenerator.createSelfSigned({
      name: `CN=${name}`,
      ...validity(-1, 30),
      keys,
      signingAlgorithm: CURVE,
      extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
    });
    const file = path.join(folder, `${name}.pem`);
    writeFileSync(file, own.toString('pem'));
    return new Authority(folder, keys, own, file);
  }

  get pem(): string {
    return this.own.toString('pem');
  }

  /** @param days from and until when it is good, counted from now */
  async issue(subject: string, days: readonly [number, number] = [-1, 20]): Promise<Certificate> {
    const keys = await webcrypto.subtle.generateKey(CURVE, true, ['sign', 'verify']);
    const made = await x509.X509CertificateGenerator.create({
      subject,
      issuer: this.own.subject,
      ...validity(...days),
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      signingAlgorithm: CURVE,
      extensions: [
        new x509.SubjectAlternativeNameExtension([
          { type: 'dns', value: 'localhost' },
          { type: 'ip', value: '127.0.0.1' },
        ]),
      ],
    });
    const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey)).toString('base64');
    const key = `-----BEGIN PRIVATE KEY-----\n${pkcs8.replace(/(.{64})/g, '$1\n').trim()}\n-----END PRIVATE KEY-----\n`;
    const cert = `${made.toString('pem')}\n`;
    const base = path.join(this.folder, made.serialNumber);
    const [certFile, keyFile] = [`${base}.crt`, `${base}.key`];
    writeFileSync(certFile, cert);
    writeFileSync(keyFile, key);
    const fingerprint = Buffer.from(new X509Certificate(cert).fingerprint256.replaceAll(':', ''), 'hex');
    return { cert, key, certFile, keyFile, fingerprint };
  }
}

function validity(from: number, until: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(Date.now() + from * DAY), notAfter: new Date(Date.now() + until * DAY) };
}
