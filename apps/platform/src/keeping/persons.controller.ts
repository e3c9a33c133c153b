import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  ForgetBody,
  ForgottenAnswer,
  MentionsAnswer,
  PersonDataAnswer,
  Spelling,
  type ForgottenView,
  type MentionsView,
  type PersonDataView,
} from '@haidang/contract';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { listOf } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { Persons } from './persons.js';

const PersonId = z.uuid();
const MentionsQuery = z.object({
  spelling: listOf(Spelling).meta({ description: 'other ways in which people may have written the name' }),
});

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

  @Get(':id/mentions')
  @Describe({
    id: 'findMentionsOfPerson',
    tag: 'keeping',
    summary: 'Where the name of a person stands in what people wrote',
    description:
      'Comments, reasons, notes, and what entries of the ledger say; as a whole word, whatever its case. Read it before forgetting with `redact`: a namesake may be meant.',
    params: { id: PersonId },
    query: MentionsQuery,
    answers: [{ status: 200, description: 'text by text', schema: MentionsAnswer }],
    problems: ['person_not_found'],
  })
  mentions(
    @Param('id', zod(PersonId, 'id')) id: string,
    @Query(zod(MentionsQuery)) query: z.infer<typeof MentionsQuery>,
  ): Promise<MentionsView> {
    return this.persons.mentions(id, query.spelling ?? []);
  }

  @Post(':id/forget')
  @Describe({
    id: 'forgetPerson',
    tag: 'keeping',
    summary: 'Take out who a person is; what the person did stays, under a pseudonym',
    description: 'Cannot be taken back, and not be done twice: afterwards there is nobody to forget.',
    params: { id: PersonId },
    body: { schema: ForgetBody },
    answers: [{ status: 200, description: 'it is done', schema: ForgottenAnswer }],
    problems: ['person_not_found', 'under_hold', 'in_use'],
    write: true,
  })
  forget(
    @Call() call: WriteCall,
    @Param('id', zod(PersonId, 'id')) id: string,
    @Body(zod(ForgetBody)) body: z.infer<typeof ForgetBody>,
  ): Promise<ForgottenView> {
    return this.persons.forget(call, id, body);
  }
}
