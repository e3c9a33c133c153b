import {
  Body,
  Controller,
  Get,
  Headers,
  Inject,
  Param,
  Post,
  Query,
  Res,
  UseInterceptors,
} from '@nestjs/common';
import {
  ContainerNumber,
  EligibilityActBody,
  EligibilityAnswer,
  EligibilityBody,
  EligibilityChangesBody,
  Id,
  LinesAnswer,
  pageAnswer,
  PaperNumber,
  type EligibilityView,
  type LinesView,
  type Page,
} from '@haidang/contract';
import { ELIGIBILITY_STATES, type EligibilityAct } from '@haidang/domain';
import type { FastifyReply } from 'fastify';
import { toBuffer, toString } from 'qrcode';
import { z } from 'zod';
import { chooseType } from '../http/accept.js';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { KeepsSignature } from '../signatures/keeps-signature.js';
import { Eligibility } from './eligibility.js';
import { manyOf, oneOrMany, type Lines } from './lines.js';

const ListQuery = PageQuery.extend({
  facilityId: Id.optional(),
  container: ContainerNumber.optional(),
  declaration: PaperNumber.optional(),
  state: z.enum(ELIGIBILITY_STATES).optional(),
});
const EligibilityId = z.uuid();
/** A code of some hundred characters is still read from paper that is a little dirty: 15 % of it may be lost. */
const QR = { errorCorrectionLevel: 'M', margin: 2 } as const;

type ActBody = z.infer<typeof EligibilityActBody>;

function describeAct(act: EligibilityAct, summary: string): MethodDecorator {
  return Describe({
    id: `${act}Eligibility`,
    tag: 'papers',
    summary,
    params: { id: EligibilityId },
    body: { schema: EligibilityActBody },
    answers: [{ status: 200, description: 'the eligibility after it', schema: EligibilityAnswer }],
    problems: ['eligibility_not_found', 'wrong_state', 'forbidden'],
    write: true,
    signed: true,
  });
}

@UseInterceptors(KeepsSignature)
@Controller(`${API}/eligibility`)
export class EligibilityController {
  constructor(@Inject(Eligibility) private readonly eligibility: Eligibility) {}

  @Get()
  @Describe({
    id: 'listEligibility',
    tag: 'papers',
    summary: 'What may pass, and what became of it, the latest first',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(EligibilityAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<EligibilityView>> {
    const { facilityId, container, declaration, state } = query;
    return this.eligibility.list({ facilityId, container, declaration, state }, query);
  }

  @Post()
  @Describe({
    id: 'issueEligibility',
    tag: 'papers',
    summary: 'Say that a container (form 04) or bulk goods (05) may pass, or of up to ten thousand at once',
    description:
      'Of many, all are taken or none; each that is wrong is named by its place: `lines.17.container`.',
    body: { schema: z.union([EligibilityBody, manyOf(EligibilityBody)]) },
    answers: [
      {
        status: 201,
        description: 'the eligibility; of many, their ids',
        schema: z.union([EligibilityAnswer, LinesAnswer]),
      },
    ],
    problems: ['reference_unknown', 'already_exists', 'wrong_state'],
    write: true,
    signed: true,
  })
  issue(
    @Call() call: WriteCall,
    @Body(oneOrMany(EligibilityBody)) body: Lines<EligibilityBody>,
  ): Promise<EligibilityView | LinesView> {
    return this.eligibility.issue(call, body);
  }

  @Post('changes')
  @Describe({
    id: 'changeEligibility',
    tag: 'papers',
    summary: 'Suspend, resume or cancel up to ten thousand at once (forms 06 and 07)',
    description: 'All are changed or none; each that is wrong is named by its place: `lines.17.id`.',
    body: { schema: EligibilityChangesBody },
    answers: [{ status: 200, description: 'their ids', schema: LinesAnswer }],
    problems: ['reference_unknown', 'wrong_state', 'forbidden'],
    write: true,
  })
  changeMany(
    @Call() call: WriteCall,
    @Body(zod(EligibilityChangesBody)) body: EligibilityChangesBody,
  ): Promise<LinesView> {
    return this.eligibility.actOnMany(call, body);
  }

  @Get(':id')
  @Describe({
    id: 'getEligibility',
    tag: 'papers',
    summary: 'One eligibility',
    params: { id: EligibilityId },
    answers: [{ status: 200, description: 'the eligibility', schema: EligibilityAnswer }],
    problems: ['eligibility_not_found'],
  })
  find(@Param('id', zod(EligibilityId, 'id')) id: string): Promise<EligibilityView> {
    return this.eligibility.find(id);
  }

  @Get(':id/qr')
  @Describe({
    id: 'getEligibilityQr',
    tag: 'papers',
    summary: 'Its signed code as a picture',
    params: { id: EligibilityId },
    answers: [
      {
        status: 200,
        description: 'the QR code of `token`',
        alsoAs: { 'image/svg+xml': 'the picture', 'image/png': 'the picture' },
      },
    ],
    problems: ['eligibility_not_found', 'not_acceptable'],
  })
  async qr(
    @Param('id', zod(EligibilityId, 'id')) id: string,
    @Headers('accept') accept: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const type = chooseType(accept, ['image/svg+xml', 'image/png']);
    const { token } = await this.eligibility.find(id);
    const picture =
      type === 'image/png' ? await toBuffer(token, QR) : await toString(token, { ...QR, type: 'svg' });
    void reply.type(type).header('vary', 'accept').send(picture);
  }

  @Post(':id/suspend')
  @describeAct('suspend', 'It may not pass for now (form 06, of bulk goods 07)')
  suspend(
    @Call() call: WriteCall,
    @Param('id', zod(EligibilityId, 'id')) id: string,
    @Body(zod(EligibilityActBody)) { reason }: ActBody,
  ): Promise<EligibilityView> {
    return this.eligibility.act(call, id, 'suspend', reason);
  }

  @Post(':id/resume')
  @describeAct('resume', 'It may pass again (form 06, of bulk goods 07)')
  resume(
    @Call() call: WriteCall,
    @Param('id', zod(EligibilityId, 'id')) id: string,
    @Body(zod(EligibilityActBody)) { reason }: ActBody,
  ): Promise<EligibilityView> {
    return this.eligibility.act(call, id, 'resume', reason);
  }

  @Post(':id/cancel')
  @describeAct(
    'cancel',
    'It may not pass; of one that has passed, by an officer: the pass is not confirmed (form 06, of bulk goods 07)',
  )
  cancel(
    @Call() call: WriteCall,
    @Param('id', zod(EligibilityId, 'id')) id: string,
    @Body(zod(EligibilityActBody)) { reason }: ActBody,
  ): Promise<EligibilityView> {
    return this.eligibility.act(call, id, 'cancel', reason);
  }
}
