import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  ApprovalBody,
  ApproveException,
  ExceptionAnswer,
  Id,
  Incident,
  pageAnswer,
  RefuseException,
  type ExceptionView,
  type Page,
} from '@haidang/contract';
import { z } from 'zod';
import { API } from '../http/api.js';
import type { ApiErrorCode } from '../http/errors.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { TransitExceptions } from './exceptions.js';
import { REQUESTS, type RequestOf } from './requests.js';

const ExceptionId = z.uuid();
const decided = { status: 200, description: 'the exception after it', schema: ExceptionAnswer };

@Controller(`${API}/transits/:id`)
export class ExceptionsController {
  constructor(@Inject(TransitExceptions) private readonly exceptions: TransitExceptions) {}

  @Get('exceptions')
  @Describe({
    id: 'listExceptions',
    tag: 'transits',
    summary: 'What happened on the way otherwise than planned, in the order in which it was asked for',
    params: { id: Id },
    query: PageQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(ExceptionAnswer) }],
    problems: ['transit_not_found'],
  })
  list(
    @Param('id', zod(Id, 'id')) id: string,
    @Query(zod(PageQuery)) query: z.infer<typeof PageQuery>,
  ): Promise<Page<ExceptionView>> {
    return this.exceptions.list(id, query);
  }

  @Post('reroute')
  @DescribeRequest('rerouteTransit', 'It takes another route from then on', REQUESTS.reroute)
  reroute(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(REQUESTS.reroute)) body: RequestOf<'reroute'>,
  ): Promise<ExceptionView> {
    return this.exceptions.ask(call, id, { kind: 'reroute', body });
  }

  @Post('replace-seal')
  @DescribeRequest('replaceSeal', 'Another e-seal closes a container from then on', REQUESTS.replace_seal, [
    'seal_in_use',
  ])
  replaceSeal(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(REQUESTS.replace_seal)) body: RequestOf<'replace_seal'>,
  ): Promise<ExceptionView> {
    return this.exceptions.ask(call, id, { kind: 'replace_seal', body });
  }

  @Post('change-vehicle')
  @DescribeRequest(
    'changeVehicle',
    'It travels by another truck, a barge or a train from then on, or the containers that are named do',
    REQUESTS.change_vehicle,
  )
  changeVehicle(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(REQUESTS.change_vehicle)) body: RequestOf<'change_vehicle'>,
  ): Promise<ExceptionView> {
    return this.exceptions.ask(call, id, { kind: 'change_vehicle', body });
  }

  @Post('split')
  @DescribeRequest('splitTransit', 'Some of its containers go on as a transit of their own', REQUESTS.split, [
    'already_exists',
  ])
  split(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(REQUESTS.split)) body: RequestOf<'split'>,
  ): Promise<ExceptionView> {
    return this.exceptions.ask(call, id, { kind: 'split', body });
  }

  @Post('end-early')
  @DescribeRequest(
    'endTransitEarly',
    'It has arrived at another facility than its destination, or was taken back to one',
    REQUESTS.end_early,
  )
  endEarly(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(REQUESTS.end_early)) body: RequestOf<'end_early'>,
  ): Promise<ExceptionView> {
    return this.exceptions.ask(call, id, { kind: 'end_early', body });
  }

  @Post('incident')
  @Describe({
    id: 'reportIncident',
    tag: 'transits',
    summary:
      'What happened to the truck: force majeure is reported (Circular 38/2015 as amended by 39/2018, Art. 50)',
    description:
      'It changes nothing and nobody approves it. It stands on the timeline, and whoever follows the transit is told at once.',
    params: { id: Id },
    body: { schema: Incident },
    answers: [{ status: 201, description: 'as it was reported', schema: ExceptionAnswer }],
    problems: ['transit_not_found', 'wrong_state', 'reference_unknown'],
    write: true,
  })
  incident(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(Incident)) body: z.infer<typeof Incident>,
  ): Promise<ExceptionView> {
    return this.exceptions.report(call, id, body);
  }

  @Post('exceptions/:exceptionId/approve')
  @Describe({
    id: 'approveException',
    tag: 'transits',
    summary:
      'An officer of the office of departure, or the centre, approves what waits: it holds from its time on',
    params: { id: Id, exceptionId: ExceptionId },
    body: { schema: ApproveException, required: false },
    answers: [decided],
    problems: [
      'transit_not_found',
      'exception_not_found',
      'transit_changed',
      'wrong_state',
      'own_message',
      'forbidden',
      'reference_unknown',
      'seal_in_use',
      'already_exists',
    ],
    write: true,
  })
  approve(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Param('exceptionId', zod(ExceptionId, 'exceptionId')) exceptionId: string,
    @Body(zod(ApproveException.default({}))) body: z.infer<typeof ApproveException>,
  ): Promise<ExceptionView> {
    return this.exceptions.approve(call, id, exceptionId, body);
  }

  @Post('exceptions/:exceptionId/refuse')
  @Describe({
    id: 'refuseException',
    tag: 'transits',
    summary: 'What waits is refused, and why',
    params: { id: Id, exceptionId: ExceptionId },
    body: { schema: RefuseException },
    answers: [decided],
    problems: [
      'transit_not_found',
      'exception_not_found',
      'transit_changed',
      'wrong_state',
      'own_message',
      'forbidden',
    ],
    write: true,
  })
  refuse(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Param('exceptionId', zod(ExceptionId, 'exceptionId')) exceptionId: string,
    @Body(zod(RefuseException)) body: z.infer<typeof RefuseException>,
  ): Promise<ExceptionView> {
    return this.exceptions.refuse(call, id, exceptionId, body);
  }

  @Post('exceptions/:exceptionId/withdraw')
  @Describe({
    id: 'withdrawException',
    tag: 'transits',
    summary: 'Who asked for what waits withdraws it',
    params: { id: Id, exceptionId: ExceptionId },
    body: { schema: ApprovalBody, required: false },
    answers: [decided],
    problems: ['transit_not_found', 'exception_not_found', 'wrong_state', 'other_asker'],
    write: true,
  })
  withdraw(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Param('exceptionId', zod(ExceptionId, 'exceptionId')) exceptionId: string,
    @Body(zod(ApprovalBody.default({}))) body: z.infer<typeof ApprovalBody>,
  ): Promise<ExceptionView> {
    return this.exceptions.withdraw(call, id, exceptionId, body.reason ?? null);
  }
}

function DescribeRequest(
  id: string,
  summary: string,
  schema: z.ZodType,
  problems: readonly ApiErrorCode[] = [],
): MethodDecorator {
  return Describe({
    id,
    tag: 'transits',
    summary,
    description:
      'Asked by an officer of the office of departure, or the centre, it is approved at once; else it waits for one of them. It holds from `at` on.',
    params: { id: Id },
    body: { schema },
    answers: [{ status: 201, description: '`approved`, or `waiting`', schema: ExceptionAnswer }],
    problems: ['transit_not_found', 'wrong_state', 'reference_unknown', ...problems],
    write: true,
  });
}
