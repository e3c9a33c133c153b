import type { TrialAlarmView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import { failOnLeaks, forEachStore, position, signInAs } from '@haidang/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Trials } from '../../../apps/platform/src/trials/trials.js';
import { ago, Api, BOX_1, BOX_2, fixAt, newTransit, registerCountry } from './api.js';

failOnLeaks();

forEachStore((store) => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
  });
  afterAll(() => api.close());
  afterEach(async () => {
    await store.pool.query('truncate transits, alarms, fixes cascade');
    await api.delete('/zones/Z');
    await api.patch('/routes/R', { legs: [leg(500)] });
  });

  const start = Math.floor(Date.parse(ago(3)) / MINUTE) * MINUTE;
  const minute = (minutes: number) => start + minutes * MINUTE;
  const leg = (halfWidth: number) => ({
    line: { type: 'LineString', coordinates: [position(0, 0), position(100_000, 0)] },
    halfWidth,
  });
  /** Metres of the road that it covers, and as many to either side as the road has. */
  const zone = (from: number, to: number, more: object = {}) => ({
    id: 'Z',
    name: 'Depot',
    kind: 'forbidden',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          position(from, -300),
          position(to, -300),
          position(to, 300),
          position(from, 300),
          position(from, -300),
        ],
      ],
    },
    ...more,
  });

  /** Under way since the story's beginning. */
  async function depart(id: string, sealId: string, number: string): Promise<void> {
    await api.post('/transits', newTransit(id, [{ number, sealId }]));
    await api.post(`/transits/${id}/seal`);
    expect((await api.post(`/transits/${id}/depart`, { at: new Date(start).toISOString() })).status).toBe(
      200,
    );
  }

  /** A kilometre in two minutes from the port on, from a metre of the road to another; out of the corridor where `north` says so. */
  const drive = (sealId: string, minutes: number, north: (minute: number) => number = () => 0) =>
    api.fixes(
      sealId,
      Array.from({ length: minutes }, (_, m) => fixAt(m, minute(m), m * 500, north(m))),
    );

  async function tried(body: object, token?: string) {
    const { status, body: answer } = await api.post(
      '/trials',
      body,
      token === undefined ? {} : { authorization: `Bearer ${token}` },
    );
    expect(status, JSON.stringify(answer)).toBe(200);
    return answer as { items: TrialAlarmView[] } & Record<string, unknown>;
  }

  /** What both the desk and a trial say of an alarm. */
  const told = ({
    kind,
    severity,
    start,
    end,
    place,
    transitId,
    containerNumber,
    sealId,
  }: TrialAlarmView) => ({
    ...{ kind, severity, start, end, place, transitId, containerNumber, sealId },
  });

  describe('a draft tried on what was driven', () => {
    it('raises what the platform raises when the same zone is there', async () => {
      await depart('T1', 'S1', BOX_1);
      await drive('S1', 20);
      const before = await tried({ zone: zone(3_000, 6_000) });
      expect(before).toMatchObject({
        looked: { transits: 1, of: 1, fixes: 20 },
        missed: { cut: 0, silent: 0, tooOld: 0 },
        untried: [],
        next: null,
      });
      expect(before.items).toMatchObject([
        { outcome: 'raised', kind: 'forbidden_zone', severity: 'critical' },
      ]);
      expect((await api.get('/alarms')).body.items, 'a trial raises nothing').toEqual([]);

      // and now for real, with another truck that drives the very same
      await api.post('/zones', zone(3_000, 6_000));
      await depart('T2', 'S2', BOX_2);
      await drive('S2', 20);
      const [alarm] = (await api.get('/alarms?transitId=T2')).body.items as [TrialAlarmView & { id: string }];
      const after = await tried({ zone: zone(3_000, 6_000) });
      const again = after.items.find(({ transitId }) => transitId === 'T2')!;
      expect(again).toMatchObject({ outcome: 'same', alarmId: alarm.id });
      expect(told(again)).toEqual(told(alarm));
      const [first] = before.items;
      expect({ ...told(first!), transitId: 'T2', containerNumber: BOX_2, sealId: 'S2' }).toEqual(told(alarm));
    });

    it('judges what is judged where a seal said two things under one identity', async () => {
      await api.post('/zones', zone(3_000, 6_000));
      for (const [id, seal, box] of [
        ['T1', 'S1', BOX_1],
        ['T2', 'S2', BOX_2],
      ] as const) {
        await depart(id, seal, box);
        // the fix that is first in the zone, in one order and in the other
        const [one, other] = [fixAt(6, minute(6), 3_200), fixAt(6, minute(6), 3_450)];
        await api.fixes(seal, [fixAt(5, minute(5), 2_500)]);
        await api.fixes(seal, [seal === 'S1' ? one : other]);
        await api.fixes(seal, [seal === 'S1' ? other : one]);
        await api.fixes(
          seal,
          Array.from({ length: 12 }, (_, i) => fixAt(7 + i, minute(7 + i), 3_500 + i * 500)),
        );
      }
      const { items } = await tried({ zone: zone(3_000, 6_000) });
      for (const id of ['T1', 'T2']) {
        const [alarm] = (await api.get(`/alarms?transitId=${id}`)).body.items as TrialAlarmView[];
        expect(told(items.find(({ transitId }) => transitId === id)!)).toEqual(told(alarm!));
      }
      expect(items[0]!.start).toBe(items[1]!.start);
    });

    it('says what of today it would take away, and what it would make otherwise', async () => {
      await api.post('/zones', zone(3_000, 6_000));
      await depart('T1', 'S1', BOX_1);
      await drive('S1', 20);
      const [alarm] = (await api.get('/alarms')).body.items;
      expect((await tried({ zone: zone(30_000, 31_000) })).items).toMatchObject([
        { outcome: 'gone', kind: 'forbidden_zone', alarmId: alarm.id, start: alarm.start, end: alarm.end },
      ]);
      const [longer] = (await tried({ zone: zone(3_000, 8_000) })).items;
      expect(longer).toMatchObject({
        outcome: 'changed',
        alarmId: alarm.id,
        now: { start: alarm.start, end: alarm.end, severity: 'critical' },
      });
      expect(Date.parse(longer!.end!)).toBeGreaterThan(Date.parse(alarm.end));
      const never = {
        offset: 0,
        spans: [{ days: [(new Date(start).getUTCDay() + 3) % 7], from: 0, to: 60 }],
      };
      expect((await tried({ zone: zone(3_000, 6_000, { calendar: never }) })).items).toMatchObject([
        { outcome: 'gone' },
      ]);
      expect((await api.get('/alarms')).body.items).toEqual([alarm]);
    });

    it('tells that a wider route has no alarm beside it, and a narrower one has another', async () => {
      await depart('T1', 'S1', BOX_1);
      await drive('S1', 20, (m) => (m > 5 && m < 15 ? 800 : m >= 15 ? 300 : 0));
      const [alarm] = (await api.get('/alarms')).body.items;
      expect(alarm).toMatchObject({ kind: 'off_route' });
      const { body: route } = await api.get('/routes/R');
      const wide = await tried({ route: { ...route, legs: [leg(1_000)] } });
      expect(wide.items).toMatchObject([{ outcome: 'gone', kind: 'off_route', alarmId: alarm.id }]);
      expect((await tried({ route })).items).toMatchObject([{ outcome: 'same', alarmId: alarm.id }]);
      const narrow = await tried({ route: { ...route, legs: [leg(200)] } });
      expect(narrow.items).toMatchObject([
        { outcome: 'changed', kind: 'off_route', now: { end: alarm.end } },
      ]);
      // one that nobody has driven by yet is tried on those who went the same way
      const other = { ...route, id: 'NEW', legs: [leg(1_000)] };
      expect(await tried({ route: other })).toMatchObject({
        looked: { transits: 1 },
        items: [{ outcome: 'gone' }],
      });
      expect(await tried({ route: { ...other, from: 'BORDER', to: 'PORT' } })).toMatchObject({
        looked: { transits: 0, of: 0 },
      });
    });
  });

  it('looks at the time that is asked for, and says what it could not look at', async () => {
    await depart('T1', 'S1', BOX_1);
    await depart('T2', 'S2', BOX_2);
    await drive('S1', 20);
    const draft = { zone: zone(3_000, 6_000) };
    expect(await tried(draft)).toMatchObject({ looked: { transits: 2, of: 2 }, missed: { silent: 1 } });
    const early = {
      ...draft,
      from: new Date(minute(-60)).toISOString(),
      to: new Date(minute(4)).toISOString(),
    };
    expect((await tried(early)).items).toEqual([]);
    const midway = { ...early, to: new Date(minute(8)).toISOString() };
    const [open] = (await tried(midway)).items;
    expect(open).toMatchObject({ outcome: 'raised' });
    expect(open).not.toHaveProperty('end');
    const before = { ...draft, to: new Date(minute(-1)).toISOString() };
    expect(await tried(before)).toMatchObject({ looked: { transits: 0, of: 0 } });
  });

  it('looks for a time, says how far it came, and goes on from there', async () => {
    await depart('T1', 'S1', BOX_1);
    await depart('T2', 'S2', BOX_2);
    for (const seal of ['S1', 'S2']) await drive(seal, 20);
    const { limits } = api.app.get(Trials);
    const usual = { ...limits };
    Object.assign(limits, { lookMs: 0 });
    try {
      const first = await tried({ zone: zone(3_000, 6_000) });
      expect(first).toMatchObject({ looked: { transits: 1, of: 2 }, items: [{ transitId: 'T2' }] });
      const second = await tried({ zone: zone(3_000, 6_000), cursor: first['next'] });
      expect(second).toMatchObject({
        looked: { transits: 1, of: 2 },
        items: [{ transitId: 'T1' }],
        next: null,
      });
    } finally {
      Object.assign(limits, usual);
    }
  });

  it('is for what one sees, and refuses what nobody can mean', async () => {
    await depart('T1', 'S1', BOX_1);
    await drive('S1', 20);
    const administrator = await signInAs(store.pool, 'administrator');
    expect(await tried({ zone: zone(3_000, 6_000) }, administrator)).toMatchObject({
      looked: { transits: 0, of: 0 },
      items: [],
    });
    for (const body of [
      {},
      { zone: zone(0, 1), route: {} },
      { zone: zone(3_000, 3_000) },
      { zone: zone(0, 1), from: new Date(minute(-60 * 24 * 40)).toISOString() },
      { zone: zone(0, 1), cursor: 'x' },
    ])
      expect((await api.post('/trials', body)).body).toMatchObject({ code: 'invalid_request' });
  });
});
