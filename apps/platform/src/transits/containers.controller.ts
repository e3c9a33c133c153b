import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ContainerAnswer, type ContainerView } from '@haidang/contract';
import { normaliseContainerNumber } from '@haidang/domain';
import {
  findTransitOfContainer,
  listCases,
  readEligibilitiesOfContainer,
  readExpectedContainer,
  readPassagesOfContainer,
  readStaysOfContainer,
  type ScopedPool,
} from '@haidang/store';
import { z } from 'zod';
import { caseShown } from '../cases/cases.js';
import { SERVING } from '../database.js';
import { passageView } from '../gates/view.js';
import { API } from '../http/api.js';
import { ApiError } from '../http/errors.js';
import { Describe } from '../http/operation.js';
import { zod } from '../http/zod.pipe.js';
import { Signer } from '../papers/signer.js';
import { eligibilityView, expectedView, stayView } from '../papers/view.js';
import { Seals } from '../seals/seals.js';
import { Transits } from './transits.js';

/** Of each kind, the newest. */
const SHOWN = 10;

/** As a camera may have read it: its check digit is not asked for, or what was misread could never be found. */
const ReadNumber = z
  .string()
  .min(1)
  .max(30)
  .transform(normaliseContainerNumber)
  .pipe(z.string().min(1).max(20));

@Controller(`${API}/containers`)
export class ContainersController {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Seals) private readonly seals: Seals,
    @Inject(Transits) private readonly transits: Transits,
    @Inject(Signer) private readonly signer: Signer,
  ) {}

  @Get(':number')
  @Describe({
    id: 'getContainer',
    tag: 'containers',
    summary: 'Where a container is: its transit, seal, last position, papers, passages and cases',
    params: { number: ReadNumber },
    answers: [{ status: 200, description: 'the container', schema: ContainerAnswer }],
    problems: ['container_not_found'],
  })
  async find(@Param('number', zod(ReadNumber, 'number')) number: string): Promise<ContainerView> {
    const transit = await findTransitOfContainer(this.db, number);
    const passages = await readPassagesOfContainer(this.db, number, SHOWN);
    const papers = await this.papers(number);
    const discrepancies = await listCases(this.db, { container: number }, { after: null, limit: SHOWN });
    const isKnown = [passages, discrepancies, ...Object.values(papers)].some(({ length }) => length > 0);
    if (transit === undefined && !isKnown) {
      throw new ApiError('container_not_found', `Nothing is known of the container ${number}.`);
    }
    const ended = transit === undefined || transit.state === 'closed' || transit.state === 'cancelled';
    const sealId = ended
      ? undefined
      : transit.containers.find((container) => container.number === number)?.sealId;
    return {
      number,
      transit: transit === undefined ? null : this.transits.view(transit),
      sealId: sealId ?? null,
      lastFix: sealId === undefined ? null : await this.seals.lastFix(sealId),
      passages: passages.map((record) => passageView(record, record.receivedAt)),
      ...papers,
      discrepancies: discrepancies.map(({ value }) => caseShown(value)),
    };
  }

  private async papers(number: string): Promise<Pick<ContainerView, 'eligibilities' | 'expected' | 'stays'>> {
    const [eligibilities, expected, stays] = [
      await readEligibilitiesOfContainer(this.db, number, SHOWN),
      await readExpectedContainer(this.db, number, SHOWN),
      await readStaysOfContainer(this.db, number, SHOWN),
    ];
    return {
      eligibilities: await Promise.all(
        eligibilities.map(async (record) => eligibilityView(record, await this.signer.tokenOf(record))),
      ),
      expected: expected.map(expectedView),
      stays: stays.map(stayView),
    };
  }
}
