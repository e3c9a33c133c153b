import { isUtf8 } from 'node:buffer';
import type { QuarantineView } from '@haidang/contract';
import { formatInstant } from '@haidang/domain';
import type { QuarantineRecord } from '@haidang/store';

/** UTF-8 sequences have at most four bytes, so a cut can leave up to three of one. */
const MAX_CUT_OFF = 3;

export function quarantineView(record: QuarantineRecord): QuarantineView {
  return {
    id: record.id,
    receivedAt: formatInstant(record.receivedAt),
    reason: record.reason,
    detail: record.detail,
    topic: record.topic,
    ...(record.sender !== null && { sender: record.sender }),
    ...readable(record.payload, record.payload.length < record.bytes),
    bytes: record.bytes,
  };
}

/** Text where it is text; a text that was cut inside a character is still text. */
function readable(payload: Buffer, cut: boolean): Pick<QuarantineView, 'payload' | 'encoding'> {
  for (let off = 0; off <= (cut ? MAX_CUT_OFF : 0); off++) {
    const part = payload.subarray(0, payload.length - off);
    if (isUtf8(part)) return { payload: part.toString('utf8'), encoding: 'utf8' };
  }
  return { payload: payload.toString('base64'), encoding: 'base64' };
}
