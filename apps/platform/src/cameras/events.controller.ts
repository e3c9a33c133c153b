import { Body, Controller, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { CameraEventAnswer, Id, type CameraEventView } from '@haidang/contract';
import type { EventPart } from '@haidang/wire';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { deviceOf } from '../devices/http-door.js';
import { API } from '../http/api.js';
import { ANY_TYPE } from '../http/body-parser.js';
import { isForm, readForm } from '../http/form.js';
import { Describe } from '../http/operation.js';
import { zod } from '../http/zod.pipe.js';
import { CameraEvents } from './camera-events.js';

@Controller(`${API}/cameras/:id/events`)
export class CameraEventsController {
  constructor(@Inject(CameraEvents) private readonly events: CameraEvents) {}

  @Post()
  @HttpCode(200)
  @Describe({
    id: 'pushCameraEvent',
    open: 'device',
    tag: 'cameras',
    summary: "What a camera pushes, in its maker's own form",
    description:
      'HTTP Basic with the name and the secret of the camera’s device. Pictures that come with it are stored as evidence. What is not ' +
      'understood is kept in the quarantine and answered with 200, for sending it again would change nothing.',
    params: { id: Id },
    body: {
      schema: z.string().meta({ format: 'binary' }),
      types: [
        'multipart/form-data',
        'application/xml',
        'application/json',
        'text/plain',
        'application/x-www-form-urlencoded',
        // what cameras say of it is often wrong
        ANY_TYPE,
      ],
    },
    answers: [{ status: 200, description: 'it is committed', schema: CameraEventAnswer }],
    problems: ['wrong_sender', 'storage_full'],
  })
  async push(
    @Param('id', zod(Id, 'id')) id: string,
    @Req() request: FastifyRequest,
    @Body() body: Buffer | undefined,
  ): Promise<CameraEventView> {
    const type = request.headers['content-type'] ?? '';
    return this.events.take(id, await partsOf(type, body ?? Buffer.alloc(0)), deviceOf(request));
  }
}

/** A form's parts, or the body as the only one. A form that cannot be read is one part, too: it is shown to an operator as it came. */
async function partsOf(type: string, body: Buffer): Promise<readonly EventPart[]> {
  const whole = [{ name: '', type, bytes: body }];
  if (!isForm(type)) return whole;
  return (await readForm(type, body).catch(() => whole)).map((part) => ({
    name: part.name,
    type: part.type,
    bytes: part.bytes,
  }));
}
