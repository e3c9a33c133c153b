import type { SigningKeysView } from '@haidang/contract';
import { verifyAsync } from '@noble/ed25519';

/** What a signature is for (`typ`, RFC 7515, section 4.1.9): none stands for another thing than it was made for. */
export type Signed = 'eligible-list+jws' | 'eligibility+jws';

/**
 * What a compact JWS says (RFC 7515, section 7.1), once its signature is the platform's.
 * @returns undefined where it is not: another key, another purpose, changed, or no JWS at all
 */
export async function verified(jws: string, { keys }: SigningKeysView, typ: Signed): Promise<unknown> {
  try {
    const [header, payload, signature, ...more] = jws.trim().split('.');
    if (header === undefined || payload === undefined || signature === undefined || more.length > 0)
      return undefined;
    const { alg, kid, typ: said } = parsed(header) as { alg?: string; kid?: string; typ?: string };
    const key = keys.find((one) => one.kid === kid);
    if (alg !== 'EdDSA' || said !== typ || key === undefined) return undefined;
    const text = new TextEncoder().encode(`${header}.${payload}`);
    return (await verifyAsync(bytes(signature), text, bytes(key.x))) ? parsed(payload) : undefined;
  } catch {
    return undefined;
  }
}

function parsed(part: string): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes(part)));
}

function bytes(base64url: string): Uint8Array {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}
