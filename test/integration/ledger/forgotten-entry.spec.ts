import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { actingAs } from '../../../apps/platform/src/identity/acting.js';
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
    const who = { id: 'P', name: 'P', role: 'administrator', organisationId: 'CENTRE' } as const;
    const work = actingAs(who, () =>
      api.app.get(Writes).run(call, 200, async (tx) => {
        await tx.query(
          `insert into organisations (id, name, kind, parent_id) values ('X', 'X', 'carrier', 'CENTRE')`,
        );
      }),
    );
    await expect(work).rejects.toThrow('POST /api/v1/new entered nothing in the ledger');
    const { rows } = await store.pool.query(`select id from organisations where id = 'X'`);
    expect(rows).toEqual([]);
  });
});
