import { pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Proof } from './credentials.js';

export type SecretProof = Proof & { readonly method: 'secret' };

/** As Mosquitto's password file has it. */
const SALT_BYTES = 12;
const VERIFIER_BYTES = 64;

/** What is kept of a secret. */
export function proofOf(secret: string): SecretProof {
  const salt = randomBytes(SALT_BYTES);
  return { method: 'secret', salt, verifier: verifierOf(secret, salt) };
}

export function provesSecret({ salt, verifier }: SecretProof, secret: string | Uint8Array): boolean {
  return timingSafeEqual(verifierOf(secret, salt), verifier);
}

/**
 * PBKDF2-HMAC-SHA512 of one round: one salted HMAC. A fast hash is right for a secret that a machine has drawn, which no list of words
 * holds: 100,000 seals that come back at once cost seconds. It takes this form because it is one that Mosquitto reads: what is kept here
 * is what stands in its password file, and nobody needs the secret again to write one.
 */
function verifierOf(secret: string | Uint8Array, salt: Buffer): Buffer {
  return pbkdf2Sync(secret, salt, 1, VERIFIER_BYTES, 'sha512');
}
