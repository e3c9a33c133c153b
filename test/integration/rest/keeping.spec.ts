import { randomUUID } from 'node:crypto';
import { ensureCentre, insertUser, openSession, PERSON_ACTS, sequence, verifyLedger } from '@haidang/store';
import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Api, BOX_1, newTransit, registerCountry } from './api.js';

failOnLeaks();

withStore((store) => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    await api.post('/transits', newTransit('T1'));
  });
  afterAll(() => api.close());
  const chainAll = async () => {
    for (let done = await sequence(store.pool); done === 'elsewhere' || done.more;)
      done = await sequence(store.pool);
  };
  const entries = async (query: string) => {
    await chainAll();
    return (await api.get(`/ledger?${query}`)).body.items as {
      kind: string;
      data?: Record<string, unknown>;
    }[];
  };

  describe('a hold', () => {
    it('is placed on what there is, found, lifted once, and both are entered', async () => {
      const placed = await api.post('/holds', {
        transits: ['T1'],
        containers: [BOX_1],
        caseNumber: 'C-17',
        reason: 'inquiry',
      });
      expect(placed).toMatchObject({
        status: 201,
        body: { transits: ['T1'], containers: [BOX_1], caseNumber: 'C-17' },
      });
      const { id } = placed.body;
      expect((await api.get(`/holds/${id}`)).body).toEqual(placed.body);
      expect((await api.get('/holds?standing=true&transitId=T1')).body.items).toEqual([placed.body]);
      expect((await api.delete(`/holds/${id}`)).status).toBe(400);
      const lifted = await api.send('DELETE', `/holds/${id}`, { reason: 'over' });
      expect(lifted).toMatchObject({ status: 200, body: { id, liftReason: 'over' } });
      expect((await api.send('DELETE', `/holds/${id}`, { reason: 'again' })).body).toMatchObject({
        code: 'wrong_state',
      });
      expect((await api.get('/holds?standing=true')).body.items).toEqual([]);
      expect((await entries(`subject=hold/${id}`)).map(({ kind }) => kind)).toEqual([
        'hold.lift',
        'hold.place',
      ]);
    });

    it('names a case by its id, and is found by it', async () => {
      const id = randomUUID();
      await store.pool.query(
        `insert into cases (id, cause, source, kind, facility_id, opened_at) select $1::uuid, $1, 'person', 'damage', id, now() from facilities limit 1`,
        [id],
      );
      const placed = await api.post('/holds', { cases: [id], reason: 'inquiry' });
      expect(placed).toMatchObject({ status: 201, body: { transits: [], containers: [], cases: [id] } });
      expect((await api.get(`/holds?caseId=${id}`)).body.items).toEqual([placed.body]);
      expect((await api.get(`/holds?caseId=${randomUUID()}`)).body.items).toEqual([]);
      const unknown = await api.post('/holds', { cases: [id, randomUUID()], reason: 'inquiry' });
      expect(unknown.body).toMatchObject({ code: 'reference_unknown', errors: [{ path: 'cases.1' }] });
      await api.send('DELETE', `/holds/${placed.body.id}`, { reason: 'over' });
    });

    it.each([
      [{ transits: ['NONE'], reason: 'x' }, 422, 'reference_unknown'],
      [{ reason: 'x' }, 400, 'invalid_request'],
      [{ containers: ['CSQU3054384'], reason: 'x' }, 400, 'invalid_request'],
      [{ transits: ['T1'] }, 400, 'invalid_request'],
    ])('%j is refused', async (body, status, code) => {
      expect(await api.post('/holds', body)).toMatchObject({ status, body: { code } });
    });

    it('that is not there is not found', async () => {
      expect((await api.get(`/holds/${randomUUID()}`)).body).toMatchObject({ code: 'hold_not_found' });
    });
  });

  describe('a person', () => {
    const ALARM = '00000000-0000-4000-8000-000000000001';
    let token: string;
    let id: string;
    let name: string;
    let n = 0;
    const as = () => ({ authorization: `Bearer ${token}` });

    beforeEach(async () => {
      id = randomUUID();
      name = `Nguyễn Thị Lan ${n++}`;
      const organisationId = await ensureCentre(store.pool);
      await insertUser(store.pool, {
        ...{ id, username: `lan.${id}`, name, role: 'centre_operator', organisationId },
        ...{ passwordHash: null, mustChange: false },
      });
      const session = {
        userId: id,
        how: 'platform',
        lifeMs: 60_000,
        address: '10.1.2.3',
        agent: 'test',
      } as const;
      token = (await openSession(store.pool, session)).token;
      await store.pool.query('truncate alarms, alarm_history');
      await store.pool.query(
        `insert into alarms (id, key, kind, severity, seal_id, transit_id, start_at, raised_at, lat, lon, why) values ($1, 'K', 'off_route', 'major', 'S1', 'T1', now(), now(), 0, 0,
          '{"rule":"off_route","settings":{},"measured":{}}')`,
        [ALARM],
      );
      await api.post(`/alarms/${ALARM}/comment`, { revision: 1, text: 'đã gọi' }, as());
      await api.post(`/alarms/${ALARM}/assign`, { revision: 1, to: name });
    });

    it('gets all that is held, and no secret', async () => {
      await chainAll();
      const { body } = await api.get(`/persons/${id}/data`);
      expect(body).toMatchObject({
        user: { id, name, role: 'centre_operator' },
        sessions: [{ how: expect.any(String) as string }],
        alarmActs: [{ what: 'comment', by: name, data: { text: 'đã gọi' } }],
        assigned: [{ id: ALARM }],
        ledger: [{ kind: 'alarm.comment', by: { personId: id } }],
      });
      expect(JSON.stringify(body)).not.toMatch(/_hash|totp|token/i);
    });

    it('is forgotten: no name is left, what was done stays, the ledger is whole and says so', async () => {
      // what an outage leaves: said, entered from paper, and decided without a network
      await store.pool.query(
        `with facility as (select id from facilities limit 1), outage as (
           insert into outages (id, facility_id, reason, began_at, begun_by, begun_by_id)
             select gen_random_uuid(), id, 'line', now(), $2, $1 from facility),
         entered as (
           insert into paper_imports (id, facility_id, lines, repeated, entered_at, entered_by, entered_by_id)
             select gen_random_uuid(), id, 1, 0, now(), $2, $1 from facility returning id, facility_id),
         entry as (
           insert into paper_entries (facility_id, sheet, line, import_id, place, gate_id, direction, at, container, vouched_by, recorded_at,
               comparison, would_hold, differences)
             select facility_id, $1, 1, id, 1, 'G', 'out', now(), 'CSQU3054383', $2, now(), 'unseen', '{}', '[]' from entered)
         insert into offline_passages (gate_id, passage_id, facility_id, time, direction, verdict, reasons, decided_by, said, judged, recorded_at,
             recorded_by, recorded_by_id)
           select 'G', $1, id, now(), 'out', 'pass', '{}', $2, jsonb_build_object('decidedOffline', jsonb_build_object('by', $2)), '{}', now(), $2, $1
           from facility`,
        [id, name],
      );
      // a shift that was handed over and taken over, with alarms of the person's
      const note = (await api.post('/handovers', undefined, as())).body;
      const signed = (await api.post(`/handovers/${note.id}/give`, { hash: note.hash }, as())).body;
      expect((await api.post(`/handovers/${note.id}/take`, { hash: signed.hash })).body.items).toMatchObject([
        { alarm: { assignee: name } },
        { outage: { begunBy: name } },
      ]);
      expect((await api.get(`/persons/${id}/data`)).body).toMatchObject({
        outages: [{ begun_by: name }],
        paperImports: [{ entered_by: name }],
        offlinePassages: [{ decided_by: name, recorded_by: name }],
        handovers: [{ begun_by: name, given_by: name }],
      });
      const { status, body } = await api.post(`/persons/${id}/forget`, { reason: 'asked for it' });
      expect([status, body.pseudonym]).toEqual([
        200,
        expect.stringMatching(/^person-[0-9a-f]{10}$/) as string,
      ]);
      const { rows: tables } = await store.pool.query<{ name: string }>(
        `select c.table_name as name from information_schema.tables c where table_schema = 'public' and table_type = 'BASE TABLE'
          and table_name not in ('outbox', 'idempotency_keys')`,
      );
      for (const { name } of tables) {
        const { rows } = await store.pool.query<{ n: number }>(
          `select count(*)::int4 as n from "${name}" t where strpos(to_jsonb(t)::text, $1) > 0`,
          [name],
        );
        expect([name, rows[0]!.n]).toEqual([name, 0]);
      }
      const alarm = (await api.get(`/alarms/${ALARM}`)).body;
      expect(alarm).toMatchObject({
        assignee: body.pseudonym,
        comments: [{ by: body.pseudonym, text: 'đã gọi' }],
      });
      // it is what was signed, names apart
      expect((await api.get(`/handovers/${note.id}`)).body).toMatchObject({
        ...{ given: { by: body.pseudonym, intact: true }, taken: { intact: true } },
        items: [{ alarm: { assignee: body.pseudonym } }, { outage: { begunBy: body.pseudonym } }],
      });
      expect((await api.get('/alarms', as())).status).toBe(401);
      expect(await entries(`subject=person/${id}`)).toMatchObject([
        { kind: 'keeping.forget', data: { reason: 'asked for it' } },
      ]);
      expect(await entries(`personId=${id}&kind=alarm.comment`)).toHaveLength(1);
      const report = await verifyLedger(store.pool);
      expect(report.fault).toBeUndefined();
      expect(report.forgotten).toBeGreaterThan(0);
    });

    it('is looked for wherever it stands who did something', async () => {
      const { rows } = await store.pool.query<{ act: string }>(
        `select table_name || '.' || column_name as act from information_schema.columns
          where table_schema = 'public' and column_name ~ '(^|_)(by|assignee)_id$'
            and table_name in (select relname from pg_class where relkind in ('r', 'p') and not relispartition)`,
      );
      const known = PERSON_ACTS.map(([table, , column]) => `${table}.${column}`);
      expect(known).toEqual(expect.arrayContaining(rows.map(({ act }) => act)));
    });

    it('is not while a hold keeps a case in which the person acted', async () => {
      const caseId = randomUUID();
      await store.pool.query(
        `insert into cases (id, cause, source, kind, facility_id, opened_at) select $1::uuid, $1, 'person', 'damage', id, now() from facilities limit 1`,
        [caseId],
      );
      await store.pool.query(
        `insert into case_acts (case_id, what, by, by_id, text) values ($1, 'comment', 'x', $2, 'x')`,
        [caseId, id],
      );
      const hold = (await api.post('/holds', { cases: [caseId], reason: 'inquiry' })).body;
      expect((await api.post(`/persons/${id}/forget`, { reason: 'x' })).body).toMatchObject({
        code: 'under_hold',
      });
      await api.send('DELETE', `/holds/${hold.id}`, { reason: 'over' });
      expect((await api.post(`/persons/${id}/forget`, { reason: 'x' })).status).toBeLessThan(300);
    });

    it('is not while a hold keeps what the person did, nor by the person', async () => {
      const hold = (await api.post('/holds', { transits: ['T1'], reason: 'inquiry' })).body;
      expect(await api.post(`/persons/${id}/forget`, { reason: 'x' })).toMatchObject({
        status: 409,
        body: { code: 'under_hold' },
      });
      await api.send('DELETE', `/holds/${hold.id}`, { reason: 'over' });
      expect(await api.post(`/persons/${id}/forget`, { reason: 'x' }, as())).toMatchObject({ status: 403 });
      const { rows } = await store.pool.query<{ id: string }>(
        `select id from users where role = 'administrator'`,
      );
      expect((await api.post(`/persons/${rows[0]!.id}/forget`, { reason: 'x' })).body).toMatchObject({
        code: 'in_use',
      });
      expect((await api.get(`/persons/${randomUUID()}/data`)).body).toMatchObject({
        code: 'person_not_found',
      });
    });
  });
});
