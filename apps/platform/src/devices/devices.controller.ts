import { Body, Controller, Get, Inject, Param, Post, Query, Req } from '@nestjs/common';
import {
  DEVICE_KINDS,
  DeviceAnswer,
  Id,
  IssuedDeviceAnswer,
  IssuedSecrets,
  MOST_DEVICES,
  NewDevice,
  pageAnswer,
  RevokeDevice,
  RotateDevice,
  type DeviceView,
  type IssuedDeviceView,
  type IssuedSecret,
  type Page,
} from '@haidang/contract';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { API } from '../http/api.js';
import { bytesOf } from '../http/body-parser.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { invalid, zod } from '../http/zod.pipe.js';
import { Devices, refusalOf } from './devices.js';
import { readLines, type Line } from './import-file.js';

const CSV = 'text/csv';
const ListQuery = PageQuery.extend({ kind: z.enum(DEVICE_KINDS).optional() });
const one = { status: 200, description: 'the device', schema: DeviceAnswer } as const;

@Controller(`${API}/devices`)
export class DevicesController {
  constructor(@Inject(Devices) private readonly devices: Devices) {}

  @Get()
  @Describe({
    id: 'listDevices',
    tag: 'devices',
    summary: 'Seals, gates, cameras and forwarders that have or had a credential, by name; never a secret',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(DeviceAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<DeviceView>> {
    return this.devices.list(query.kind, query);
  }

  @Post()
  @Describe({
    id: 'issueCredential',
    tag: 'devices',
    summary: 'Give a device its credential; the answer holds the secret, once',
    body: { schema: NewDevice },
    answers: [{ status: 201, description: 'the device', schema: IssuedDeviceAnswer, location: true }],
    problems: ['credential_refused', 'forbidden'],
    write: true,
  })
  async issue(@Call() call: WriteCall, @Body(zod(NewDevice)) body: NewDevice): Promise<IssuedDeviceView> {
    const issued = await this.devices.issue(call, body);
    void call.reply.header('location', `/${API}/devices/${issued.name}`).header('cache-control', 'no-store');
    return issued;
  }

  @Post('import')
  @Describe({
    id: 'issueCredentials',
    tag: 'devices',
    summary: `Give up to ${MOST_DEVICES} devices their credentials, all or none`,
    description:
      'A line of column names (kind, id; name, secret, certificate where needed), then a line a device, as `npm run cli -- device import` takes it. ' +
      'Every line that is wrong is named. The answer holds the secrets, once.',
    body: { schema: z.string(), types: [CSV] },
    answers: [{ status: 201, description: 'what was issued', schema: IssuedSecrets }],
    problems: ['credential_refused', 'forbidden'],
    write: true,
  })
  async issueAll(
    @Call() call: WriteCall,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
  ): Promise<{ items: IssuedSecret[] }> {
    const issued = await this.devices.issueAll(call, linesOf(bytesOf(request, body)));
    void call.reply.header('cache-control', 'no-store');
    return issued;
  }

  @Get(':name')
  @Describe({
    id: 'getDevice',
    tag: 'devices',
    summary: 'One device with its credentials; never a secret',
    params: { name: Id },
    answers: [one],
    problems: ['device_not_found'],
  })
  find(@Param('name', zod(Id, 'name')) name: string): Promise<DeviceView> {
    return this.devices.find(name);
  }

  @Post(':name/rotate')
  @Describe({
    id: 'rotateCredential',
    tag: 'devices',
    summary: 'A new credential; the one before ends with its first use, or after some days',
    params: { name: Id },
    body: { schema: RotateDevice },
    answers: [{ status: 200, description: 'the device, and the secret, once', schema: IssuedDeviceAnswer }],
    problems: ['device_not_found'],
    write: true,
  })
  async rotate(
    @Call() call: WriteCall,
    @Param('name', zod(Id, 'name')) name: string,
    @Body(zod(RotateDevice)) body: z.infer<typeof RotateDevice>,
  ): Promise<IssuedDeviceView> {
    const issued = await this.devices.rotate(call, name, body);
    void call.reply.header('cache-control', 'no-store');
    return issued;
  }

  @Post(':name/revoke')
  @Describe({
    id: 'revokeCredential',
    tag: 'devices',
    summary: 'End its credentials, or one of them; who is connected with it is cut off at once',
    params: { name: Id },
    body: { schema: RevokeDevice },
    answers: [one],
    problems: ['device_not_found', 'wrong_state'],
    write: true,
  })
  revoke(
    @Call() call: WriteCall,
    @Param('name', zod(Id, 'name')) name: string,
    @Body(zod(RevokeDevice)) body: z.infer<typeof RevokeDevice>,
  ): Promise<DeviceView> {
    return this.devices.revoke(call, name, body);
  }
}

/** @throws ApiError `credential_refused`, `invalid_request` for more lines than one call takes */
function linesOf(bytes: Buffer): Line[] {
  let lines: Line[];
  try {
    lines = readLines(bytes);
  } catch (error) {
    throw refusalOf(error);
  }
  if (lines.length > MOST_DEVICES)
    throw invalid([{ path: '', message: `at most ${MOST_DEVICES} devices are taken at once` }]);
  return lines;
}
