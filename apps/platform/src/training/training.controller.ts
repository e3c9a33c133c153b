import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  DeskPeopleAnswer,
  NewTrainingBody,
  pageAnswer,
  TrainingAnswer,
  TrainingBegin,
  TrainingScenariosAnswer,
  type DeskPersonView,
  type Page,
  type TrainingScenarioView,
  type TrainingView,
} from '@haidang/contract';
import { TRAINING_STATES } from '@haidang/domain';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { listOf, PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { Recordings } from './recordings.js';
import { Trainings } from './trainings.js';

export const TrainingId = z.uuid();
const ListQuery = PageQuery.extend({
  state: listOf(z.enum(TRAINING_STATES)).meta({ description: 'one state, or several separated by commas' }),
});
/** The call takes none; `{}` is what there is to send. */
const Nothing = z.object({}).default({});

@Controller(`${API}/training`)
export class TrainingController {
  constructor(
    @Inject(Trainings) private readonly trainings: Trainings,
    @Inject(Recordings) private readonly recordings: Recordings,
  ) {}

  @Get('scenarios')
  @Describe({
    id: 'listTrainingScenarios',
    tag: 'training',
    summary: 'What somebody can be trained on; what is planted in it is not told',
    answers: [{ status: 200, description: 'all of them', schema: TrainingScenariosAnswer }],
  })
  scenarios(): { items: TrainingScenarioView[] } {
    return { items: this.recordings.list() };
  }

  @Get('people')
  @Describe({
    id: 'listTrainees',
    tag: 'training',
    summary: 'Who of the own organisation works at a desk and can be trained',
    answers: [{ status: 200, description: 'by name', schema: DeskPeopleAnswer }],
  })
  people(): Promise<{ items: DeskPersonView[] }> {
    return this.trainings.people();
  }

  @Get()
  @Describe({
    id: 'listTrainings',
    tag: 'training',
    summary: 'Training sessions, the latest first: the own, and those of the people one leads',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page, without sheets', schema: pageAnswer(TrainingAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<TrainingView>> {
    return this.trainings.list(query);
  }

  @Post()
  @Describe({
    id: 'giveTraining',
    tag: 'training',
    summary: 'Somebody of the own organisation is to work on a scenario',
    body: { schema: NewTrainingBody.meta({ id: 'NewTraining' }) },
    answers: [{ status: 201, description: 'the session, waiting for them', schema: TrainingAnswer }],
    problems: ['reference_unknown', 'already_exists'],
    write: true,
  })
  give(@Call() call: WriteCall, @Body(zod(NewTrainingBody)) body: NewTrainingBody): Promise<TrainingView> {
    return this.trainings.give(call, body);
  }

  @Get(':id')
  @Describe({
    id: 'getTraining',
    tag: 'training',
    summary: 'One session with its score sheet; while it runs as it stands, but not to the trainee',
    params: { id: TrainingId },
    answers: [{ status: 200, description: 'the session', schema: TrainingAnswer }],
    problems: ['training_not_found'],
  })
  find(@Param('id', zod(TrainingId, 'id')) id: string): Promise<TrainingView> {
    return this.trainings.find(id);
  }

  @Post(':id/begin')
  @Describe({
    id: 'beginTraining',
    tag: 'training',
    summary: 'The trainee begins: the story comes in from now on',
    params: { id: TrainingId },
    body: { schema: TrainingBegin.meta({ id: 'TrainingBegin' }) },
    answers: [{ status: 200, description: 'the session', schema: TrainingAnswer }],
    problems: ['training_not_found', 'wrong_state', 'unavailable'],
    write: true,
  })
  begin(
    @Call() call: WriteCall,
    @Param('id', zod(TrainingId, 'id')) id: string,
    @Body(zod(TrainingBegin)) { language }: z.infer<typeof TrainingBegin>,
  ): Promise<TrainingView> {
    return this.trainings.begin(call, id, language);
  }

  @Post(':id/finish')
  @Describe({
    id: 'finishTraining',
    tag: 'training',
    summary: 'The trainee is done',
    params: { id: TrainingId },
    body: { schema: Nothing, required: false },
    answers: [{ status: 200, description: 'the session with its sheet', schema: TrainingAnswer }],
    problems: ['training_not_found', 'wrong_state'],
    write: true,
  })
  finish(@Call() call: WriteCall, @Param('id', zod(TrainingId, 'id')) id: string): Promise<TrainingView> {
    return this.trainings.finish(call, id);
  }

  @Post(':id/stop')
  @Describe({
    id: 'stopTraining',
    tag: 'training',
    summary: 'Who leads the trainee ends the session, or takes it back before it began',
    params: { id: TrainingId },
    body: { schema: Nothing, required: false },
    answers: [
      { status: 200, description: 'the session, with a sheet where it had begun', schema: TrainingAnswer },
    ],
    problems: ['training_not_found', 'wrong_state'],
    write: true,
  })
  stop(@Call() call: WriteCall, @Param('id', zod(TrainingId, 'id')) id: string): Promise<TrainingView> {
    return this.trainings.stop(call, id);
  }
}
