import { setTimeout as sleep } from 'node:timers/promises';
import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import type { UnsentRow } from '@haidang/store';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Metrics } from '../metrics/metrics.js';
import { Outbox } from './outbox.js';

failOnLeaks();

withStore((store) => {
  let metrics: Metrics;
  let outbox: Outbox;
  let sent: string[];

  beforeEach(async () => {
    await store.pool.query('truncate outbox');
    metrics = new Metrics();
    outbox = new Outbox(store.pool, metrics, pino({ level: 'silent' }));
    sent = [];
  });
  afterEach(() => outbox.stop(100));

  async function owe(channel: string, ...topics: string[]): Promise<void> {
    await store.pool.query(
      `insert into outbox (channel, topic, payload) select $1, t, '{}' from unnest($2::text[]) with ordinality as o (t, n)
        order by n`,
      [channel, topics],
    );
  }
  async function unsent(): Promise<string[]> {
    const { rows } = await store.pool.query<{ topic: string }>(
      'select topic from outbox where sent_at is null order by id',
    );
    return rows.map(({ topic }) => topic);
  }
  const note = (rows: readonly UnsentRow[]) => {
    sent.push(...rows.map(({ topic }) => topic));
    return Promise.resolve();
  };
  const pending = async (channel: string) =>
    (await metrics.outboxPending.get()).values.find(({ labels }) => labels.channel === channel)?.value;

  it('sends what it finds at its start, in order, and marks it', async () => {
    await owe('live', 'a', 'b', 'c');
    outbox.channel('live', note);
    outbox.start();
    await waitFor(async () => (await unsent()).length === 0);
    expect(sent).toEqual(['a', 'b', 'c']);
  });

  it('sends at once what it is woken for', async () => {
    outbox.channel('live', note);
    outbox.start();
    await waitFor(async () => (await pending('live')) === 0);
    await owe('live', 'a');
    const woken = performance.now();
    outbox.wake('live');
    await waitFor(() => sent.length === 1);
    expect(performance.now() - woken).toBeLessThan(500);
  });

  it('finds by itself what another process wrote', async () => {
    outbox.channel('live', note);
    outbox.start();
    await waitFor(async () => (await pending('live')) === 0);
    await owe('live', 'a');
    await waitFor(() => sent.length === 1, 5_000);
  });

  it('sends again what could not be sent, from where it stood, in order', async () => {
    await owe('mqtt', 'a', 'b');
    let failures = 2;
    outbox.channel('mqtt', (rows) =>
      failures-- > 0 ? Promise.reject(new Error('the broker is away')) : note(rows),
    );
    outbox.start();
    await waitFor(() => failures < 2);
    expect(await unsent()).toEqual(['a', 'b']);
    await owe('mqtt', 'c');
    await waitFor(async () => (await unsent()).length === 0);
    expect(sent).toEqual(['a', 'b', 'c']);
  });

  it('does not hurry a channel that has just failed, however much is new', async () => {
    await owe('mqtt', 'a');
    let attempts = 0;
    outbox.channel('mqtt', () => {
      attempts++;
      return Promise.reject(new Error('the broker is away'));
    });
    outbox.start();
    await waitFor(() => attempts === 1);
    for (let i = 0; i < 20; i++) {
      outbox.wake('mqtt');
      await owe('mqtt', `more ${i}`);
    }
    expect(attempts).toBeLessThanOrEqual(2);
  });

  it('what left and could not be noted is noted later, and leaves again only after the next start', async () => {
    await owe('live', 'a');
    // a sequence is not rolled back: it tells that marking was tried and failed
    await store.pool.query('create sequence marks');
    await store.pool.query(`create function no_mark() returns trigger language plpgsql as
      $$ begin perform nextval('marks'); raise exception 'the database goes down' using errcode = 'admin_shutdown'; end $$`);
    await store.pool.query(
      'create trigger no_mark before update on outbox for each row execute function no_mark()',
    );
    outbox.channel('live', note);
    outbox.start();
    const marking = async () =>
      (await store.pool.query<{ on: boolean }>('select is_called as on from marks')).rows[0]!.on;
    await waitFor(marking);
    await outbox.stop();
    expect(sent).toEqual(['a']);
    expect(await unsent()).toEqual(['a']);
    const next = new Outbox(store.pool, metrics, pino({ level: 'silent' }));
    next.channel('live', note);
    next.start();
    await waitFor(() => sent.length === 2);
    await store.pool.query('drop function no_mark cascade');
    await waitFor(async () => (await unsent()).length === 0);
    await next.stop();
    expect(sent).toEqual(['a', 'a']);
  });

  it('a channel that hangs holds back itself alone', async () => {
    await owe('mqtt', 'decision');
    let hangs = false;
    outbox.channel('mqtt', () => {
      hangs = true;
      return new Promise(() => undefined);
    });
    outbox.channel('live', note);
    outbox.start();
    await waitFor(() => hangs);
    await owe('live', 'alarm');
    outbox.wake('live');
    await waitFor(() => sent.includes('alarm'));
    expect(await pending('mqtt')).toBe(1);
  });

  it('stop sends what there is', async () => {
    outbox.channel('live', note);
    outbox.start();
    await waitFor(async () => (await pending('live')) === 0);
    await owe('live', ...Array.from({ length: 1_200 }, (_, i) => String(i)));
    await outbox.stop();
    expect(sent).toEqual(Array.from({ length: 1_200 }, (_, i) => String(i)));
    expect(await unsent()).toEqual([]);
  });

  it('stop does not wait for a channel that hangs, and what it had stays owed', async () => {
    await owe('mqtt', 'decision');
    let hangs = false;
    outbox.channel('mqtt', () => {
      hangs = true;
      return new Promise(() => undefined);
    });
    outbox.start();
    await waitFor(() => hangs);
    const stopped = outbox.stop(200).then(() => 'stopped');
    expect(await Promise.race([stopped, sleep(5_000, 'hung', { ref: false })])).toBe('stopped');
    expect(await unsent()).toEqual(['decision']);
  });

  it('counts what waits beyond one batch', async () => {
    await owe('mqtt', ...Array.from({ length: 1_234 }, (_, i) => String(i)));
    outbox.channel('mqtt', () => Promise.reject(new Error('the broker is away')));
    outbox.start();
    await waitFor(async () => (await pending('mqtt')) === 1_234);
  });

  it('forgets what was sent more than a day ago', async () => {
    await owe('live', 'old', 'new');
    await store.pool.query(
      `update outbox set sent_at = now() - case topic when 'old' then interval '25 hours' else interval '23 hours' end`,
    );
    outbox.start();
    await waitFor(async () => {
      const { rows } = await store.pool.query<{ topic: string }>('select topic from outbox');
      return rows.length === 1 && rows[0]!.topic === 'new';
    });
  });
});
