import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import {
  AlarmAnswer,
  AlarmDispatch,
  DispatchesAnswer,
  FieldReport,
  RespondersAnswer,
  WhereaboutsAnswer,
  type AlarmView,
  type DispatchView,
  type RespondersView,
  type WhereaboutsView,
} from '@haidang/contract';
import { z } from 'zod';
import { AlarmId, DescribeAct } from '../alarms/describe-act.js';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { Dispatches } from './dispatches.js';

const DispatchId = z.uuid();

@Controller(`${API}/alarms/:id`)
export class DispatchesController {
  constructor(@Inject(Dispatches) private readonly dispatches: Dispatches) {}

  @Get('responders')
  @Describe({
    id: 'listResponders',
    tag: 'field',
    summary: 'Who is on duty and may be sent, the nearest first',
    params: { id: AlarmId },
    answers: [{ status: 200, description: 'twenty at most', schema: RespondersAnswer }],
    problems: ['alarm_not_found'],
  })
  responders(@Param('id', zod(AlarmId, 'id')) id: string): Promise<RespondersView> {
    return this.dispatches.responders(id);
  }

  @Get('whereabouts')
  @Describe({
    id: 'getWhereabouts',
    tag: 'field',
    summary: 'Where those who are sent have to go, and which truck it is',
    description:
      'The last believed position of the seal while the alarm goes on or somebody is on the way there; else where it began.',
    params: { id: AlarmId },
    answers: [{ status: 200, description: 'as it is now', schema: WhereaboutsAnswer }],
    problems: ['alarm_not_found'],
  })
  whereabouts(@Param('id', zod(AlarmId, 'id')) id: string): Promise<WhereaboutsView> {
    return this.dispatches.whereabouts(id);
  }

  @Get('dispatches')
  @Describe({
    id: 'listDispatches',
    tag: 'field',
    summary: 'Who was sent, what they told and when, the latest first',
    params: { id: AlarmId },
    answers: [{ status: 200, description: 'all of them', schema: DispatchesAnswer }],
    problems: ['alarm_not_found'],
  })
  list(@Param('id', zod(AlarmId, 'id')) id: string): Promise<{ items: DispatchView[] }> {
    return this.dispatches.list(id);
  }

  @Post('dispatch')
  @DescribeAct('dispatchToAlarm', 'A patrol or an office is sent there', AlarmDispatch, [
    'patrol_not_found',
    'wrong_state',
  ])
  send(
    @Call() call: WriteCall,
    @Param('id', zod(AlarmId, 'id')) id: string,
    @Body(zod(AlarmDispatch)) body: z.infer<typeof AlarmDispatch>,
  ): Promise<AlarmView> {
    return this.dispatches.send(call, id, body);
  }

  @Post('dispatches/:dispatchId/report')
  @Describe({
    id: 'reportFromField',
    tag: 'field',
    summary:
      'What those who were sent tell: accepted, on the spot, done with an outcome; or they are called back',
    params: { id: AlarmId, dispatchId: DispatchId },
    body: { schema: FieldReport },
    answers: [{ status: 200, description: 'the alarm after it', schema: AlarmAnswer }],
    problems: ['alarm_not_found', 'dispatch_not_found', 'forbidden', 'wrong_state', 'reference_unknown'],
    write: true,
  })
  report(
    @Call() call: WriteCall,
    @Param('id', zod(AlarmId, 'id')) id: string,
    @Param('dispatchId', zod(DispatchId, 'dispatchId')) dispatchId: string,
    @Body(zod(FieldReport)) body: FieldReport,
  ): Promise<AlarmView> {
    return this.dispatches.report(call, id, dispatchId, body);
  }
}
