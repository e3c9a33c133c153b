import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Listener } from '../ingest/addressees.js';
import { Mailbox } from './mailbox.js';

failOnLeaks();

const TOPIC = 'haidang/v1/facilities/F/notices';

withStore((store) => {
  let listener: Listener | undefined;
  let published: string[];
  let mailbox: Mailbox;

  beforeEach(async () => {
    await store.pool.query('truncate outbox');
    await store.pool.query(
      `insert into outbox (channel, topic, payload) select 'held', $1, to_jsonb(n) from generate_series(1, 250) n order by n`,
      [TOPIC],
    );
    published = [];
    const postman = {
      listener: () => listener,
      publish: (_topic: string, payload: string) => {
        published.push(payload);
        return Promise.resolve();
      },
    };
    mailbox = new Mailbox(TOPIC, store.pool, postman, pino({ level: 'silent' }));
  });
  afterEach(() => mailbox.stop());
  const numbers = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => String(from + i));
  const waiting = async () =>
    (await store.pool.query<{ n: number }>('select count(*)::int4 as n from outbox where sent_at is null'))
      .rows[0]!.n;

  it('sends a hundred at a time, in order, and more as they are taken', async () => {
    listener = { sessionId: 's', clean: false };
    mailbox.came(listener);
    await waitFor(() => published.length === 100);
    expect(published).toEqual(numbers(1, 100));
    mailbox.took('1');
    await waitFor(() => published.length === 101);
    for (const payload of numbers(2, 101)) mailbox.took(payload);
    await waitFor(() => published.length === 201);
    for (const payload of numbers(102, 201)) mailbox.took(payload);
    await waitFor(() => published.length === 250);
    for (const payload of numbers(202, 250)) mailbox.took(payload);
    await waitFor(async () => (await waiting()) === 0);
    expect(published).toEqual(numbers(1, 250));
  });

  it('gives all to who wants nothing kept, and nothing to nobody', async () => {
    listener = undefined;
    mailbox.filled();
    await mailbox.stop();
    expect([published.length, await waiting()]).toEqual([0, 250]);

    mailbox = new Mailbox(
      TOPIC,
      store.pool,
      {
        listener: () => listener,
        publish: (_topic, payload) => Promise.resolve(void published.push(payload)),
      },
      pino({ level: 'silent' }),
    );
    listener = { sessionId: 's', clean: true };
    mailbox.came(listener);
    await waitFor(async () => (await waiting()) === 0);
    expect(published).toEqual(numbers(1, 250));
  });
});
