import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import {
  AlarmAct,
  AlarmAssign,
  AlarmCommentAct,
  AlarmEscalate,
  AlarmResolve,
  AlarmShelve,
  DeskPeopleAnswer,
  type AlarmView,
  type DeskPersonView,
} from '@haidang/contract';
import type { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { AlarmDesk } from './alarm-desk.js';
import { AlarmId, DescribeAct } from './describe-act.js';
import { Shelving } from './shelving.js';

@Controller(API)
export class AlarmActsController {
  constructor(
    @Inject(AlarmDesk) private readonly desk: AlarmDesk,
    @Inject(Shelving) private readonly shelving: Shelving,
  ) {}

  @Get('desk/people')
  @Describe({
    id: 'listDeskPeople',
    tag: 'alarms',
    summary: 'To whom an alarm can be given: who works at the desk, by name',
    answers: [
      {
        status: 200,
        description: 'of the own office and below it, and the centre',
        schema: DeskPeopleAnswer,
      },
    ],
  })
  people(): Promise<{ items: DeskPersonView[] }> {
    return this.desk.people();
  }

  @Post('alarms/:id/acknowledge')
  @DescribeAct('acknowledgeAlarm', 'Someone has seen it', AlarmAct, ['wrong_state'])
  acknowledge(
    @Call() call: WriteCall,
    @Param('id', zod(AlarmId, 'id')) id: string,
    @Body(zod(AlarmAct)) body: z.infer<typeof AlarmAct>,
  ): Promise<AlarmView> {
    return this.desk.acknowledge(call, id, body);
  }

  @Post('alarms/:id/assign')
  @DescribeAct('assignAlarm', 'It becomes the task of someone', AlarmAssign, [
    'reference_unknown',
    'wrong_state',
  ])
  assign(
    @Call() call: WriteCall,
    @Param('id', zod(AlarmId, 'id')) id: string,
    @Body(zod(AlarmAssign)) body: z.infer<typeof AlarmAssign>,
  ): Promise<AlarmView> {
    return this.desk.assign(call, id, body);
  }

  @Post('alarms/:id/comment')
  @DescribeAct('commentAlarm', 'Say something about it', AlarmCommentAct)
  comment(
    @Call() call: WriteCall,
    @Param('id', zod(AlarmId, 'id')) id: string,
    @Body(zod(AlarmCommentAct)) body: z.infer<typeof AlarmCommentAct>,
  ): Promise<AlarmView> {
    return this.desk.comment(call, id, body);
  }

  @Post('alarms/:id/resolve')
  @DescribeAct('resolveAlarm', 'It is dealt with: true, false or permitted', AlarmResolve, ['wrong_state'])
  resolve(
    @Call() call: WriteCall,
    @Param('id', zod(AlarmId, 'id')) id: string,
    @Body(zod(AlarmResolve)) body: z.infer<typeof AlarmResolve>,
  ): Promise<AlarmView> {
    return this.desk.resolve(call, id, body);
  }

  @Post('alarms/:id/escalate')
  @DescribeAct('escalateAlarm', 'The shift supervisor is to look', AlarmEscalate, ['wrong_state'])
  escalate(
    @Call() call: WriteCall,
    @Param('id', zod(AlarmId, 'id')) id: string,
    @Body(zod(AlarmEscalate)) body: z.infer<typeof AlarmEscalate>,
  ): Promise<AlarmView> {
    return this.shelving.escalate(call, id, body);
  }

  @Post('alarms/:id/shelve')
  @DescribeAct('shelveAlarm', 'It is out of the queue until a time, and then waits anew', AlarmShelve, [
    'wrong_state',
  ])
  shelve(
    @Call() call: WriteCall,
    @Param('id', zod(AlarmId, 'id')) id: string,
    @Body(zod(AlarmShelve)) body: z.infer<typeof AlarmShelve>,
  ): Promise<AlarmView> {
    return this.shelving.shelve(call, id, body);
  }

  @Post('alarms/:id/unshelve')
  @DescribeAct('unshelveAlarm', 'It is back in the queue before its time', AlarmAct, ['wrong_state'])
  unshelve(
    @Call() call: WriteCall,
    @Param('id', zod(AlarmId, 'id')) id: string,
    @Body(zod(AlarmAct)) body: z.infer<typeof AlarmAct>,
  ): Promise<AlarmView> {
    return this.shelving.unshelve(call, id, body);
  }
}
