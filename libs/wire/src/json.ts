import { isUtf8 } from 'node:buffer';
import { MAX_PAYLOAD_BYTES, Rejection } from './rejection.js';

/** Reads a payload as JSON (RFC 8259: UTF-8, no byte order mark). */
export function parseJson(payload: Uint8Array, most = MAX_PAYLOAD_BYTES): unknown {
  if (payload.length > most) {
    return new Rejection('too_large', `${payload.length} bytes; at most ${most} are read`);
  }
  if (!isUtf8(payload)) return new Rejection('not_utf8', 'the payload is not UTF-8');
  const bytes = Buffer.isBuffer(payload)
    ? payload
    : Buffer.from(payload.buffer, payload.byteOffset, payload.length);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    return new Rejection('not_json', (error as Error).message);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
