import { Controller, Delete, Get, HttpCode, Inject, Param, Req } from '@nestjs/common';
import { OwnSessionsAnswer, type OwnSessionView } from '@haidang/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { zod } from '../http/zod.pipe.js';
import { Doorkeeper } from './doorkeeper.js';
import { sessionOf } from './guard.js';

const SessionId = z.uuid();

@Controller(`${API}/sessions`)
export class OwnSessionsController {
  constructor(@Inject(Doorkeeper) private readonly door: Doorkeeper) {}

  @Get()
  @Describe({
    id: 'listOwnSessions',
    tag: 'session',
    summary: "One's own sessions, newest first",
    answers: [{ status: 200, description: 'all of them', schema: OwnSessionsAnswer }],
  })
  async list(@Req() request: FastifyRequest): Promise<{ items: OwnSessionView[] }> {
    return { items: await this.door.ownSessions(sessionOf(request)!) };
  }

  @Delete(':id')
  @HttpCode(204)
  @Describe({
    id: 'endOwnSession',
    tag: 'session',
    summary: "End one of one's own sessions, with its live sockets",
    params: { id: SessionId },
    answers: [{ status: 204, description: 'it has ended' }],
    problems: ['session_not_found', 'cross_site'],
  })
  end(@Param('id', zod(SessionId, 'id')) id: string, @Req() request: FastifyRequest): Promise<void> {
    return this.door.endOwn(sessionOf(request)!.person.id, id);
  }
}
