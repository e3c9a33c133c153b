import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import {
  ForgottenAnswer,
  PersonDataAnswer,
  WithReason,
  type ForgottenView,
  type PersonDataView,
} from '@haidang/contract';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { Persons } from './persons.js';

const PersonId = z.uuid();

@Controller(`${API}/persons`)
export class PersonsController {
  constructor(@Inject(Persons) private readonly persons: Persons) {}

  @Get(':id/data')
  @Describe({
    id: 'exportPerson',
    tag: 'keeping',
    summary: 'All that is held about a person',
    params: { id: PersonId },
    answers: [{ status: 200, description: 'table by table', schema: PersonDataAnswer }],
    problems: ['person_not_found'],
  })
  export(@Param('id', zod(PersonId, 'id')) id: string): Promise<PersonDataView> {
    return this.persons.export(id);
  }

  @Post(':id/forget')
  @Describe({
    id: 'forgetPerson',
    tag: 'keeping',
    summary: 'Take out who a person is; what the person did stays, under a pseudonym',
    description: 'Cannot be taken back, and not be done twice: afterwards there is nobody to forget.',
    params: { id: PersonId },
    body: { schema: WithReason },
    answers: [{ status: 200, description: 'it is done', schema: ForgottenAnswer }],
    problems: ['person_not_found', 'under_hold', 'in_use'],
    write: true,
  })
  forget(
    @Call() call: WriteCall,
    @Param('id', zod(PersonId, 'id')) id: string,
    @Body(zod(WithReason)) body: z.infer<typeof WithReason>,
  ): Promise<ForgottenView> {
    return this.persons.forget(call, id, body.reason);
  }
}
