import type { AlarmView } from '@haidang/contract';
import { formatInstant, MINUTE } from '@haidang/domain';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AlarmClock } from '../../../apps/platform/src/alarms/alarm-clock.js';
import { CONFIG } from '../../../apps/platform/src/config/config.js';
import { KEEPER, POOL } from '../../../apps/platform/src/database.js';
import { LOGGER } from '../../../apps/platform/src/logging.js';
import { Published } from '../../../apps/platform/src/pipeline/published.js';
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
      expect(Date.parse(resolved.body.resolvedAt)).toBeGreaterThan(Date.parse(resolved.body.raisedAt));
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

    it('whose author had not seen what others did are refused, and say who did it', async () => {
      await act(0, 'comment', { text: 'called the driver', acts: 0 });
      expect(await act(0, 'resolve', { ending: 'true', acts: 0 })).toMatchObject({
        status: 409,
        body: {
          code: 'alarm_acted_on',
          alarm: { acts: 1, state: 'open' },
          last: { what: 'comment', by: 'Test shift_supervisor' },
        },
      });
      expect((await act(0, 'resolve', { ending: 'true', acts: 1 })).body).toMatchObject({
        state: 'resolved',
        acts: 2,
      });
      expect(await history()).toHaveLength(2);
    });

    it('of two who take it at once: one has it, the other is told who', async () => {
      const people: { id: string; name: string; role: string }[] = (await api.get('/desk/people')).body.items;
      expect(people.map(({ role }) => role)).not.toContain('auditor');
      const self = people.find(({ name }) => name === 'Test shift_supervisor')!;
      const answers = await Promise.all([1, 2].map(() => act(0, 'assign', { toId: self.id, acts: 0 })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 409)!.body).toMatchObject({
        code: 'alarm_acted_on',
        alarm: { assignee: self.name, assigneeId: self.id },
      });
      // who takes an open one on themselves has seen it
      expect((await api.get(`/alarms/${ID(0)}`)).body).toMatchObject({
        ...{ state: 'acknowledged', acts: 1, acknowledged: { by: self.name } },
      });
      expect((await act(1, 'assign', { toId: ID(7) })).body).toMatchObject({ code: 'reference_unknown' });
      expect((await act(1, 'assign', {})).body.code).toBe('invalid_request');
    });

    it('stand in its history, with what the evidence made of it', async () => {
      await act(0, 'acknowledge');
      await act(0, 'comment', { text: 'called the driver' });
      await act(0, 'escalate', { reason: 'nobody answers' });
      const { items } = (await api.get(`/alarms/${ID(0)}/history`)).body;
      expect(items).toMatchObject([
        { what: 'acknowledge', by: 'Test shift_supervisor', revision: 2, data: {} },
        { what: 'comment', data: { text: 'called the driver' } },
        { what: 'escalate', by: 'Test shift_supervisor', revision: 2, data: { reason: 'nobody answers' } },
      ]);
      expect((await act(0, 'escalate', { reason: 'again' })).body.code).toBe('wrong_state');
      expect((await api.get(`/alarms/${ID(9)}/history`)).body.code).toBe('alarm_not_found');
    });

    it('need their fields', async () => {
      expect((await act(0, 'resolve', { ending: 'merged' })).body.errors).toMatchObject([{ path: 'ending' }]);
      expect((await act(0, 'comment', { text: '  ' })).body.errors).toMatchObject([{ path: 'text' }]);
      expect((await api.post(`/alarms/${ID(0)}/acknowledge`)).body.code).toBe('invalid_request');
      expect((await act(9, 'acknowledge')).body.code).toBe('alarm_not_found');
    });
  });

  describe('the clock', () => {
    const clock = () => api.app.get(AlarmClock);
    const states = async () => (await api.get('/alarms')).body.items.reverse();

    it('hands up what nobody acknowledged in time, once each, whoever looks', async () => {
      const now = Date.now();
      await act(0, 'acknowledge');
      await clock().look(now + 2 * MINUTE);
      expect((await states()).filter(({ escalated }: AlarmView) => escalated)).toEqual([]);
      await Promise.all([clock().look(now + 4 * MINUTE), anotherClock().look(now + 4 * MINUTE)]);
      await clock().look(now + 5 * MINUTE);
      // 0 is acknowledged, 1 is major and has a quarter of an hour, 2 is critical
      expect((await states()).map(({ escalated }: AlarmView) => escalated !== undefined)).toEqual([
        false,
        false,
        true,
      ]);
      await clock().look(now + 16 * MINUTE);
      expect((await states()).map(({ escalated }: AlarmView) => escalated !== undefined)).toEqual([
        false,
        true,
        true,
      ]);
      const lines = (await history()).filter(({ what }) => what === 'escalate');
      expect(lines).toMatchObject([
        { by: null, data: { severity: 'critical' } },
        { by: null, data: { severity: 'major' } },
      ]);
      const { rows } = await store.pool.query(
        `select payload->>'id' as id from outbox where payload->>'escalated_at' is not null`,
      );
      expect(rows.map(({ id }) => Number(id.at(-1)))).toEqual([2, 1]);
      const entered = await store.pool.query(
        `select subject, person_id from ledger_inbox where kind = 'alarm.escalate' and subject like '%1'
         union all select subject, person_id from ledger where kind = 'alarm.escalate' and subject like '%1'`,
      );
      expect(entered.rows).toEqual([{ subject: `alarm/${ID(1)}`, person_id: null }]);
    });

    it('brings back what was shelved when its time is over, or when it becomes critical', async () => {
      const now = Date.now();
      const until = (minutes: number) => formatInstant(now + minutes * MINUTE);
      for (const n of [0, 1])
        expect((await act(n, 'shelve', { until: until(30), reason: 'road works' })).body).toMatchObject({
          state: 'shelved',
          shelved: { until: until(30), reason: 'road works', by: 'Test shift_supervisor' },
        });
      await act(2, 'acknowledge');
      await act(2, 'shelve', { until: until(60), reason: 'known' });
      await clock().look(now + 29 * MINUTE);
      expect((await states()).map(({ state }: AlarmView) => state)).toEqual([
        'shelved',
        'shelved',
        'shelved',
      ]);
      await store.pool.query(`update alarms set severity = 'critical' where id = $1`, [ID(1)]);
      await clock().look(now + 29 * MINUTE);
      expect((await states()).map(({ state }: AlarmView) => state)).toEqual(['shelved', 'open', 'shelved']);
      await clock().look(now + 31 * MINUTE);
      const back = (await states())[0];
      expect([back.state, back.shelved]).toEqual(['open', undefined]);
      const early = await act(2, 'unshelve');
      expect([early.body.state, early.body.acknowledged]).toEqual(['open', undefined]);
    });

    it('shelves nothing for good, or into the past', async () => {
      for (const hours of [25, -1])
        expect(
          (await act(0, 'shelve', { until: formatInstant(Date.now() + hours * 60 * MINUTE), reason: 'x' }))
            .body,
        ).toMatchObject({ code: 'invalid_request', errors: [{ path: 'until' }] });
    });

    /** As another process has it, on the same database. */
    function anotherClock(): AlarmClock {
      const of = <T>(token: unknown) => api.app.get<T>(token as never);
      return new AlarmClock(of(POOL), of(KEEPER), of(Published), of(CONFIG), of(LOGGER));
    }
  });
});
