import { failOnLeaks, PDF, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, registerCountry } from './api.js';

failOnLeaks();

const ID = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

withStore((store) => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    // two kilometres from the port, along the equator
    for (let n = 0; n < 3; n++)
      await store.pool.query(
        `insert into alarms (id, key, kind, severity, seal_id, start_at, raised_at, lat, lon, why)
         values ($1::uuid, $1::uuid::text, 'off_route', 'critical', 'S1', now(), now() - make_interval(hours => $2), 0, 0.018, $3)`,
        [ID(n), n === 2 ? 25 : 0, JSON.stringify({ rule: 'off_route', settings: {}, measured: {} })],
      );
    for (const body of [
      { id: 'P1', name: 'Patrol 1', facilityId: 'PORT', contact: '0900 000 001' },
      {
        id: 'P2',
        name: 'Patrol 2',
        facilityId: 'BORDER',
        contact: 'channel 7',
        place: { lat: 0, lon: 0.019 },
      },
      {
        id: 'P3',
        name: 'Office',
        kind: 'office',
        facilityId: 'PORT',
        contact: '0900 000 003',
        onDuty: false,
      },
    ])
      expect((await api.post('/patrols', body)).status).toBe(201);
  });
  afterAll(() => api.close());

  const ids = ({ body }: { body: { items: { id: string }[] } }) => body.items.map(({ id }) => id);
  const send = (n: number, patrolId: string) =>
    api.post(`/alarms/${ID(n)}/dispatch`, { revision: 1, patrolId, message: 'look at the seal' });
  const report = (n: number, dispatchId: string, told: object) =>
    api.post(`/alarms/${ID(n)}/dispatches/${dispatchId}/report`, told);

  it('who is on duty is offered, the nearest first, with how to reach them', async () => {
    const near = await api.get(`/alarms/${ID(0)}/responders`);
    expect(ids(near)).toEqual(['P2', 'P1']);
    expect(near.body.items[0]).toMatchObject({
      contact: 'channel 7',
      distance: 111,
      place: { lat: 0, lon: 0.019 },
    });
    // without a position of its own it is at its facility
    expect(near.body.items[1].placedAt).toBeUndefined();
    expect(near.body.items[1].distance).toBe(2004);
    expect((await api.patch('/patrols/P2', { place: null })).body.placedAt).toBeUndefined();
    expect(ids(await api.get(`/alarms/${ID(0)}/responders`))).toEqual(['P1', 'P2']);
    expect(ids(await api.get('/patrols?onDuty=false'))).toEqual(['P3']);
  });

  it('a dispatch is accepted, on the spot and done, each at its time, with what was found', async () => {
    const form = new FormData();
    form.set('facilityId', 'PORT');
    form.set('file', new Blob([new Uint8Array(PDF)], { type: 'application/pdf' }), 'seal.pdf');
    const picture = await api.post('/evidence', form);
    const sent = await send(0, 'P1');
    expect(sent.body).toMatchObject({
      acts: 1,
      response: { patrol: 'Patrol 1', contact: '0900 000 001', state: 'sent' },
    });
    const { dispatchId } = sent.body.response;
    expect((await report(0, dispatchId, { state: 'accepted' })).body.response.state).toBe('accepted');
    const there = (await report(0, dispatchId, { state: 'on_spot' })).body;
    expect(there).toMatchObject({ response: { state: 'on_spot' }, onSpotAt: there.response.at });
    expect((await report(0, dispatchId, { state: 'accepted' })).body.code).toBe('wrong_state');
    expect((await report(0, dispatchId, { state: 'done' })).body.errors).toMatchObject([{ path: 'outcome' }]);
    const done = { state: 'done', outcome: 'confirmed', text: 'rope cut' };
    expect((await report(0, dispatchId, { ...done, evidence: [ID(9)] })).body.code).toBe('reference_unknown');
    // what is told from the field is taken, whatever became of the alarm
    await api.post(`/alarms/${ID(0)}/resolve`, { revision: 1, ending: 'true' });
    // and when somebody was there first stays
    expect(await report(0, dispatchId, { ...done, evidence: [picture.body.id] })).toMatchObject({
      ...{ status: 200, body: { onSpotAt: there.onSpotAt } },
    });
    const [line] = (await api.get(`/alarms/${ID(0)}/dispatches`)).body.items;
    expect(line).toMatchObject({
      ...{ state: 'done', outcome: 'confirmed', report: 'rope cut' },
      ...{ message: 'look at the seal', evidence: [picture.body.id] },
    });
    const times = [line.sentAt, line.acceptedAt, line.arrivedAt, line.endedAt];
    expect(times).toEqual([...times].sort());
    expect(
      (await api.get(`/alarms/${ID(0)}/history`)).body.items.map(({ what }: { what: string }) => what),
    ).toEqual([...['dispatch', 'field', 'field', 'resolve', 'field']]);
  });

  it('of two who send the same patrol at once one sends it; who is on the way, or off duty, is not sent elsewhere', async () => {
    const answers = await Promise.all([send(1, 'P1'), send(2, 'P1')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const taken = answers[0].status === 200 ? 1 : 2;
    expect((await api.get(`/alarms/${ID(3 - taken)}/responders`)).body.items).toMatchObject([
      { id: 'P2' },
      { id: 'P1', busyWith: ID(taken) },
    ]);
    expect((await send(taken, 'P2')).body).toMatchObject({
      code: 'wrong_state',
      detail: 'Patrol 1 was sent already.',
    });
    expect((await send(3 - taken, 'P3')).body.code).toBe('wrong_state');
    expect((await send(3 - taken, 'P9')).body.code).toBe('patrol_not_found');
    const { dispatchId } = answers[taken - 1]!.body.response;
    await report(taken, dispatchId, { state: 'recalled' });
    expect((await send(3 - taken, 'P1')).status).toBe(200);
    expect((await report(taken, ID(9), { state: 'accepted' })).body.code).toBe('dispatch_not_found');
  });

  describe('the figures', () => {
    it('count the rate, the shares, what is stale and what chatters, with the alarms behind them', async () => {
      for (let n = 10; n < 22; n++)
        await store.pool.query(
          `insert into alarms (id, key, kind, severity, seal_id, start_at, raised_at, lat, lon, why, acknowledged_at, acknowledged_by)
           values ($1::uuid, $1::uuid::text, $2, 'minor', $3, now(), now() - interval '1 minute', 0, 0, '{}', now(), 'x')`,
          [ID(n), n < 13 ? 'low_battery' : 'motor_fault', n < 13 ? 'S2' : `X${n}`],
        );
      const { body } = await api.get('/alarm-figures');
      // twelve, and two of the three above
      expect(body).toMatchObject({ raised: 14, operators: 1, rate: 14, flood: true, stale: 1 });
      expect(body.share).toEqual({ critical: 2, major: 0, minor: 12 });
      expect(body.acknowledgedWithin).toBe(60);
      expect(body.lists.raised).toHaveLength(14);
      expect(body.lists.stale.map(({ id }: { id: string }) => id)).toEqual([ID(2)]);
      expect(body.lists.chattering).toMatchObject([
        { count: 3, alarm: { kind: 'low_battery', sealId: 'S2' } },
      ]);
    });
  });
});
