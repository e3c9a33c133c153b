import { readFile } from 'node:fs/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { LOGGER } from '../logging.js';

/** The register's resources, each after those it refers to; one JSON array a file in firmware-sim/country. */
const RESOURCES = ['organisations', 'facilities', 'gates', 'zones', 'routes', 'seals'] as const;
const COUNTRY = new URL('../../../../firmware-sim/country/', import.meta.url);

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
      const items = JSON.parse(await readFile(new URL(`${resource}.json`, COUNTRY), 'utf8')) as {
        id: string;
      }[];
      for (const item of items) if (await this.post(`${address}/api/v1/${resource}`, item)) made++;
    }
    this.logger.info({ made }, 'the demo country is in the register');
  }

  /** @returns false when it was there already */
  private async post(url: string, item: { id: string }): Promise<boolean> {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(item),
    });
    if (answer.status === 201) return true;
    const problem = (await answer.json()) as { code?: string; detail?: string };
    if (problem.code === 'already_exists') return false;
    throw new Error(
      `the demo's ${url.split('/').at(-1)} ${item.id}: ${problem.code} ${problem.detail ?? ''}`,
    );
  }
}
