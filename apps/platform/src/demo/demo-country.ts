import { readFile } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { API } from '../http/api.js';
import { LOGGER } from '../logging.js';

/** The register's resources, each after those it refers to; one JSON array a file in firmware-sim/country. */
const RESOURCES = ['organisations', 'facilities', 'gates', 'zones', 'routes', 'seals'] as const;
const COUNTRY = new URL('../../../../firmware-sim/country/', import.meta.url);

/**
 * Routes of the demo's drills: each like another, but that its limits are shortened, and its name says so.
 * @param routes what they are like
 */
async function drillRoutes(routes: readonly { id: string }[]): Promise<{ id: string }[]> {
  const drills = (await read('drill-routes')) as {
    rules: object;
    routes: { id: string; of: string; name: string }[];
  };
  return drills.routes.map(({ of, ...own }) => ({
    ...routes.find(({ id }) => id === of)!,
    ...own,
    rules: drills.rules,
  }));
}

async function read(name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(`${name}.json`, COUNTRY), 'utf8'));
}

/**
 * Seeds the demo country through the platform's own API, as an administrator would. What is there already stays as it is: people
 * may have changed it since the first start.
 */
@Injectable()
export class DemoCountry {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(HttpAdapterHost) private readonly http: HttpAdapterHost,
  ) {}

  /** @param token of an administrator's session */
  async seed(token: string): Promise<void> {
    let made = 0;
    for (const resource of RESOURCES) {
      const url = `/${API}/${resource}`;
      const known = await this.ids(url, token);
      const items = (await read(resource)) as { id: string }[];
      if (resource === 'routes') items.push(...(await drillRoutes(items)));
      for (const item of items) {
        if (known.has(item.id)) continue;
        const { status, body } = await this.call('POST', url, token, item);
        if (status !== 201)
          throw new Error(
            `the demo's ${resource} ${item.id}: ${String(body['code'])} ${String(body['detail'])}`,
          );
        made++;
      }
    }
    this.logger.info({ made }, 'the demo country is in the register');
  }

  private async ids(url: string, token: string): Promise<Set<string>> {
    const ids = new Set<string>();
    for (let next: string | null = ''; next !== null;) {
      const query = `?limit=1000${next === '' ? '' : `&cursor=${next}`}`;
      const { body } = await this.call('GET', url + query, token);
      const page = body as unknown as { items: { id: string }[]; next: string | null };
      for (const { id } of page.items) ids.add(id);
      next = page.next;
    }
    return ids;
  }

  /** Inside the process: it needs no port, and no certificate. */
  private async call(
    method: 'GET' | 'POST',
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
