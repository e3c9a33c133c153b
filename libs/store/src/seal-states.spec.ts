import { makeFix, withStore } from '@haidang/testkit';
import { expect, it } from 'vitest';
import { readSealStates, writeSealStates, type SealStateRecord } from './seal-states.js';

withStore((store) => {
  it('what is written down of a seal is read back: its last word, and where it was last, also when it has not said where it is since', async () => {
    await store.pool.query(
      `insert into seals (id, interval_s) select 'S' || n, 30 from generate_series(1, 3) n`,
    );
    const { rows } = await store.pool.query<{ key: number }>('select key from seals order by id');
    const placed = makeFix({ time: 1_000 });
    const blind = { ...makeFix({ time: 2_000 }), lat: null, lon: null };
    const said = [
      [placed, placed],
      [blind, placed],
      [blind, null],
    ] as const;
    const states = rows.map(({ key }, i): SealStateRecord => {
      const [last, where] = said[i]!;
      return { seal: key, receivedAt: 5_000, last, placed: where, transitId: null, watch: null };
    });
    await writeSealStates(store.pool, states);
    const read: SealStateRecord[] = [];
    for await (const page of readSealStates(store.pool)) read.push(...page);
    expect(read.sort((a, b) => a.seal - b.seal)).toEqual(states);
  });
});
