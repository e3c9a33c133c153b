import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Writes } from '../../../apps/platform/src/http/writes.js';
import { Api } from '../rest/api.js';

failOnLeaks();

withStore((store) => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open(store);
  });
  afterAll(() => api.close());

  it('a write that enters nothing in the ledger is not done', async () => {
    const request = { method: 'POST', routeOptions: { url: '/api/v1/new' } };
    const call = { key: undefined, reply: { request } } as unknown as Parameters<Writes['run']>[0];
    const work = api.app.get(Writes).run(call, 200, async (tx) => {
      await tx.query(`insert into organisations (id, name, kind) values ('X', 'X', 'carrier')`);
    });
    await expect(work).rejects.toThrow('POST /api/v1/new entered nothing in the ledger');
    const { rows } = await store.pool.query(`select id from organisations where id = 'X'`);
    expect(rows).toEqual([]);
  });
});
