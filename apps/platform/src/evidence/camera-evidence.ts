import { Inject, Injectable } from '@nestjs/common';
import type { Passage } from '@haidang/domain';
import { inTransaction, type CameraRecord } from '@haidang/store';
import type { Pool } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { POOL } from '../database.js';
import { Directory } from '../directory/directory.js';
import { Metrics } from '../metrics/metrics.js';
import { uuidOf } from '../pipeline/uuid-of.js';
import { typeOf } from './content.js';
import { EvidenceFiles, hashOf } from './evidence-files.js';
import { storeEvidence, type Draft } from './store-evidence.js';

/** A picture of a passage, looked at and named. */
export type CameraDraft = Pick<
  Draft,
  'id' | 'sha256' | 'bytes' | 'type' | 'gateId' | 'passageId' | 'container' | 'takenAt' | 'content'
>;

/** The pictures that cameras send with their events. */
@Injectable()
export class CameraEvidence {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(POOL) private readonly pool: Pool,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(EvidenceFiles) private readonly files: EvidenceFiles,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /**
   * Looks at a picture and names it, by its passage and its content: sent again, it is the same evidence.
   * @returns undefined for what is no whole picture, or too large; it is counted, and the passage stands without it
   */
  draftOf(gateId: string, passage: Passage, content: Uint8Array): CameraDraft | undefined {
    const type = content.length > this.config.evidence.maxBytes ? undefined : typeOf(content);
    if (type === undefined || type === 'application/pdf') {
      this.metrics.evidence.inc({ outcome: 'refused' });
      return undefined;
    }
    const { id: passageId, container, time: takenAt } = passage;
    const sha256 = hashOf(content);
    const id = uuidOf(`evidence ${gateId} ${passageId} ${sha256}`);
    return { id, sha256, bytes: content.length, type, gateId, passageId, container, takenAt, content };
  }

  /** @throws ApiError `storage_full` */
  async store({ id: cameraId, gateId }: CameraRecord, drafts: readonly CameraDraft[]): Promise<void> {
    const facilityId = this.directory.gate(gateId)?.facilityId;
    if (facilityId === undefined) return;
    await Promise.all(
      drafts.map((draft) =>
        this.storeOne({ ...draft, facilityId, cameraId, uploadedBy: null, transitId: null }),
      ),
    );
  }

  private async storeOne(draft: Draft): Promise<void> {
    const act = (kind: string, subject: string, data: object) => ({
      ...{ kind, subject, data, at: Date.now(), by: null },
    });
    try {
      const isNew = await inTransaction(this.pool, (tx) => storeEvidence(tx, this.files, draft, act));
      this.metrics.evidence.inc({ outcome: isNew ? 'stored' : 'repeat' });
    } catch (error) {
      this.metrics.evidence.inc({ outcome: 'failed' });
      throw error;
    }
  }
}
