import { formatInstant, HOUR, MINUTE } from '@haidang/domain';
import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WatchClock } from '../../../apps/platform/src/watch/clock.js';
import { Api, BOX_1, BOX_2, newTransit, registerCountry } from './api.js';

failOnLeaks();

withStore((store) => {
  let api: Api;
  const due = Math.floor(Date.now() / MINUTE) * MINUTE - 10 * MINUTE;

  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
  });
  afterAll(() => api.close());
  beforeEach(async () => {
    await store.pool.query(
      'truncate transits, fixes, alarms, alarm_history, watch_ticks, revisions_due, seal_states, outbox cascade',
    );
    await restart();
    await register();
  });

  async function restart(): Promise<void> {
    await api.close();
    api = await Api.open(store);
  }
  /** Without a seal, and to have left ten minutes ago. */
  async function register(): Promise<void> {
    const departBy = formatInstant(due);
    const answer = await api.post('/transits', { ...newTransit('T1', [{ number: BOX_1 }]), departBy });
    expect(answer.status).toBe(201);
  }
  const clock = (at = Date.now() + 1) => api.app.get(WatchClock).round(at);
  const alarms = async () => (await api.get('/alarms?transitId=T1')).body.items;
  const late = { kind: 'late_departure', severity: 'minor', start: formatInstant(due) };
  const putOff = (by: number) => api.patch('/transits/T1', { departBy: formatInstant(by) });

  describe('a transit with several seals', () => {
    const two = [
      { number: BOX_1, sealId: 'S2' },
      { number: BOX_2, sealId: 'S1' },
    ];

    it('is late to depart once, and to arrive once', async () => {
      const arriveBy = formatInstant(Date.now() - MINUTE);
      const entry = { ...newTransit('T2', two), departBy: formatInstant(due), arriveBy };
      expect((await api.post('/transits', entry)).status).toBe(201);
      const told = async () => (await api.get('/alarms?transitId=T2')).body.items;
      await clock();
      expect(await told()).toMatchObject([{ ...late, sealId: 'S1' }]);
      expect((await api.post('/transits/T2/seal')).status).toBe(200);
      expect((await api.post('/transits/T2/depart')).status).toBe(200);
      await clock();
      await restart();
      await clock();
      const all: { kind: string; sealId: string }[] = await told();
      expect(all.map(({ kind, sealId }) => `${kind} ${sealId}`).sort()).toEqual([
        'late_arrival S1',
        'late_departure S1',
      ]);
    });

    it('has one alarm when the seals are put on that was told before', async () => {
      await clock();
      const [{ id }] = await alarms();
      expect((await api.patch('/transits/T1', { containers: two })).status).toBe(200);
      await clock();
      expect(await alarms()).toMatchObject([{ ...late, id, sealId: 'S1' }]);
    });
  });

  describe('a transit that has no seal yet and is late to depart', () => {
    it('is told of, once, whatever restarts', async () => {
      await clock(due);
      expect(await alarms()).toEqual([]);
      await clock();
      await clock();
      const told = await alarms();
      expect(told).toMatchObject([{ ...late, containerNumber: BOX_1 }]);
      expect(told[0]).not.toHaveProperty('sealId');
      expect(told[0]).not.toHaveProperty('end');
      await restart();
      await clock();
      expect(await alarms()).toEqual(told);
    });

    it('is not any more when its time is put off, also while the platform was away; and is again when that passes', async () => {
      await clock();
      expect((await putOff(Date.now() + HOUR)).status).toBe(200);
      await restart();
      await clock();
      expect(await alarms()).toMatchObject([{ ...late, end: expect.any(String) }]);
      await clock(Date.now() + HOUR + MINUTE);
      expect(await alarms()).toHaveLength(2);
    });

    it('has one alarm when its first seal is put on, with what people did with it, which ends when it departs', async () => {
      await clock();
      const [{ id, revision }] = await alarms();
      await api.post(`/alarms/${id}/acknowledge`, { revision });
      const seals = { containers: [{ number: BOX_1, sealId: 'S1' }] };
      expect((await api.post('/transits/T1/seal', seals)).status).toBe(200);
      await clock();
      const same = { ...late, id, state: 'acknowledged', sealId: 'S1' };
      expect(await alarms()).toMatchObject([same]);
      expect((await alarms())[0]).not.toHaveProperty('end');
      expect((await api.post('/transits/T1/depart')).status).toBe(200);
      await clock();
      expect(await alarms()).toMatchObject([{ ...same, end: expect.any(String) }]);
    });

    it('has one alarm when a seal is entered in its papers', async () => {
      await clock();
      const [{ id }] = await alarms();
      const containers = [{ number: BOX_1, sealId: 'S1' }];
      const answer = await api.patch('/transits/T1', { containers });
      expect(answer.status).toBe(200);
      await clock();
      expect(await alarms()).toMatchObject([{ ...late, id, sealId: 'S1' }]);
      await clock(Date.now() + MINUTE);
      expect(await alarms()).toHaveLength(1);
    });

    it('ends when it is cancelled', async () => {
      await clock();
      expect((await api.post('/transits/T1/cancel')).status).toBe(200);
      await clock();
      expect(await alarms()).toMatchObject([{ ...late, end: expect.any(String) }]);
    });
  });
});
