import { fileURLToPath } from 'node:url';
import { newPrivateKey, readPrivateKey } from '@haidang/ledger';
import {
  enterLedger,
  inTransaction,
  introduceKey,
  readUnchained,
  sequence,
  verifyLedger,
} from '@haidang/store';
import { failOnLeaks, NodeProcess, waitFor, withStore } from '@haidang/testkit';
import { expect, it } from 'vitest';

failOnLeaks();

const CHILD = fileURLToPath(new URL('sequencer-child.mjs', import.meta.url));
const WRITERS = 3;
const ACTS = 400;
const KILLS = 8;

withStore((store) => {
  it('writers do not wait, two processes chain and are killed at any moment: nothing is lost, doubled or left out', async () => {
    const pem = newPrivateKey();
    await introduceKey(store.pool, readPrivateKey(pem), { at: Date.now(), by: null, endorser: undefined });
    const start = () => new NodeProcess({ script: CHILD, args: [store.url, pem] });
    const children = [start(), start()];
    let writing = true;

    async function write(writer: number): Promise<void> {
      for (let n = 0; n < ACTS; n++) {
        const act = {
          kind: 'test.act',
          subject: `test/${writer}-${n}`,
          at: Date.now(),
          by: null,
          data: { n },
        };
        await inTransaction(store.pool, async (tx) => {
          await enterLedger(tx, [act]);
          // some take their time, so that others overtake them
          if (n % 50 === 0) await tx.query('select pg_sleep(0.05)');
          if (n % 7 === 6) throw new Error('given up');
        }).catch((error: Error) => {
          if (error.message !== 'given up') throw error;
        });
      }
    }

    async function kill(): Promise<number> {
      let kills = 0;
      for (; writing || kills < KILLS; kills++) {
        const victim = children[kills % 2]!;
        await waitFor(() => victim.log.includes('chains'), 20_000, 'a sequencer');
        const before = await chained();
        await waitFor(async () => !writing || (await chained()) > before, 20_000, 'the chain to grow');
        await victim.kill();
        children[kills % 2] = start();
      }
      return kills;
    }
    const chained = async () =>
      (await store.pool.query<{ n: number }>('select count(*)::int4 as n from ledger')).rows[0]!.n;

    const killed = kill();
    await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
    writing = false;
    expect(await killed).toBeGreaterThanOrEqual(KILLS);
    for (const child of children) await child.kill();

    await waitFor(async () => (await sequence(store.pool)) !== 'elsewhere', 20_000, 'the lock');
    while ((await readUnchained(store.pool)).acts > 0) await sequence(store.pool);
    const kept = WRITERS * Array.from({ length: ACTS }, (_, n) => n).filter((n) => n % 7 !== 6).length;
    const { rows } = await store.pool.query<{ n: number; subjects: number; last: number }>(
      `select count(*)::int4 as n, count(distinct subject)::int4 as subjects, max(position)::int4 as last
        from ledger where kind = 'test.act'`,
    );
    expect(rows[0]).toEqual({ n: kept, subjects: kept, last: kept + 1 });
    expect(await verifyLedger(store.pool)).toMatchObject({
      entries: kept + 1,
      unchained: 0,
      fault: undefined,
    });
  });
});
