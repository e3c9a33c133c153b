import { createHash } from 'node:crypto';
import { ApiError } from '../http/errors.js';
import type { WriteCall } from '../http/writes.js';

/** Names what a record is, as its reader sees it (RFC 9110, section 8.8.3): the same fields, the same tag. */
export function entityTag(record: object): string {
  return `"${createHash('sha256').update(JSON.stringify(record)).digest('base64url').slice(0, 22)}"`;
}

/**
 * Refuses to change what somebody else has changed since the caller read it, where the call says what that was (RFC 9110, section 13.1.1).
 * @param current as it is, read and held in the call's transaction
 * @throws ApiError `changed_meanwhile`
 */
export function checkUnchanged({ reply }: WriteCall, current: object): void {
  const wanted = reply.request.headers['if-match'];
  if (wanted === undefined || wanted.trim() === '*') return;
  if (!wanted.split(',').some((tag) => tag.trim() === entityTag(current)))
    throw new ApiError('changed_meanwhile');
}
