import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import type { UnsentRow } from '@haidang/store';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Listener } from '../ingest/addressees.js';
import { Mailbox } from './mailbox.js';

failOnLeaks();

withStore((store) => {
  let listener: Listener | undefined;
  let published: string[];
  let mailbox: Mailbox;

  beforeEach(async () => {
    await store.pool.query('truncate outbox');
    listener = { sessionId: 'one', clean: false };
    published = [];
    const postman = {
      listener: () => listener,
      publish: (_topic: string, payload: string) => Promise.resolve(void published.push(payload)),
    };
    mailbox = new Mailbox('gate', store.pool, postman, pino({ level: 'silent' }));
  });
  afterEach(() => mailbox.stop());

  async function commit(...payloads: unknown[]): Promise<UnsentRow[]> {
    const { rows } = await store.pool.query<UnsentRow>(
      `insert into outbox (channel, topic, payload) select 'held', 'gate', p from unnest($1::jsonb[]) with ordinality as o (p, n)
        order by n returning id, topic, payload`,
      [payloads.map((payload) => JSON.stringify(payload))],
    );
    return rows.map((row, i) => ({ ...row, payload: payloads[i] }));
  }
  const waiting = async () =>
    (await store.pool.query('select from outbox where sent_at is null')).rowCount ?? 0;
  const allTaken = () => waitFor(async () => (await waiting()) === 0);

  it('a row leaves as soon as it is put, and is marked once it is taken', async () => {
    const [row] = await commit({ n: 1 });
    mailbox.put(row!);
    expect(published).toEqual(['{"n":1}']);
    mailbox.took('{"n":1}');
    await allTaken();
  });

  it('many that are taken in a moment are marked together', async () => {
    const rows = await commit(1, 2, 3, 4);
    for (const row of rows) mailbox.put(row);
    for (const text of published) mailbox.took(text);
    await allTaken();
    const { rows: marks } = await store.pool.query('select distinct sent_at from outbox');
    expect(marks).toHaveLength(1);
  });

  it('what is put while older rows are read leaves after them, and each once', async () => {
    const [first, second] = await commit('first', 'second');
    mailbox.filled();
    mailbox.put(first!);
    mailbox.put(second!);
    await waitFor(() => published.length >= 2);
    mailbox.filled();
    for (const text of published) mailbox.took(text);
    await allTaken();
    expect(published).toEqual(['"first"', '"second"']);
  });

  it('a row that was put is not read as another, though the database writes its fields in another order', async () => {
    const [row] = await commit({ verdict: 'pass', a: 1 });
    mailbox.put(row!);
    mailbox.filled();
    const [other] = await commit('other');
    mailbox.put(other!);
    await waitFor(() => published.includes('"other"'));
    expect(published).toEqual(['{"verdict":"pass","a":1}', '"other"']);
  });

  it('a row that a reading came upon before it was put leaves once', async () => {
    const [row] = await commit('read');
    mailbox.filled();
    await waitFor(() => published.length > 0);
    mailbox.put(row!);
    const [next] = await commit('next');
    mailbox.put(next!);
    expect(published).toEqual(['"read"', '"next"']);
  });

  it('what was sent to a session that is no more is sent again to the next', async () => {
    const [row] = await commit('decision');
    mailbox.put(row!);
    listener = undefined;
    const [later] = await commit('later');
    mailbox.put(later!);
    listener = { sessionId: 'two', clean: false };
    mailbox.came(listener);
    await waitFor(() => published.length === 3);
    expect(published).toEqual(['"decision"', '"decision"', '"later"']);
  });

  it('what was taken last is marked before the end', async () => {
    const [row] = await commit('last');
    mailbox.put(row!);
    mailbox.took('"last"');
    await mailbox.stop();
    expect(await waiting()).toBe(0);
  });

  describe('with more than is sent at once', () => {
    const numbers = (from: number, to: number) =>
      Array.from({ length: to - from + 1 }, (_, i) => String(from + i));

    beforeEach(() => commit(...Array.from({ length: 250 }, (_, i) => i + 1)));

    it('sends a hundred at a time, in order, and more as they are taken', async () => {
      mailbox.came(listener!);
      await waitFor(() => published.length === 100);
      expect(published).toEqual(numbers(1, 100));
      mailbox.took('1');
      await waitFor(() => published.length === 101);
      for (const payload of numbers(2, 101)) mailbox.took(payload);
      await waitFor(() => published.length === 201);
      for (const payload of numbers(102, 201)) mailbox.took(payload);
      await waitFor(() => published.length === 250);
      for (const payload of numbers(202, 250)) mailbox.took(payload);
      await allTaken();
      expect(published).toEqual(numbers(1, 250));
    });

    it('what is put behind them waits its turn', async () => {
      mailbox.came(listener!);
      await waitFor(() => published.length === 100);
      const [last] = await commit('last');
      mailbox.put(last!);
      for (let taken = 0; taken < 251; taken++) {
        await waitFor(() => published.length > taken);
        mailbox.took(published[taken]!);
      }
      await allTaken();
      expect(published).toEqual([...numbers(1, 250), '"last"']);
    });

    it('gives all to who wants nothing kept', async () => {
      listener = { sessionId: 's', clean: true };
      mailbox.came(listener);
      await allTaken();
      expect(published).toEqual(numbers(1, 250));
    });

    it('gives nothing to nobody', async () => {
      listener = undefined;
      mailbox.filled();
      await mailbox.stop();
      expect([published.length, await waiting()]).toEqual([0, 250]);
    });
  });
});
