import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import {
  CaseAnswer,
  CaseAssignBody,
  CaseCloseBody,
  CaseCommentBody,
  CaseDecideBody,
  CaseEvidenceBody,
  CaseSegregateBody,
  type CaseView,
} from '@haidang/contract';
import { z } from 'zod';
import { API } from '../http/api.js';
import type { ApiErrorCode } from '../http/errors.js';
import { Describe } from '../http/operation.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { CaseDesk } from './case-desk.js';

const CaseId = z.uuid();

@Controller(`${API}/cases/:id`)
export class CaseActsController {
  constructor(@Inject(CaseDesk) private readonly desk: CaseDesk) {}

  @Post('assign')
  @DescribeAct('assignCase', 'It becomes the task of somebody, and is looked at', CaseAssignBody, [
    'forbidden',
    'wrong_state',
  ])
  assign(
    @Call() call: WriteCall,
    @Param('id', zod(CaseId, 'id')) id: string,
    @Body(zod(CaseAssignBody)) { to }: z.infer<typeof CaseAssignBody>,
  ): Promise<CaseView> {
    return this.desk.assign(call, id, to);
  }

  @Post('comment')
  @DescribeAct('commentCase', 'Say something about it', CaseCommentBody)
  comment(
    @Call() call: WriteCall,
    @Param('id', zod(CaseId, 'id')) id: string,
    @Body(zod(CaseCommentBody)) { text }: z.infer<typeof CaseCommentBody>,
  ): Promise<CaseView> {
    return this.desk.comment(call, id, text);
  }

  @Post('evidence')
  @DescribeAct(
    'addCaseEvidence',
    'A picture or paper that was uploaded belongs to it, and is kept while it is not closed',
    CaseEvidenceBody,
    ['reference_unknown'],
  )
  addEvidence(
    @Call() call: WriteCall,
    @Param('id', zod(CaseId, 'id')) id: string,
    @Body(zod(CaseEvidenceBody)) { evidenceId }: z.infer<typeof CaseEvidenceBody>,
  ): Promise<CaseView> {
    return this.desk.addEvidence(call, id, evidenceId);
  }

  @Post('segregate')
  @DescribeAct(
    'segregateCase',
    'Its container is set apart: gates hold it, the port is told',
    CaseSegregateBody,
    ['forbidden', 'wrong_state'],
  )
  segregate(
    @Call() call: WriteCall,
    @Param('id', zod(CaseId, 'id')) id: string,
    @Body(zod(CaseSegregateBody)) { reason }: z.infer<typeof CaseSegregateBody>,
  ): Promise<CaseView> {
    return this.desk.segregate(call, id, reason);
  }

  @Post('decide')
  @DescribeAct(
    'decideCase',
    'An officer of the office in charge says what is done; a release frees the container',
    CaseDecideBody,
    ['forbidden', 'wrong_state'],
  )
  decide(
    @Call() call: WriteCall,
    @Param('id', zod(CaseId, 'id')) id: string,
    @Body(zod(CaseDecideBody)) { decision, reason }: z.infer<typeof CaseDecideBody>,
  ): Promise<CaseView> {
    return this.desk.decide(call, id, decision, reason);
  }

  @Post('close')
  @DescribeAct('closeCase', 'It is over: confirmed, unfounded or corrected', CaseCloseBody, [
    'forbidden',
    'wrong_state',
  ])
  close(
    @Call() call: WriteCall,
    @Param('id', zod(CaseId, 'id')) id: string,
    @Body(zod(CaseCloseBody)) { outcome, reason }: z.infer<typeof CaseCloseBody>,
  ): Promise<CaseView> {
    return this.desk.close(call, id, outcome, reason);
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
    tag: 'cases',
    summary,
    params: { id: CaseId },
    body: { schema },
    answers: [{ status: 200, description: 'the case after it', schema: CaseAnswer }],
    problems: ['case_not_found', ...problems],
    write: true,
  });
}
