import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { Id, SealStep, Step, TransitAnswer, type TransitView } from '@haidang/contract';
import type { z } from 'zod';
import { API } from '../http/api.js';
import type { ApiErrorCode } from '../http/errors.js';
import { Describe } from '../http/operation.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { TransitSteps } from './steps.js';

/** A step needs no body: it then happened as proposed, else now, and for no reason given. */
const SealBody = SealStep.default({ containers: [] });
const StepBody = Step.default({});

type StepFields = z.infer<typeof Step>;

@Controller(`${API}/transits/:id`)
export class StepsController {
  constructor(@Inject(TransitSteps) private readonly steps: TransitSteps) {}

  @Post('seal')
  @DescribeStep('sealTransit', 'The e-seals are attached and armed', SealBody, [
    'not_sealed',
    'reference_unknown',
    'seal_in_use',
  ])
  seal(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(SealBody)) body: z.infer<typeof SealStep>,
  ): Promise<TransitView> {
    return this.steps.seal(call, id, body);
  }

  @Post('approve')
  @DescribeStep('approveTransit', 'An officer of the office of departure approves it', StepBody)
  approve(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(StepBody)) body: StepFields,
  ): Promise<TransitView> {
    return this.steps.approve(call, id, body);
  }

  @Post('depart')
  @DescribeStep('departTransit', 'It leaves the office of departure', StepBody, ['not_sealed'])
  depart(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(StepBody)) body: StepFields,
  ): Promise<TransitView> {
    return this.steps.depart(call, id, body);
  }

  @Post('arrive')
  @DescribeStep('arriveTransit', 'It reaches the office of destination', StepBody)
  arrive(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(StepBody)) body: StepFields,
  ): Promise<TransitView> {
    return this.steps.arrive(call, id, body);
  }

  @Post('close')
  @DescribeStep('closeTransit', 'The seals are checked and removed; the transit is over', StepBody)
  close(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(StepBody)) body: StepFields,
  ): Promise<TransitView> {
    return this.steps.end(call, id, 'close', body);
  }

  @Post('cancel')
  @DescribeStep('cancelTransit', 'It does not take place, or not to the end', StepBody)
  cancel(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body(zod(StepBody)) body: StepFields,
  ): Promise<TransitView> {
    return this.steps.end(call, id, 'cancel', body);
  }
}

function DescribeStep(
  id: string,
  summary: string,
  schema: z.ZodType,
  problems: readonly ApiErrorCode[] = [],
): MethodDecorator {
  return Describe({
    id,
    tag: 'transits',
    summary,
    params: { id: Id },
    body: { schema, required: false },
    answers: [{ status: 200, description: 'the transit after it', schema: TransitAnswer }],
    problems: ['transit_not_found', 'transit_changed', 'wrong_state', ...problems],
    write: true,
  });
}
