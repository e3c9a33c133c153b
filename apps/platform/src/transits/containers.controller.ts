import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ContainerAnswer, type ContainerView } from '@haidang/contract';
import { normaliseContainerNumber } from '@haidang/domain';
import { findTransitOfContainer, readPassagesOfContainer, type ScopedPool } from '@haidang/store';
import { z } from 'zod';
import { SERVING } from '../database.js';
import { passageView } from '../gates/view.js';
import { API } from '../http/api.js';
import { ApiError } from '../http/errors.js';
import { Describe } from '../http/operation.js';
import { zod } from '../http/zod.pipe.js';
import { Seals } from '../seals/seals.js';
import { Transits } from './transits.js';

const PASSAGES_SHOWN = 10;

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
  ) {}

  @Get(':number')
  @Describe({
    id: 'getContainer',
    tag: 'containers',
    summary: 'Where a container is: its transit, seal, last position and passages',
    params: { number: ReadNumber },
    answers: [{ status: 200, description: 'the container', schema: ContainerAnswer }],
    problems: ['container_not_found'],
  })
  async find(@Param('number', zod(ReadNumber, 'number')) number: string): Promise<ContainerView> {
    const transit = await findTransitOfContainer(this.db, number);
    const passages = await readPassagesOfContainer(this.db, number, PASSAGES_SHOWN);
    if (transit === undefined && passages.length === 0) {
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
    };
  }
}
