import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { pino } from 'pino';
import { expect, it } from 'vitest';
import type { MessageSource } from '../ingest/source.js';
import { Metrics } from '../metrics/metrics.js';
import { HeldRows } from './held-rows.js';

failOnLeaks();

/** A broker to which nobody comes. */
const DESERTED = { name: 'embedded-broker' } as MessageSource;

withStore((store) => {
  it('gives up what a gate did not take in a day, and all but the newest thousand of each', async () => {
    await store.pool.query(
      `insert into outbox (channel, topic, payload, created_at)
       select 'held', 'busy', to_jsonb(n), now() from generate_series(1, 1003) n
       union all select 'held', 'quiet', to_jsonb(n), now() - n * interval '10 hours' from generate_series(0, 4) n
       union all select 'held', 'haidang/v1/facilities/F/notices', '"a notice"', now() - interval '9 days'
       union all select 'mqtt', 'quiet', '"not held"', now() - interval '3 days'`,
    );
    const metrics = new Metrics();
    const held = new HeldRows(store.pool, DESERTED, metrics, pino({ level: 'silent' }));
    held.start();
    const pending = async () =>
      (await metrics.outboxPending.get()).values.find(({ labels }) => labels.channel === 'held');
    await waitFor(async () => (await pending())?.value === 1_004);
    await held.stop();
    const { rows } = await store.pool.query<{ topic: string; payload: unknown }>(
      `select topic, payload from outbox where topic <> 'busy' or payload in (to_jsonb(3), to_jsonb(4)) order by id`,
    );
    expect(rows.map(({ topic, payload }) => `${topic} ${String(payload)}`)).toEqual([
      'busy 4',
      'quiet 0',
      'quiet 1',
      'quiet 2',
      'haidang/v1/facilities/F/notices a notice',
      'quiet not held',
    ]);
  });
});
