import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EligibleListView } from '@haidang/contract';
import { expiryOf, formatInstant, OFFLINE_POLICY } from '@haidang/domain';
import { canonical } from '@haidang/ledger';
import {
  findOwnFacilities,
  findRecords,
  facilitiesTable,
  readEligibleList,
  type EligibleOfDeclaration,
  type ScopedPool,
} from '@haidang/store';
import { SERVING } from '../database.js';
import { Directory } from '../directory/directory.js';
import { GateBook } from '../gates/gate-book.js';
import { ApiError } from '../http/errors.js';
import { besideEligibility, standingOf, travelling } from './listed.js';
import { Signer, SIGNED } from './signer.js';
import { given, listedLine } from './view.js';

type Listed = Omit<EligibleListView, 'signature'>;

/** Enough to tell two lists apart. */
const ID_SIGNS = 22;

/**
 * What a facility's gates know, for its gatehouse to work with, also without a network: what may leave now, what travels from or to here, what is
 * expected. Signed as a whole, and each line that may leave by itself.
 */
@Injectable()
export class EligibleList {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Signer) private readonly signer: Signer,
    @Inject(GateBook) private readonly book: GateBook,
    @Inject(Directory) private readonly directory: Directory,
  ) {}

  /** With a detached signature beside it. @throws ApiError `facility_not_found` for one that is not one's own */
  async read(facilityId: string): Promise<EligibleListView> {
    const list = await this.list(facilityId);
    return { ...list, signature: await this.signer.detached(SIGNED.list, canonical(list)) };
  }

  /** As one compact JWS. @throws ApiError `facility_not_found` */
  async readSigned(facilityId: string): Promise<string> {
    return await this.signer.attached(SIGNED.list, canonical(await this.list(facilityId)));
  }

  private async list(facilityId: string): Promise<Listed> {
    if (!(await findOwnFacilities(this.db, [facilityId])).has(facilityId))
      throw new ApiError('facility_not_found', `There is no ${facilityId} in facilities.`);
    const [facility] = await findRecords(this.db, facilitiesTable, [facilityId]);
    const policy = facility?.offline ?? OFFLINE_POLICY;
    const at = Date.now();
    const declarations: Listed['declarations'] = [];
    for (const of of await readEligibleList(this.db, facilityId))
      declarations.push(await this.shown(of, facilityId));
    const content = {
      ...{ facilityId, at: formatInstant(at), expiresAt: formatInstant(expiryOf(at, policy)) },
      ...{ afterExpiry: policy.afterExpiry, declarations },
      transits: [...this.transits(facilityId)],
      expected: [...this.expected(facilityId)],
    };
    const id = createHash('sha256').update(canonical(content)).digest('base64url').slice(0, ID_SIGNS);
    return { id, ...content };
  }

  private async shown(
    of: EligibleOfDeclaration,
    facilityId: string,
  ): Promise<Listed['declarations'][number]> {
    const { number, status, channel, goodsNumber, lines } = of;
    const shown: Listed['declarations'][number]['lines'] = [];
    for (const line of lines) {
      const listed = listedLine({ ...line, token: await this.signer.tokenOf(line) });
      const { container } = line;
      if (container === null) {
        shown.push(listed);
        continue;
      }
      const standing = standingOf(this.book.papersOf(container), facilityId);
      const onTransit = this.directory.taskOfContainer(container) !== undefined;
      shown.push({ ...besideEligibility(standing, onTransit), ...listed });
    }
    return { ...given({ number, status, channel, goodsNumber }), lines: shown };
  }

  private *transits(facilityId: string): Generator<Listed['transits'][number]> {
    for (const container of this.directory.containersOf(facilityId)) {
      const task = this.directory.taskOfContainer(container);
      if (task !== undefined)
        yield travelling(task, standingOf(this.book.papersOf(container), facilityId), facilityId);
    }
  }

  private *expected(facilityId: string): Generator<Listed['expected'][number]> {
    for (const { container, purpose, carrierSeal, plate } of this.book.expectedAt(facilityId))
      yield given({ container, purpose, carrierSeal, plate });
  }
}
