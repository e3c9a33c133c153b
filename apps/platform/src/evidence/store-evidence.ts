import { formatInstant } from '@haidang/domain';
import { enterLedger, insertEvidence, lockContent, type LedgerAct, type NewEvidence } from '@haidang/store';
import type { PoolClient } from 'pg';
import type { EvidenceFiles } from './evidence-files.js';

/** A piece of evidence that is to be stored: its row, and the bytes. */
export interface Draft extends NewEvidence {
  readonly content: Uint8Array;
}

/**
 * Stores one in a transaction: first the file, then the row that names it, and its hash in the ledger. When the transaction fails afterwards, a file
 * that nobody else names may be left; it is found again by whoever stores the same.
 * @param actOf the act that is entered, in the name of whoever acts
 * @returns false when it is there already
 */
export async function storeEvidence(
  tx: PoolClient,
  files: EvidenceFiles,
  draft: Draft,
  actOf: (kind: string, subject: string, data: object) => LedgerAct,
): Promise<boolean> {
  await lockContent(tx, draft.sha256);
  await files.keep(draft.sha256, draft.content);
  if (!(await insertEvidence(tx, draft))) return false;
  const { id, sha256, bytes, type, facilityId, gateId, cameraId, passageId, container, transitId, takenAt } =
    draft;
  const where = {
    facilityId,
    gateId,
    cameraId,
    passageId,
    container,
    transitId,
    takenAt: formatInstant(takenAt),
  };
  await enterLedger(tx, [actOf('evidence.store', `evidence/${id}`, { sha256, bytes, type, ...where })]);
  return true;
}
