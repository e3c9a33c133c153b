import { webcrypto } from 'node:crypto';
import type { Certificate } from '../devices/certificates.js';

export const base64url = (text: string) => Buffer.from(text).toString('base64url');

/** A detached JWS (RFC 7515, appendix F), made without the library that checks it. */
export async function sign(
  body: string,
  { key, fingerprint }: Certificate,
  header: object = {},
): Promise<string> {
  const pkcs8 = Buffer.from(key.replace(/-----[^-]+-----/g, ''), 'base64');
  const curve = { name: 'ECDSA', namedCurve: 'P-256' };
  const held = await webcrypto.subtle.importKey('pkcs8', pkcs8, curve, false, ['sign']);
  const named = { alg: 'ES256', 'x5t#S256': fingerprint.toString('base64url'), ...header };
  const first = base64url(JSON.stringify(named));
  const input = Buffer.from(`${first}.${base64url(body)}`);
  const made = await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, held, input);
  return `${first}..${Buffer.from(made).toString('base64url')}`;
}
