import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Api, registerCountry } from './api.js';

failOnLeaks();

const ID = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

forEachStore((store) => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
  });
  afterAll(() => api.close());

  /** One a minute, alarm 0 the oldest; every second one critical. */
  beforeEach(async () => {
    await store.pool.query('truncate alarms, alarm_history, outbox');
    for (let n = 0; n < 3; n++) {
      await store.pool.query(
        `insert into alarms (id, key, kind, severity, seal_id, container_number, start_at, raised_at, lat, lon, why, revision)
         values ($1::uuid, $1::uuid::text, $2, $3, 'S1', 'CSQU3054383', $4, $4, 20.8, 106.7, $5, 2)`,
        [
          ID(n),
          n === 2 ? 'forbidden_zone' : 'off_route',
          n % 2 === 0 ? 'critical' : 'major',
          new Date(Date.UTC(2026, 0, 1, 0, n)),
          JSON.stringify({ rule: 'off_route', settings: { halfWidth: 500 }, measured: { distance: 1400 } }),
        ],
      );
    }
  });

  const act = (n: number, what: string, body: object = {}) =>
    api.post(`/alarms/${ID(n)}/${what}`, { revision: 2, ...body });
  const history = async () => {
    const { rows } = await store.pool.query('select revision, what, by, data from alarm_history order by at');
    return rows;
  };

  it('are listed newest first, by state, severity, kind and what they concern', async () => {
    const ids = async (query: string) =>
      (await api.get(`/alarms?${query}`)).body.items.map(({ id }: { id: string }) => Number(id.at(-1)));
    expect(await ids('')).toEqual([2, 1, 0]);
    expect(await ids('severity=critical')).toEqual([2, 0]);
    expect(await ids('severity=critical,major&kind=off_route')).toEqual([1, 0]);
    expect(await ids('sealId=S1&limit=1')).toEqual([2]);
    expect(await ids('container=CSQU3054383')).toEqual([2, 1, 0]);
    expect(await ids('transitId=T1')).toEqual([]);
    await act(1, 'resolve', { ending: 'false' });
    expect(await ids('standing=true')).toEqual([2, 0]);
    expect(await ids('standing=false')).toEqual([1]);
    expect(await ids('state=open')).toEqual([2, 0]);
    const page = await api.get('/alarms?limit=2');
    expect(await ids(`limit=2&cursor=${page.body.next}`)).toEqual([0]);
    expect((await api.get('/alarms?standing=maybe')).status).toBe(400);
  });

  it('show where, when and why', async () => {
    expect((await api.get(`/alarms/${ID(0)}`)).body).toEqual({
      id: ID(0),
      kind: 'off_route',
      severity: 'critical',
      state: 'open',
      containerNumber: 'CSQU3054383',
      sealId: 'S1',
      start: '2026-01-01T00:00:00.000Z',
      raisedAt: '2026-01-01T00:00:00.000Z',
      late: false,
      place: { lat: 20.8, lon: 106.7 },
      why: { rule: 'off_route', settings: { halfWidth: 500 }, measured: { distance: 1400 } },
      revision: 2,
      comments: [],
    });
  });

  describe('acts of the desk', () => {
    it('are written down, and told to the live feed in the same transaction', async () => {
      expect((await act(0, 'acknowledge', { by: 'An' })).body).toMatchObject({
        state: 'acknowledged',
        revision: 2,
      });
      expect((await act(0, 'assign', { to: 'Binh' })).body).toMatchObject({
        state: 'acknowledged',
        assignee: 'Binh',
      });
      const commented = await act(0, 'comment', { text: 'called the driver', by: 'An' });
      expect(commented.body.comments).toEqual([
        { at: commented.body.comments[0].at, by: 'Test shift_supervisor', text: 'called the driver' },
      ]);
      const resolved = await act(0, 'resolve', { ending: 'permitted', text: 'road works' });
      expect(resolved.body).toMatchObject({ state: 'resolved', ending: 'permitted', assignee: 'Binh' });
      expect(
        resolved.body.comments.map(({ text, by }: { text: string; by: string }) => `${by}: ${text}`),
      ).toEqual(['Test shift_supervisor: called the driver', 'Test shift_supervisor: road works']);
      // whoever the client says acted: it is who is signed in
      const by = 'Test shift_supervisor';
      expect(await history()).toEqual(
        [
          { revision: 2, what: 'acknowledge', by, data: {} },
          { revision: 2, what: 'assign', by, data: { to: 'Binh' } },
          { revision: 2, what: 'comment', by, data: { text: 'called the driver' } },
          { revision: 2, what: 'resolve', by, data: { ending: 'permitted', text: 'road works' } },
        ].map(
          (line) => expect.objectContaining({ ...line, data: expect.objectContaining(line.data) }) as unknown,
        ),
      );
      const { rows } = await store.pool.query(
        `select topic, payload->>'state' as state from outbox order by id`,
      );
      expect(rows.map(({ topic, state }) => `${topic} ${state}`)).toEqual([
        'alarm acknowledged',
        'alarm acknowledged',
        'alarm acknowledged',
        'alarm resolved',
      ]);
    });

    it('on older evidence are refused with the alarm as it is now', async () => {
      for (const revision of [1, 3]) {
        expect(await act(0, 'acknowledge', { revision })).toMatchObject({
          status: 409,
          body: { code: 'alarm_changed', alarm: { id: ID(0), revision: 2, state: 'open' } },
        });
      }
      expect(await history()).toEqual([]);
    });

    it('that repeat the state, or come too late, are refused', async () => {
      await act(0, 'acknowledge');
      const again = await act(0, 'acknowledge');
      expect(again).toMatchObject({ status: 409, body: { code: 'wrong_state', state: 'acknowledged' } });
      await act(0, 'assign', { to: 'Binh' });
      expect((await act(0, 'assign', { to: 'Binh' })).body.code).toBe('wrong_state');
      expect((await act(0, 'assign', { to: 'Chi' })).body.assignee).toBe('Chi');
      await act(0, 'resolve', { ending: 'true' });
      for (const [what, body] of [
        ['acknowledge', {}],
        ['assign', { to: 'An' }],
        ['resolve', { ending: 'false' }],
      ] as const) {
        expect((await act(0, what, body)).body).toMatchObject({ code: 'wrong_state', state: 'resolved' });
      }
      expect((await act(0, 'comment', { text: 'afterwards' })).status).toBe(200);
    });

    it('of two operators at once: one acknowledges', async () => {
      const answers = await Promise.all(Array.from({ length: 4 }, () => act(1, 'acknowledge')));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
      expect(await history()).toHaveLength(1);
    });

    it('need their fields', async () => {
      expect((await act(0, 'resolve', { ending: 'merged' })).body.errors).toMatchObject([{ path: 'ending' }]);
      expect((await act(0, 'comment', { text: '  ' })).body.errors).toMatchObject([{ path: 'text' }]);
      expect((await api.post(`/alarms/${ID(0)}/acknowledge`)).body.code).toBe('invalid_request');
      expect((await act(9, 'acknowledge')).body.code).toBe('alarm_not_found');
    });
  });
});
