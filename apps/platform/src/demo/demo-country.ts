import { readFile } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
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
  constructor(@Inject(LOGGER) private readonly logger: Logger) {}

  /** @param address where the platform's HTTP answers */
  async seed(address: string): Promise<void> {
    let made = 0;
    for (const resource of RESOURCES) {
      const url = `${address}/api/v1/${resource}`;
      const known = await this.ids(url);
      const items = (await read(resource)) as { id: string }[];
      if (resource === 'routes') items.push(...(await drillRoutes(items)));
      for (const item of items) {
        if (known.has(item.id)) continue;
        await this.post(url, item);
        made++;
      }
    }
    this.logger.info({ made }, 'the demo country is in the register');
  }

  private async ids(url: string): Promise<Set<string>> {
    const ids = new Set<string>();
    for (let next: string | null = ''; next !== null;) {
      const answer = await fetch(`${url}?limit=1000${next === '' ? '' : `&cursor=${next}`}`);
      const page = (await answer.json()) as { items: { id: string }[]; next: string | null };
      for (const { id } of page.items) ids.add(id);
      next = page.next;
    }
    return ids;
  }

  private async post(url: string, item: { id: string }): Promise<void> {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(item),
    });
    if (answer.status === 201) return;
    const problem = (await answer.json()) as { code?: string; detail?: string };
    throw new Error(
      `the demo's ${url.split('/').at(-1)} ${item.id}: ${problem.code} ${problem.detail ?? ''}`,
    );
  }
}
