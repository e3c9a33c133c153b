import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * The one text of a JSON value (RFC 8785): members in the order of their names, numbers as ECMAScript writes them, no white space.
 * @throws Error for NaN and infinities, which JSON has not
 */
export function canonical(value: object | string | number | boolean | null): string {
  return canonicalize(value)!;
}

/** SHA-256 in hexadecimal. */
export function sha256(text: string | Uint8Array): string {
  return hash('sha256', text, 'hex');
}
