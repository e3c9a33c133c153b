import { Body, Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import {
  ConfirmSecondFactor,
  OwnPassword,
  RecoveryCodesAnswer,
  SecondFactorAnswer,
  type RecoveryCodesView,
  type SecondFactorView,
} from '@haidang/contract';
import type { FastifyRequest } from 'fastify';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { zod } from '../http/zod.pipe.js';
import { Doorkeeper } from './doorkeeper.js';
import { sessionOf } from './guard.js';

@Controller(`${API}/session/second-factor`)
export class SecondFactorController {
  constructor(@Inject(Doorkeeper) private readonly door: Doorkeeper) {}

  @Post()
  @HttpCode(200)
  @Describe({
    id: 'beginSecondFactor',
    tag: 'session',
    open: 'beginning',
    summary: 'A new secret for an authenticator; it counts once it is confirmed with a code',
    body: { schema: OwnPassword },
    answers: [{ status: 200, description: 'the secret', schema: SecondFactorAnswer }],
    problems: ['password_refused', 'second_factor_enrolled', 'too_many_attempts', 'cross_site'],
  })
  begin(
    @Body(zod(OwnPassword)) body: OwnPassword,
    @Req() request: FastifyRequest,
  ): Promise<SecondFactorView> {
    return this.door.beginSecondFactor(sessionOf(request)!, body.password);
  }

  @Post('confirm')
  @HttpCode(200)
  @Describe({
    id: 'confirmSecondFactor',
    tag: 'session',
    open: 'beginning',
    summary:
      'From now on a code is wanted at each sign-in; the answer holds codes for the day the authenticator is lost',
    body: { schema: ConfirmSecondFactor },
    answers: [{ status: 200, description: 'recovery codes, told once', schema: RecoveryCodesAnswer }],
    problems: ['second_factor_wrong', 'too_many_attempts', 'cross_site'],
  })
  confirm(
    @Body(zod(ConfirmSecondFactor)) body: ConfirmSecondFactor,
    @Req() request: FastifyRequest,
  ): Promise<RecoveryCodesView> {
    return this.door.confirmSecondFactor(sessionOf(request)!, body.code);
  }

  @Post('remove')
  @HttpCode(204)
  @Describe({
    id: 'removeSecondFactor',
    tag: 'session',
    summary: 'No code is wanted any more; where the organisation wants one, another must be enrolled',
    body: { schema: OwnPassword },
    answers: [{ status: 204, description: 'it is gone' }],
    problems: ['password_refused', 'too_many_attempts', 'cross_site'],
  })
  remove(@Body(zod(OwnPassword)) body: OwnPassword, @Req() request: FastifyRequest): Promise<void> {
    return this.door.removeSecondFactor(sessionOf(request)!, body.password);
  }
}
