import { failOnLeaks, withStore } from '@haidang/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Directory } from '../../../apps/platform/src/directory/directory.js';
import { ago, Api, BOX_1, fixAt, newTransit, registerCountry } from './api.js';

failOnLeaks();

withStore((store) => {
  let api: Api;
  let directory: Directory;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    directory = api.app.get(Directory);
  });
  afterAll(() => api.close());

  describe('seals', () => {
    it('are registered by the thousand, or not at all', async () => {
      const items = Array.from({ length: 2_000 }, (_, i) => ({ id: `X${i}` }));
      const broken = items.map((item, i) =>
        i === 7 ? { id: 'S1' } : i === 9 ? { ...item, organisationId: 'NO' } : item,
      );
      expect(await api.post('/seals', { items: broken })).toMatchObject({
        status: 409,
        body: { code: 'already_exists', errors: [{ path: 'items.7.id' }] },
      });
      const wrong = items.map((item, i) => (i === 1_999 ? { id: 'a b', interval: 0 } : item));
      expect((await api.post('/seals', { items: wrong })).body.errors).toMatchObject([
        { path: 'items.1999.id' },
        { path: 'items.1999.interval' },
      ]);
      expect(await api.post('/seals', { items: [{ id: 'X1' }, { id: 'X1' }] })).toMatchObject({
        status: 409,
        body: { errors: [{ path: 'items.1.id' }] },
      });
      expect((await api.get('/seals/X1')).status).toBe(404);

      const made = await api.post('/seals', { items });
      expect(made.status).toBe(201);
      expect(made.body.items).toHaveLength(2_000);
      expect(directory.seal('X1999')).toMatchObject({ id: 'X1999', intervalMs: 30_000 });
    });

    it('show what was last heard of them, and what they close', async () => {
      expect((await api.get('/seals/S1')).body).toEqual({
        id: 'S1',
        interval: 30,
        lastFix: null,
        transitId: null,
        battery: null,
        lock: null,
        lastSeenAt: null,
        clockDrift: false,
      });
      await api.post('/transits', newTransit('T1', [{ number: BOX_1, sealId: 'S1' }]));
      const time = ago(1);
      await api.fixes('S1', [
        { ...fixAt(7, Date.parse(time), 0), battery: 87, lock: 'locked', events: ['vibration'] },
      ]);
      const { body } = await api.get('/seals/S1');
      expect(body).toMatchObject({
        transitId: 'T1',
        battery: 87,
        lock: 'locked',
        lastSeenAt: body.lastFix.receivedAt,
      });
      expect(body.lastFix).toMatchObject({
        seq: 7,
        time,
        lat: 0,
        lon: 0,
        events: ['vibration'],
        buffered: false,
      });
      expect((await api.get('/seals?limit=1000')).body.items).toContainEqual(body);
    });

    it('whose last word is not in memory answer from the log', async () => {
      const time = ago(80);
      await api.fixes('S2', [fixAt(1, Date.parse(ago(90)), 0), fixAt(2, Date.parse(time), 1_000)]);
      expect(directory.lastFix('S2')).toBeUndefined();
      expect((await api.get('/seals/S2')).body).toMatchObject({ lastFix: { seq: 2, time, tooOld: true } });
    });

    it('are listed page by page, each as it is when asked for alone, by one read of the register', async () => {
      const asked: string[] = [];
      const { query } = Client.prototype;
      const watched = vi.spyOn(Client.prototype, 'query').mockImplementation(function (
        this: Client,
        ...args: unknown[]
      ) {
        const [what] = args as [string | { text?: string }];
        asked.push(typeof what === 'string' ? what : (what.text ?? ''));
        return (query as (...all: unknown[]) => unknown).apply(this, args);
      });
      const listed = await api.get('/seals?limit=1');
      watched.mockRestore();
      expect(asked.filter((text) => /from seals(_seen)?\b/.test(text))).toHaveLength(1);
      const second = await api.get(`/seals?limit=1&cursor=${listed.body.next}`);
      for (const [id, { body }] of [
        ['S1', listed],
        ['S2', second],
      ] as const)
        expect(body.items).toEqual([(await api.get(`/seals/${id}`)).body]);
    });

    it('that reported or close something stay', async () => {
      expect(await api.delete('/seals/S1')).toMatchObject({ status: 409, body: { code: 'in_use' } });
      expect(await api.delete('/seals/S2')).toMatchObject({ status: 409, body: { code: 'in_use' } });
      expect((await api.delete('/seals/S3')).status).toBe(204);
      expect(directory.seal('S3')).toBeUndefined();
    });

    it('are changed for the hot path as well', async () => {
      expect((await api.patch('/seals/S2', { interval: 45 })).body).toMatchObject({ id: 'S2', interval: 45 });
      expect(directory.seal('S2')!.intervalMs).toBe(45_000);
    });
  });
});
