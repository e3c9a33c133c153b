import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { API } from '../http/api.js';
import { LOGGER } from '../logging.js';
import { DemoApi, readCountry } from './demo-api.js';

/** The register's resources, each after those it refers to; one JSON array a file in firmware-sim/country. */
const RESOURCES = ['organisations', 'facilities', 'gates', 'zones', 'routes', 'seals'] as const;

/**
 * Routes of the demo's drills: each like another, but that its limits are shortened, and its name says so.
 * @param routes what they are like
 */
async function drillRoutes(routes: readonly { id: string }[]): Promise<{ id: string }[]> {
  const drills = (await readCountry('drill-routes')) as {
    rules: object;
    routes: { id: string; of: string; name: string }[];
  };
  return drills.routes.map(({ of, ...own }) => ({
    ...routes.find(({ id }) => id === of)!,
    ...own,
    rules: drills.rules,
  }));
}

type CalendarFile = readonly ({ readonly organisationId: string } & object)[];

/**
 * Seeds the demo country through the platform's own API, as an administrator would. What is there already stays as it is: people
 * may have changed it since the first start.
 */
@Injectable()
export class DemoCountry {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(DemoApi) private readonly api: DemoApi,
  ) {}

  /** @param token of an administrator's session */
  async seed(token: string): Promise<void> {
    let made = 0;
    for (const resource of RESOURCES) {
      const url = `/${API}/${resource}`;
      const known = await this.ids(url, token);
      const items = (await readCountry(resource)) as { id: string }[];
      if (resource === 'routes') items.push(...(await drillRoutes(items)));
      for (const item of items) {
        if (known.has(item.id)) continue;
        const { status, body } = await this.api.call('POST', url, token, item);
        if (status !== 201)
          throw new Error(
            `the demo's ${resource} ${item.id}: ${String(body['code'])} ${String(body['detail'])}`,
          );
        made++;
      }
    }
    made += await this.seedCalendars(token);
    this.logger.info({ made }, 'the demo country is in the register');
  }

  /** @returns how many were not there */
  private async seedCalendars(token: string): Promise<number> {
    let made = 0;
    for (const { organisationId, ...calendar } of (await readCountry('calendars')) as CalendarFile) {
      const url = `/${API}/calendars/${organisationId}`;
      const known = await this.api.call('GET', url, token);
      if (known.body['of'] === organisationId) continue;
      const { status, body } = await this.api.call('PUT', url, token, calendar);
      if (status !== 200)
        throw new Error(
          `the demo's calendar of ${organisationId}: ${String(body['code'])} ${String(body['detail'])}`,
        );
      made++;
    }
    return made;
  }

  private async ids(url: string, token: string): Promise<Set<string>> {
    const ids = new Set<string>();
    for (let next: string | null = ''; next !== null;) {
      const query = `?limit=1000${next === '' ? '' : `&cursor=${next}`}`;
      const { body } = await this.api.call('GET', url + query, token);
      const page = body as unknown as { items: { id: string }[]; next: string | null };
      for (const { id } of page.items) ids.add(id);
      next = page.next;
    }
    return ids;
  }
}
