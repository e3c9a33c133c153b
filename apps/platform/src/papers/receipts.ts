import type { Instant, Receipt } from '@haidang/domain';
import { enterLedger, insertOutbox, receiveNotice, type Actor, type NoticeRecord } from '@haidang/store';
import type { ClientBase } from 'pg';
import { noticeView } from './view.js';

/** `first`: it ends the sending. `conflict`: another receipt came before, which stands. `unknown`: there is no such notice for who sent it. */
export type Taken =
  | { readonly outcome: 'first' | 'repeat' | 'conflict'; readonly notice: NoticeRecord }
  | { readonly outcome: 'unknown' };

/** Who acknowledges: a person, or by MQTT a device in a facility's name. */
interface By {
  readonly at: Instant;
  readonly by: Actor | null;
  readonly facilityId?: string;
  readonly sender?: string | undefined;
}

/** Takes a port's receipt: marks the notice, enters it in the ledger, and lets those hear of it who watch. Of a port's clock nothing follows. */
export async function takeReceipt(
  tx: ClientBase,
  receipt: Receipt,
  { at, by, facilityId, sender }: By,
): Promise<Taken> {
  const known = await receiveNotice(tx, receipt, { at, facilityId: facilityId ?? null });
  if (known === undefined) return { outcome: 'unknown' };
  const { notice, isFirst } = known;
  const { status, reason } = receipt;
  if (!isFirst) {
    const isSame = notice.receipt?.status === status && notice.receipt.reason === reason;
    return { outcome: isSame ? 'repeat' : 'conflict', notice };
  }
  const data = {
    form: notice.form,
    facilityId: notice.facilityId,
    status,
    reason,
    ...(sender !== undefined && { sender }),
  };
  await enterLedger(tx, [{ kind: 'notice.receive', subject: `notice/${notice.id}`, at, by, data }]);
  await insertOutbox(tx, [{ channel: 'live', topic: 'notice', payload: noticeView(notice) }]);
  return { outcome: 'first', notice };
}
