import { readFile } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const COUNTRY = new URL('../../../../firmware-sim/country/', import.meta.url);

/** A file of the demo country, in firmware-sim/country. */
export async function readCountry(name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(`${name}.json`, COUNTRY), 'utf8'));
}

/** The platform's own API, called inside the process: it needs no port, and no certificate. */
@Injectable()
export class DemoApi {
  constructor(@Inject(HttpAdapterHost) private readonly http: HttpAdapterHost) {}

  /** @param url from the root: `/api/v1/seals` */
  async call(
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    token: string,
    payload?: object,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const fastify = (
      this.http.httpAdapter as ReturnType<NestFastifyApplication['getHttpAdapter']>
    ).getInstance();
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fastify.inject({ method, url, headers, ...(payload !== undefined && { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  }
}
