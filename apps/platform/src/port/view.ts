import { isUtf8 } from 'node:buffer';
import type { OriginalView, PortMessage, PortMessageView } from '@haidang/contract';
import { formatInstant } from '@haidang/domain';
import type { OriginalRecord, PortMessageRecord } from '@haidang/store';

export function portMessageView(record: PortMessageRecord, original?: OriginalRecord): PortMessageView {
  const { container, corrects, by, signer, decidedAt, decidedBy, decisionReason } = record;
  return {
    id: record.id,
    form: record.form,
    number: record.number,
    facilityId: record.facilityId,
    way: record.way,
    state: record.state,
    flags: [...record.flags],
    at: formatInstant(record.at),
    receivedAt: formatInstant(record.receivedAt),
    ...(container !== null && { container }),
    ...(corrects !== null && { corrects }),
    ...(by !== null && { by }),
    ...(signer !== null && { signedBy: { ...signer } }),
    ...(decidedAt !== null && { decidedAt: formatInstant(decidedAt) }),
    ...(decidedBy !== null && { decidedBy }),
    ...(decisionReason !== null && { decisionReason }),
    // the store keeps what the schema let in
    message: record.body as unknown as PortMessage,
    ...(original !== undefined && { original: originalView(original) }),
  };
}

function originalView({ bytes, contentType, sha256, signature }: OriginalRecord): OriginalView {
  const encoding = isUtf8(bytes) ? 'utf8' : 'base64';
  return {
    contentType,
    encoding,
    text: bytes.toString(encoding),
    sha256,
    ...(signature !== null && { signature }),
  };
}
