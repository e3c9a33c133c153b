import { Body, Controller, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import {
  Id,
  NewPatrolBody,
  PatrolAnswer,
  PatrolPatch,
  PatrolsAnswer,
  type PatrolView,
} from '@haidang/contract';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { Patrols } from './patrols.js';

const ListQuery = z.object({
  onDuty: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
});

@Controller(`${API}/patrols`)
export class PatrolsController {
  constructor(@Inject(Patrols) private readonly patrols: Patrols) {}

  @Get()
  @Describe({
    id: 'listPatrols',
    tag: 'field',
    summary: 'Patrols and offices that may be sent to an alarm, by name',
    query: ListQuery,
    answers: [{ status: 200, description: 'all of them', schema: PatrolsAnswer }],
  })
  list(@Query(zod(ListQuery)) { onDuty }: z.infer<typeof ListQuery>): Promise<{ items: PatrolView[] }> {
    return this.patrols.list(onDuty);
  }

  @Post()
  @Describe({
    id: 'addPatrol',
    tag: 'field',
    summary: 'A patrol or an office, of a facility of the own',
    body: { schema: NewPatrolBody },
    answers: [{ status: 201, description: 'the patrol', schema: PatrolAnswer }],
    problems: ['already_exists', 'forbidden', 'reference_unknown'],
    write: true,
  })
  add(@Call() call: WriteCall, @Body(zod(NewPatrolBody)) body: NewPatrolBody): Promise<PatrolView> {
    return this.patrols.add(call, body);
  }

  @Patch(':id')
  @Describe({
    id: 'changePatrol',
    tag: 'field',
    summary: 'On duty or off, where it is, how it is reached',
    description:
      'A given field replaces, what is left out stays; `place: null` puts it back at its facility.',
    params: { id: Id },
    body: { schema: PatrolPatch, patch: true },
    answers: [{ status: 200, description: 'the patrol after it', schema: PatrolAnswer }],
    problems: ['patrol_not_found', 'forbidden'],
    write: true,
  })
  change(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(PatrolPatch)) patch: PatrolPatch,
  ): Promise<PatrolView> {
    return this.patrols.change(call, id, patch);
  }
}
