import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  AlarmAnswer,
  Id,
  TrainingAct,
  TrainingAlarmFileAnswer,
  TrainingDeskAnswer,
  TrainingTrackAnswer,
  TrainingWorldAnswer,
  type AlarmView,
  type FixView,
  type TrainingAlarmFileView,
  type TrainingDeskView,
  type TrainingWorldView,
} from '@haidang/contract';
import { z } from 'zod';
import { AlarmId } from '../alarms/describe-act.js';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { zod } from '../http/zod.pipe.js';
import { Sandboxes } from './sandboxes.js';
import { TrainingId } from './training.controller.js';
import { Trainings } from './trainings.js';

const DeskQuery = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .meta({ description: '`version` of the answer before: only what changed since is answered' }),
});

/** A trainee's desk: what the real one has of alarms, of a sandbox. Only its trainee calls here, and nothing is entered anywhere. */
@Controller(`${API}/training/:id`)
export class TrainingDeskController {
  constructor(
    @Inject(Sandboxes) private readonly sandboxes: Sandboxes,
    @Inject(Trainings) private readonly trainings: Trainings,
  ) {}

  @Get('desk')
  @Describe({
    id: 'getTrainingDesk',
    tag: 'training',
    summary: 'The alarms of the own session, and its clock; of one that does not run the state alone',
    params: { id: TrainingId },
    query: DeskQuery,
    answers: [{ status: 200, description: 'what changed', schema: TrainingDeskAnswer }],
    problems: ['training_not_found'],
  })
  desk(
    @Param('id', zod(TrainingId, 'id')) id: string,
    @Query(zod(DeskQuery)) { after }: z.infer<typeof DeskQuery>,
  ): TrainingDeskView | Promise<TrainingDeskView> {
    return this.sandboxes.desk(id, after, Date.now()) ?? this.trainings.idleDesk(id);
  }

  @Get('world')
  @Describe({
    id: 'getTrainingWorld',
    tag: 'training',
    summary: 'Routes and transits of the own running session',
    params: { id: TrainingId },
    answers: [{ status: 200, description: 'all of them', schema: TrainingWorldAnswer }],
    problems: ['training_not_found'],
  })
  world(@Param('id', zod(TrainingId, 'id')) id: string): TrainingWorldView {
    return this.sandboxes.world(id, Date.now());
  }

  @Get('seals/:sealId/track')
  @Describe({
    id: 'getTrainingTrack',
    tag: 'training',
    summary: 'What a seal of the own running session has said so far',
    params: { id: TrainingId, sealId: Id },
    answers: [{ status: 200, description: 'its fixes in their order', schema: TrainingTrackAnswer }],
    problems: ['training_not_found', 'seal_not_found'],
  })
  track(
    @Param('id', zod(TrainingId, 'id')) id: string,
    @Param('sealId', zod(Id, 'sealId')) sealId: string,
  ): { items: FixView[] } {
    return this.sandboxes.track(id, sealId, Date.now());
  }

  @Get('alarms/:alarmId/file')
  @Describe({
    id: 'getTrainingAlarmFile',
    tag: 'training',
    summary: 'History, responders and dispatches of an alarm of the own running session',
    params: { id: TrainingId, alarmId: AlarmId },
    answers: [{ status: 200, description: 'its file', schema: TrainingAlarmFileAnswer }],
    problems: ['training_not_found', 'alarm_not_found'],
  })
  file(
    @Param('id', zod(TrainingId, 'id')) id: string,
    @Param('alarmId', zod(AlarmId, 'alarmId')) alarmId: string,
  ): TrainingAlarmFileView {
    return this.sandboxes.file(id, alarmId, Date.now());
  }

  @Post('alarms/:alarmId/act')
  @HttpCode(200)
  @Describe({
    id: 'actInTraining',
    tag: 'training',
    summary: 'An act of the desk on an alarm of the own running session; `see`: it was opened',
    description: 'It takes what the desk’s own call of that name takes, and is refused as that one is.',
    params: { id: TrainingId, alarmId: AlarmId },
    body: { schema: TrainingAct.meta({ id: 'TrainingAct' }) },
    answers: [{ status: 200, description: 'the alarm after it', schema: AlarmAnswer }],
    problems: [
      'training_not_found',
      'alarm_not_found',
      'alarm_changed',
      'alarm_acted_on',
      'wrong_state',
      'patrol_not_found',
      'dispatch_not_found',
      'unavailable',
    ],
  })
  act(
    @Param('id', zod(TrainingId, 'id')) id: string,
    @Param('alarmId', zod(AlarmId, 'alarmId')) alarmId: string,
    @Body(zod(TrainingAct)) act: TrainingAct,
  ): AlarmView {
    return this.sandboxes.act(id, alarmId, act, Date.now());
  }
}
