import type { SealFiguresView } from '@haidang/contract';
import { BATTERY_BANDS, SEAL_CUSTODIES } from '@haidang/domain';
import { failOnLeaks, signInAs, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api, BOX_1, BOX_2, fixAt, newTransit, registerCountry } from './api.js';

failOnLeaks();

withStore((store) => {
  let api: Api;
  let figures: SealFiguresView;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    await store.pool.query(
      `insert into organisations (id, name, kind, parent_id) values ('DEPOT', 'Depot', 'office', 'CENTRE')`,
    );
    const known = ((await api.get('/seals')).body.items as { id: string }[]).map(({ id }) => id);
    expect(known).toContain('S1');
    const items = ['F1', 'F2', 'F3'].map((id) => ({ id, interval: 60, organisationId: 'DEPOT' }));
    expect((await api.post('/seals', { items })).status).toBe(201);
    await store.pool.query(`update seals set organisation_id = 'DEPOT'`);
    await api.post('/transits', newTransit('T1', [{ number: BOX_1, sealId: 'S1' }]));
    await store.pool.query(`update transits set carrier_id = 'CARRIER'`);
    for (const step of ['seal', 'approve', 'depart']) await api.post(`/transits/T1/${step}`);
    await api.post('/transits', newTransit('T2', [{ number: BOX_2, sealId: 'F1' }]));
    const now = Date.now();
    await api.fixes('S1', [{ ...fixAt(1, now, 0), battery: 15 }]);
    await api.fixes('F1', [{ ...fixAt(1, now, 0), battery: 21 }]);
    await api.fixes('F2', [{ ...fixAt(1, now, 0), battery: null, charging: true }]);
    figures = (await api.get('/seal-figures')).body;
  });
  afterAll(() => api.close());

  const list = async (query: string) =>
    ((await api.get(`/seal-standings?${query}`)).body.items as { id: string }[]).map(({ id }) => id);

  it('a seal is counted by its battery, by where it is and by who has it', async () => {
    expect(figures.battery).toMatchObject({ low: 1, fair: 1, charging: 1, good: 0 });
    expect(figures.custody).toMatchObject({ under_way: 1, reserved: 1, attached: 0, arrived: 0 });
    expect(figures.holders).toContainEqual({ holderId: 'CARRIER', count: 1, low: 1 });
    expect(await list('band=low')).toEqual(['S1']);
    expect(await list('custody=reserved')).toEqual(['F1']);
    expect(await list('holderId=CARRIER')).toEqual(['S1']);
    expect(await list('find=f3')).toEqual(['F3']);
  });

  it('every figure is the length of its list', async () => {
    for (const band of BATTERY_BANDS)
      expect([band, (await list(`band=${band}`)).length]).toEqual([band, figures.battery[band]]);
    for (const one of SEAL_CUSTODIES)
      expect([one, (await list(`custody=${one}`)).length]).toEqual([one, figures.custody[one]]);
    for (const { holderId, count } of figures.holders)
      expect((await list(`holderId=${holderId}`)).length).toBe(count);
    expect((await list('')).length).toBe(figures.count);
  });

  it('a page after the other has each once, and says what its seal is doing', async () => {
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await api.get(`/seal-standings?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.next;
    }
    expect(seen).toEqual(await list(''));
    expect((await api.get('/seal-standings?band=low')).body.items).toMatchObject([
      {
        id: 'S1',
        battery: 15,
        band: 'low',
        custody: 'under_way',
        holderId: 'CARRIER',
        transitId: 'T1',
        transitNumber: 'QT-T1',
      },
    ]);
  });

  it('are of what who asks sees', async () => {
    await store.pool.query(
      `insert into organisations (id, name, kind, parent_id) values ('FAR', 'Far', 'office', 'CENTRE')`,
    );
    const far = { authorization: `Bearer ${await signInAs(store.pool, 'customs_officer', 'FAR')}` };
    expect((await api.get('/seal-figures', far)).body).toMatchObject({ count: 0, holders: [] });
    expect((await api.get('/seal-standings', far)).body.items).toEqual([]);
  });
});
