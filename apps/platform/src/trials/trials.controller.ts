import { Body, Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { TrialAnswer, TrialBody, type TrialView } from '@haidang/contract';
import type { FastifyReply } from 'fastify';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { zod } from '../http/zod.pipe.js';
import { Trials } from './trials.js';

@Controller(`${API}/trials`)
export class TrialsController {
  constructor(@Inject(Trials) private readonly trials: Trials) {}

  @Post()
  @HttpCode(200)
  @Describe({
    id: 'tryDraft',
    tag: 'register',
    summary: 'Try a zone or a route before it is saved',
    description:
      'Folds the logs of the last 30 days’ transits, at most, by the register as it is and by the register with the draft, and tells which alarms differ. It changes nothing, looks for some seconds a call and says how far it came; it covers the transits that the asking person may see.',
    body: { schema: TrialBody.meta({ id: 'TrialRequest' }) },
    answers: [{ status: 200, description: 'what would have been raised', schema: TrialAnswer }],
  })
  async try(
    @Body(zod(TrialBody)) body: TrialBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TrialView> {
    const given = new AbortController();
    reply.raw.once('close', () => given.abort());
    return this.trials.of(body, Date.now(), given.signal);
  }
}
