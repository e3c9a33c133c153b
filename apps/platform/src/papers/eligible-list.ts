import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { EligibleListView } from '@haidang/contract';
import { expiryOf, formatInstant, OFFLINE_POLICY, type ListedHold, type TransitState } from '@haidang/domain';
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
import { Directory, type ContainerTask } from '../directory/directory.js';
import { GateBook } from '../gates/gate-book.js';
import { ApiError } from '../http/errors.js';
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
      const { holds, carrierSeal } = this.standing(container, facilityId);
      const isOnTransit = this.directory.taskOfContainer(container) !== undefined;
      shown.push({
        ...given({ carrierSeal: isOnTransit ? null : (carrierSeal ?? null), holds: holds ?? null }),
        ...listed,
      });
    }
    return { ...given({ number, status, channel, goodsNumber }), lines: shown };
  }

  private *transits(facilityId: string): Generator<Listed['transits'][number]> {
    for (const container of this.directory.containersOf(facilityId)) {
      const task = this.directory.taskOfContainer(container);
      if (task !== undefined)
        yield { ...this.standing(container, facilityId), ...travelling(task, facilityId) };
    }
  }

  private *expected(facilityId: string): Generator<Listed['expected'][number]> {
    for (const { container, purpose, carrierSeal, plate } of this.book.expectedAt(facilityId))
      yield given({ container, purpose, carrierSeal, plate });
  }

  /** What holds it whatever its papers say; and the seal it came with, where they name none. */
  private standing(container: string, facilityId: string): { holds?: ListedHold[]; carrierSeal?: string } {
    const { eligibilities, stays } = this.book.papersOf(container);
    const stay = stays.find((one) => one.facilityId === facilityId);
    const carrierSeal = stay?.carrierSeal ?? null;
    const holds: ListedHold[] = [];
    if (stay?.state === 'segregated') holds.push('segregated');
    if (stay?.scanOrdered === true && stay.scannedAt === null) holds.push('scan_outstanding');
    if (eligibilities.some((one) => one.facilityId === facilityId && one.state === 'suspended'))
      holds.push('eligibility_suspended');
    return given({ holds: holds.length === 0 ? null : holds, carrierSeal });
  }
}

function travelling(task: ContainerTask, facilityId: string): Listed['transits'][number] {
  const { container, transitNumber: number, sealId, carrierSeal, plate, means, transitState: state } = task;
  return {
    ...given({ container, number, sealId, carrierSeal }),
    ...{ plate, means, state, approved: task.approved, comes: task.toId === facilityId && isUnderWay(state) },
  };
}

function isUnderWay(state: TransitState): boolean {
  return state === 'sealed' || state === 'in_transit';
}
