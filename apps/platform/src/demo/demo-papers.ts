import { Inject, Injectable } from '@nestjs/common';
import { formatInstant, HOUR } from '@haidang/domain';
import type { Logger } from 'pino';
import { API } from '../http/api.js';
import { LOGGER } from '../logging.js';
import { DemoApi, readCountry } from './demo-api.js';

/** firmware-sim/country/papers.json: bodies of the calls, but for times, which are told from now. */
interface Papers {
  readonly declarations: readonly { readonly number: string; readonly hoursAgo: number }[];
  readonly manifests: readonly { readonly dueInHours: number }[];
  readonly eligibility: readonly object[];
}

/**
 * Seeds the demo with papers of two ports, through the platform's own API as the centre would. They are there once: a container that has
 * left since is not made eligible again.
 */
@Injectable()
export class DemoPapers {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(DemoApi) private readonly api: DemoApi,
  ) {}

  /** @param token of somebody who acts for the whole country */
  async seed(token: string): Promise<void> {
    const { declarations, manifests, eligibility } = (await readCountry('papers')) as Papers;
    const issued = `/${API}/eligibility?limit=1&declaration=${declarations[0]!.number}`;
    const { body } = await this.api.call('GET', issued, token);
    if ((body['items'] as unknown[]).length > 0) return;
    const now = Date.now();
    for (const { dueInHours, ...manifest } of manifests)
      await this.post('manifests', token, { ...manifest, dueAt: formatInstant(now + dueInHours * HOUR) });
    await this.post('declarations', token, {
      lines: declarations.map(({ hoursAgo, ...declaration }) => ({
        ...declaration,
        registeredAt: formatInstant(now - hoursAgo * HOUR),
      })),
    });
    await this.post('eligibility', token, { lines: eligibility });
    this.logger.info({ eligible: eligibility.length }, 'the demo has its papers');
  }

  private async post(path: string, token: string, payload: object): Promise<void> {
    const { status, body } = await this.api.call('POST', `/${API}/${path}`, token, payload);
    // an earlier start was ended half-way: what it sent is there
    if (status !== 201 && body['code'] !== 'already_exists')
      throw new Error(`the demo's ${path}: ${String(body['code'])} ${String(body['detail'])}`);
  }
}
