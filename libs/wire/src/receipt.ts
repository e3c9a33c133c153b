import { RECEIPT_STATUSES, type Receipt } from '@haidang/domain';
import { missing, optionalOneOf, optionalText, requiredText, requiredTime, wrong } from './field.js';
import { isObject, parseJson } from './json.js';
import { Rejection } from './rejection.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Decodes the payload of `haidang/v1/facilities/{facilityId}/receipts`. A port's clock is its own: its time is kept and nothing follows from it. */
export function decodeReceipt(payload: Uint8Array): Receipt | Rejection {
  const value = parseJson(payload);
  if (value instanceof Rejection) return value;
  if (!isObject(value)) return new Rejection('bad_field', 'a receipt is a JSON object');
  try {
    return readReceipt(value);
  } catch (error) {
    if (error instanceof Rejection) return error;
    throw error;
  }
}

function readReceipt(fields: Record<string, unknown>): Receipt {
  const noticeId = requiredText(fields, 'noticeId', 36);
  if (!UUID.test(noticeId)) throw wrong('noticeId', 'the id of a notice (UUID)');
  const status = optionalOneOf(fields, 'status', RECEIPT_STATUSES);
  if (status === null) throw missing('status');
  const reason = optionalText(fields, 'reason', 500);
  if (status === 'refused' && (reason === null || reason === '')) throw missing('reason');
  return { noticeId: noticeId.toLowerCase(), time: requiredTime(fields, 'time'), status, reason };
}
