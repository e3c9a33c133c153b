import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { findDevices, markUsed, provesSecret, type Device } from '@haidang/store';
import { Rejection } from '@haidang/wire';
import type { FastifyRequest } from 'fastify';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { IDENTITY } from '../database.js';
import { ApiError } from '../http/errors.js';
import { opennessOf } from '../identity/openness.js';
import { LOGGER } from '../logging.js';
import { Pipeline } from '../pipeline/pipeline.js';
import { CredentialReader } from './credential-reader.js';
import { FAILURE_MS, hidden, LONGEST_NAME } from './doorkeeper.js';
import { SignInFailures } from './sign-in-failures.js';

const NOTHING = new Uint8Array();
/** RFC 7617: cameras ask once without, and again when they see it. */
const CHALLENGE = 'Basic realm="haidang", charset="UTF-8"';

const devices = new WeakMap<FastifyRequest, Device>();

/** Whose call it is, on a route that devices alone may call. */
export function deviceOf(request: FastifyRequest): Device {
  const device = devices.get(request);
  if (device === undefined) throw new ApiError('bad_credentials');
  return device;
}

/** Lets in devices by HTTP, with the secret that they have at the broker. */
@Injectable()
export class HttpDoor {
  private readonly reader: CredentialReader;
  private readonly failures = new SignInFailures();

  constructor(
    @Inject(IDENTITY) private readonly pool: Pool,
    @Inject(Pipeline) private readonly pipeline: Pipeline,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.reader = new CredentialReader(pool);
  }

  /** @throws ApiError `bad_credentials`, late, so that there are only so many guesses a second */
  async admit({ name, secret }: { name: string; secret: Buffer }, address: string): Promise<Device> {
    const live = name.length > LONGEST_NAME || name.includes('\0') ? [] : await this.reader.find(name);
    const proven = live.find(({ proof }) => proof.method === 'secret' && provesSecret(proof, secret));
    if (proven === undefined) {
      await this.tell(name, address);
      await sleep(FAILURE_MS, undefined, { ref: false });
      throw new ApiError('bad_credentials');
    }
    if (!proven.used)
      markUsed(this.pool, [proven.id]).catch((error: unknown) =>
        this.logger.warn({ err: error, device: name }, 'the first use could not be noted'),
      );
    return proven.device;
  }

  /** Shows a failure to operators; of a name that no device has, only the beginning. */
  private async tell(name: string, address: string): Promise<void> {
    const times = this.failures.failed(name, address);
    if (times === 0) return;
    const known = (await findDevices(this.pool, [name.replaceAll('\0', '')]).catch(() => [])).length > 0;
    const device = known ? name : hidden(name);
    const count = times === 1 ? '' : ` (${times} times)`;
    this.logger.warn({ device, address, times }, 'a device was refused by HTTP');
    const why = `${device} from ${address} by HTTP: no such device, or the secret is wrong${count}`;
    this.pipeline.refuse('', NOTHING, new Rejection('bad_credentials', why));
  }
}

/** On routes that are devices': demands Basic before the body is read. A session lets nobody in there. */
export function demandDevices(app: NestFastifyApplication): void {
  const door = app.get(HttpDoor);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async (request, reply) => {
      if (request.is404 || opennessOf(request.routeOptions.config) !== 'device') return;
      void reply.header('www-authenticate', CHALLENGE);
      const claim = basicOf(request.headers.authorization);
      if (claim === undefined) throw new ApiError('bad_credentials', 'HTTP Basic is wanted.');
      devices.set(request, await door.admit(claim, request.ip));
      void reply.removeHeader('www-authenticate');
    });
}

/** The secret as bytes, as MQTT has it: what charset a camera writes nobody knows. */
export function basicOf(header: string | undefined): { name: string; secret: Buffer } | undefined {
  const [, code] = /^Basic +([A-Za-z0-9+/=_-]{1,1000})$/i.exec(header ?? '') ?? [];
  if (code === undefined) return undefined;
  const bytes = Buffer.from(code, 'base64');
  const colon = bytes.indexOf(':');
  if (colon < 1) return undefined;
  return { name: bytes.subarray(0, colon).toString('utf8'), secret: bytes.subarray(colon + 1) };
}
