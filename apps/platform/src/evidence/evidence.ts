import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { EvidenceFields, type EvidenceView, type Page } from '@haidang/contract';
import { ACTS_ON_TRANSITS, formatInstant, parseInstant, type Role } from '@haidang/domain';
import {
  findEvidence,
  findTransit,
  isOnAlarmSeen,
  listEvidence,
  type EvidenceFilter,
  type EvidenceRecord,
  type ScopedPool,
  type TransitRecord,
} from '@haidang/store';
import { Sights } from '../access/sights.js';
import { CONFIG, type Config } from '../config/config.js';
import { SERVING } from '../database.js';
import { Directory } from '../directory/directory.js';
import { ApiError } from '../http/errors.js';
import type { FormPart } from '../http/form.js';
import { placedPage, readTimeCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { invalid, parse } from '../http/zod.pipe.js';
import { whoActs } from '../identity/acting.js';
import { actNow } from '../ledger/act.js';
import { Metrics } from '../metrics/metrics.js';
import { typeOf } from './content.js';
import { EvidenceFiles, hashOf } from './evidence-files.js';
import { storeEvidence } from './store-evidence.js';

/** Pictures and papers that prove something, as people upload and see them. */
@Injectable()
export class Evidence {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(Directory) private readonly directory: Directory,
    @Inject(Sights) private readonly sights: Sights,
    @Inject(EvidenceFiles) private readonly files: EvidenceFiles,
    @Inject(Metrics) private readonly metrics: Metrics,
  ) {}

  /**
   * @throws ApiError `invalid_request`, `body_too_large`, `content_refused`, `reference_unknown`, `storage_full`: nothing of it is kept
   */
  async upload(call: WriteCall, parts: readonly FormPart[]): Promise<EvidenceView> {
    const { fields, content } = readUpload(parts);
    const { maxBytes } = this.config.evidence;
    if (content.length > maxBytes)
      throw new ApiError(
        'body_too_large',
        `The file has ${content.length} bytes, at most ${maxBytes} are taken.`,
      );
    const type = typeOf(content);
    if (type === undefined) throw new ApiError('content_refused');
    const { gateId = null, passageId = null, container = null, transitId = null, takenAt } = fields;
    const facilityId = await this.facilityOf(fields);
    const sha256 = hashOf(content);
    const draft = {
      ...{
        id: randomUUID(),
        sha256,
        bytes: content.length,
        type,
        facilityId,
        gateId,
        cameraId: null,
        passageId,
      },
      ...{ container, transitId, takenAt: takenAt === undefined ? Date.now() : parseInstant(takenAt)! },
      ...{ uploadedBy: whoActs()?.id ?? null, content },
    };
    const view = await this.writes.run(asContent(call, fields, sha256), 201, async (tx) => {
      await storeEvidence(tx, this.files, draft, actNow);
      return evidenceView((await findEvidence(tx, draft.id))!);
    });
    this.metrics.evidence.inc({ outcome: 'stored' });
    return view;
  }

  async list(
    filter: EvidenceFilter,
    query: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<EvidenceView>> {
    const after = readTimeCursor(query.cursor, 'uuid');
    const rows = await listEvidence(this.db, filter, { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, evidenceView);
  }

  /** @throws ApiError `evidence_not_found` */
  async find(id: string): Promise<EvidenceView> {
    return evidenceView(await this.record(id));
  }

  /** @throws ApiError `evidence_not_found`, `evidence_damaged` */
  async read(id: string): Promise<{ view: EvidenceView; content: Buffer }> {
    const record = await this.record(id);
    return { view: evidenceView(record), content: await this.files.read(record.sha256) };
  }

  private async record(id: string): Promise<EvidenceRecord> {
    const record = await findEvidence(this.db, id);
    if (record === undefined) throw new ApiError('evidence_not_found', `There is no evidence ${id}.`);
    return record;
  }

  /**
   * Of one's own: before anything is written, for the database's own no would come after the file. Of a transit that one carries, it is kept where that leaves; who was
   * sent to a truck whose transit is not theirs may say which it is of.
   */
  private async facilityOf({ facilityId, gateId, transitId }: Fields): Promise<string> {
    const gate = gateId === undefined ? undefined : this.directory.gate(gateId);
    const transit = transitId === undefined ? undefined : await findTransit(this.db, transitId);
    if (transitId !== undefined && transit === undefined && !(await isOnAlarmSeen(this.db, transitId)))
      throw unknown('transitId', transitId, 'transits');
    const place = facilityId ?? gate?.facilityId ?? transit?.from;
    const isOwn = place !== undefined && this.isOwn(place, transit);
    if (gateId !== undefined && (gate === undefined || !isOwn)) throw unknown('gateId', gateId, 'gates');
    if (!isOwn) throw unknown('facilityId', place ?? '', 'facilities');
    if (gate !== undefined && gate.facilityId !== place)
      throw unknown('gateId', gateId!, `gates of ${place}`);
    return place;
  }

  private isOwn(place: string, transit: TransitRecord | undefined): boolean {
    const sight = this.sights.now();
    if (sight.all || sight.places.has(place)) return true;
    const isOnItsWay = transit !== undefined && [transit.from, transit.to].includes(place);
    const acting: readonly (Role | null)[] = ACTS_ON_TRANSITS;
    return isOnItsWay && acting.includes(sight.role);
  }
}

type Fields = ReturnType<typeof EvidenceFields.parse>;

function readUpload(parts: readonly FormPart[]): { fields: Fields; content: Uint8Array } {
  const files = parts.filter((part) => part.isFile);
  const file = files[0];
  if (file === undefined || files.length > 1)
    throw invalid([{ path: 'file', message: 'one file is wanted' }]);
  const texts = parts.filter((part) => !part.isFile);
  const twice = texts.find(({ name }, i) => texts.findIndex((other) => other.name === name) !== i);
  if (twice !== undefined) throw invalid([{ path: twice.name, message: 'it stands in the form twice' }]);
  const entries = texts.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('utf8')] as const);
  return { fields: parse(EvidenceFields, Object.fromEntries(entries)), content: file.bytes };
}

/** A form sent again has other boundaries: a key stands for what is in it. */
function asContent(call: WriteCall, fields: Fields, sha256: string): WriteCall {
  const bodyHash = hashOf(Buffer.from(JSON.stringify([sha256, Object.entries(fields).sort()])));
  return call.key === undefined ? call : { ...call, key: { ...call.key, bodyHash } };
}

function unknown(path: string, id: string, table: string): ApiError {
  const message = `there is no ${id} in ${table}`;
  return new ApiError('reference_unknown', message, { errors: [{ path, message }] });
}

function evidenceView(e: EvidenceRecord): EvidenceView {
  return {
    id: e.id,
    sha256: e.sha256,
    bytes: e.bytes,
    type: e.type,
    facilityId: e.facilityId,
    ...(e.gateId !== null && { gateId: e.gateId }),
    ...(e.cameraId !== null && { cameraId: e.cameraId }),
    ...(e.passageId !== null && { passageId: e.passageId }),
    ...(e.container !== null && { container: e.container }),
    ...(e.transitId !== null && { transitId: e.transitId }),
    takenAt: formatInstant(e.takenAt),
    ...(e.uploadedBy !== null && { uploadedBy: e.uploadedBy }),
    createdAt: formatInstant(e.createdAt),
  };
}
