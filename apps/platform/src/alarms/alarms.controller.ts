import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  AlarmAct,
  AlarmAnswer,
  AlarmAssign,
  AlarmCommentAct,
  AlarmKind,
  AlarmResolve,
  AlarmState,
  ContainerNumber,
  Id,
  pageAnswer,
  Severity,
  type AlarmView,
  type Page,
} from '@haidang/contract';
import { z } from 'zod';
import { API } from '../http/api.js';
import type { ApiErrorCode } from '../http/errors.js';
import { Describe } from '../http/operation.js';
import { listOf, PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { AlarmDesk } from './alarm-desk.js';

const ListQuery = PageQuery.extend({
  state: listOf(AlarmState),
  standing: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'true: not resolved; false: resolved' }),
  severity: listOf(Severity),
  kind: listOf(AlarmKind),
  transitId: Id.optional(),
  sealId: Id.optional(),
  container: ContainerNumber.optional(),
});

const AlarmId = z.uuid();

@Controller(`${API}/alarms`)
export class AlarmsController {
  constructor(@Inject(AlarmDesk) private readonly desk: AlarmDesk) {}

  @Get()
  @Describe({
    id: 'listAlarms',
    tag: 'alarms',
    summary: 'The alarms, newest first',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(AlarmAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<AlarmView>> {
    const { state, severity, kind, standing, transitId, sealId, container } = query;
    const filter = {
      states: state,
      severities: severity,
      kinds: kind,
      standing,
      transitId,
      sealId,
      container,
    };
    return this.desk.list(filter, query);
  }

  @Get(':id')
  @Describe({
    id: 'getAlarm',
    tag: 'alarms',
    summary: 'One alarm',
    params: { id: AlarmId },
    answers: [{ status: 200, description: 'the alarm', schema: AlarmAnswer }],
    problems: ['alarm_not_found'],
  })
  find(@Param('id', zod(AlarmId, 'id')) id: string): Promise<AlarmView> {
    return this.desk.find(id);
  }

  @Post(':id/acknowledge')
  @DescribeAct('acknowledgeAlarm', 'Someone has seen it', AlarmAct, ['wrong_state'])
  acknowledge(
    @Call() call: WriteCall,
    @Param('id', zod(AlarmId, 'id')) id: string,
    @Body(zod(AlarmAct)) body: z.infer<typeof AlarmAct>,
  ): Promise<AlarmView> {
    return this.desk.acknowledge(call, id, body);
  }

  @Post(':id/assign')
  @DescribeAct('assignAlarm', 'It becomes the task of someone', AlarmAssign, ['wrong_state'])
  assign(
    @Call() call: WriteCall,
    @Param('id', zod(AlarmId, 'id')) id: string,
    @Body(zod(AlarmAssign)) body: z.infer<typeof AlarmAssign>,
  ): Promise<AlarmView> {
    return this.desk.assign(call, id, body);
  }

  @Post(':id/comment')
  @DescribeAct('commentAlarm', 'Say something about it', AlarmCommentAct)
  comment(
    @Call() call: WriteCall,
    @Param('id', zod(AlarmId, 'id')) id: string,
    @Body(zod(AlarmCommentAct)) body: z.infer<typeof AlarmCommentAct>,
  ): Promise<AlarmView> {
    return this.desk.comment(call, id, body);
  }

  @Post(':id/resolve')
  @DescribeAct('resolveAlarm', 'It is dealt with: true, false or permitted', AlarmResolve, ['wrong_state'])
  resolve(
    @Call() call: WriteCall,
    @Param('id', zod(AlarmId, 'id')) id: string,
    @Body(zod(AlarmResolve)) body: z.infer<typeof AlarmResolve>,
  ): Promise<AlarmView> {
    return this.desk.resolve(call, id, body);
  }
}

function DescribeAct(
  id: string,
  summary: string,
  schema: z.ZodType,
  problems: readonly ApiErrorCode[] = [],
): MethodDecorator {
  return Describe({
    id,
    tag: 'alarms',
    summary,
    description:
      '`revision` is that of the evidence the author saw. If it has moved on, nothing is done, and the problem carries the ' +
      'present alarm in `alarm`.',
    params: { id: AlarmId },
    body: { schema },
    answers: [{ status: 200, description: 'the alarm after it', schema: AlarmAnswer }],
    problems: ['alarm_not_found', 'alarm_changed', ...problems],
    write: true,
  });
}
