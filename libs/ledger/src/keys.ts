import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign as signWith,
  verify as verifyWith,
  type KeyObject,
} from 'node:crypto';
import { canonical } from './canonical.js';

/** A public key that signs checkpoints. All but the first are endorsed: signed by the one before. */
export interface KnownKey {
  readonly id: string;
  /** PEM (SPKI). */
  readonly publicKey: string;
  /** The id of the key that signed {@link endorsedText}; null: nobody did. */
  readonly endorsedBy: string | null;
  /** Base64. */
  readonly endorsement: string | null;
}

/** A fresh Ed25519 key, private, as PEM (PKCS #8). */
export function newPrivateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** @throws Error when it is not an Ed25519 private key in PEM */
export function readPrivateKey(pem: string): KeyObject {
  return ed25519(createPrivateKey(pem));
}

/** @throws Error when it is not an Ed25519 public key in PEM */
export function readPublicKey(pem: string): KeyObject {
  if (pem.includes('PRIVATE KEY')) throw new Error('this is a private key; the public one is wanted');
  return ed25519(createPublicKey(pem));
}

/** The public half as PEM (SPKI). */
export function publicPemOf(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  return half.export({ type: 'spki', format: 'pem' }).toString();
}

/** A key's name: the SHA-256 of its public half in DER (SPKI), hexadecimal. */
export function keyId(key: KeyObject): string {
  const half = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(half.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/** @returns base64 */
export function sign(text: string, key: KeyObject): string {
  return signWith(null, Buffer.from(text), key).toString('base64');
}

export function isSigned(text: string, signature: string, key: KeyObject): boolean {
  return verifyWith(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

/** What the key before signs of the one that follows it. */
export function endorsedText(publicKey: string): string {
  return canonical({ endorsed: keyId(readPublicKey(publicKey)) });
}

/** True when the key is `from`, or follows from it by endorsements. */
export function isTrusted(id: string, keys: ReadonlyMap<string, KnownKey>, from: string): boolean {
  const seen = new Set<string>();
  for (let key = keys.get(id); key !== undefined && !seen.has(key.id); key = before(key, keys)) {
    if (key.id !== keyId(readPublicKey(key.publicKey))) return false;
    if (key.id === from) return true;
    seen.add(key.id);
  }
  return false;
}

/** The key that endorsed this one, if it really did. */
function before(key: KnownKey, keys: ReadonlyMap<string, KnownKey>): KnownKey | undefined {
  if (key.endorsedBy === null || key.endorsement === null) return undefined;
  const endorser = keys.get(key.endorsedBy);
  if (endorser === undefined) return undefined;
  const signed = isSigned(endorsedText(key.publicKey), key.endorsement, readPublicKey(endorser.publicKey));
  return signed ? endorser : undefined;
}

function ed25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('an Ed25519 key is wanted');
  return key;
}
