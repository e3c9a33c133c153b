import { Inject, Injectable } from '@nestjs/common';
import type { EligibleListView } from '@haidang/contract';
import { formatInstant } from '@haidang/domain';
import { canonical } from '@haidang/ledger';
import {
  findOwnFacilities,
  readEligibleList,
  type EligibleOfDeclaration,
  type ScopedPool,
} from '@haidang/store';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { Signer, SIGNED } from './signer.js';
import { given, listedLine } from './view.js';

/** What may leave a facility now, for its gatehouse to work with, also without a network: signed as a whole, and each line by itself. */
@Injectable()
export class EligibleList {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Signer) private readonly signer: Signer,
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

  private async list(facilityId: string): Promise<Omit<EligibleListView, 'signature'>> {
    if (!(await findOwnFacilities(this.db, [facilityId])).has(facilityId))
      throw new ApiError('facility_not_found', `There is no ${facilityId} in facilities.`);
    const at = formatInstant(Date.now());
    const declarations: EligibleListView['declarations'] = [];
    for (const of of await readEligibleList(this.db, facilityId)) declarations.push(await this.shown(of));
    return { facilityId, at, declarations };
  }

  private async shown(of: EligibleOfDeclaration): Promise<EligibleListView['declarations'][number]> {
    const { number, status, channel, goodsNumber, lines } = of;
    const shown: EligibleListView['declarations'][number]['lines'] = [];
    for (const line of lines) shown.push(listedLine({ ...line, token: await this.signer.tokenOf(line) }));
    return { ...given({ number, status, channel, goodsNumber }), lines: shown };
  }
}
