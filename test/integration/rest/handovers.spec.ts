import { randomUUID } from 'node:crypto';
import type { AlarmView, HandoverChange, HandoverItem } from '@haidang/contract';
import { DAY } from '@haidang/domain';
import { expirePapers } from '@haidang/store';
import { failOnLeaks, signInAs, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Api, newTransit, registerCountry } from './api.js';

failOnLeaks();

const ID = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const key = (n: number) => `alarm/${ID(n)}`;

withStore((store) => {
  let api: Api;
  let other: string;
  let auditor: string;
  const as = (token: string) => ({ authorization: `Bearer ${token}` });
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    other = await signInAs(store.pool, 'centre_operator');
    auditor = await signInAs(store.pool, 'auditor');
  });
  afterAll(() => api.close());

  const raise = (n: number, severity = 'major') =>
    store.pool.query(
      `insert into alarms (id, key, kind, severity, seal_id, start_at, raised_at, lat, lon, why) values ($1::uuid, $1::uuid::text, 'off_route', $2, 'S1',
        now(), now(), 0, 0, '{"rule":"off_route","settings":{},"measured":{"distance":700}}')`,
      [ID(n), severity],
    );
  const act = (n: number, what: string, body: object = {}) =>
    api.post(`/alarms/${ID(n)}/${what}`, { revision: 1, ...body });
  beforeEach(async () => {
    await store.pool.query(
      'truncate handovers, alarms, alarm_history, dispatches, outages, paper_imports, paper_entries',
    );
    await raise(1);
    await raise(2, 'critical');
  });

  const begin = async () => (await api.post('/handovers')).body;
  const read = async (id: string, token = api.token) => (await api.get(`/handovers/${id}`, as(token))).body;
  const give = (id: string, hash: string, token = api.token) =>
    api.post(`/handovers/${id}/give`, { hash }, as(token));
  const take = (id: string, hash: string, token = other) =>
    api.post(`/handovers/${id}/take`, { hash }, as(token));
  const given = async () => {
    const note = await begin();
    return (await give(note.id, note.hash)).body;
  };
  const keys = ({ items }: { items: HandoverItem[] }) => items.map((item) => item.key);
  const entered = async (id: string) => {
    const { rows } = await store.pool.query<{ kind: string; data: Record<string, unknown> }>(
      `select kind, data from ledger_inbox where subject = 'handover/' || $1 order by at, kind`,
      [id],
    );
    return rows;
  };

  it('is begun with all that is not done, the gravest first', async () => {
    await api.post('/facilities/PORT/outages', { reason: 'cable cut' });
    const patrol = { id: 'P1', name: 'Patrol 1', facilityId: 'PORT', contact: '0900' };
    await api.post('/patrols', patrol);
    await act(2, 'dispatch', { patrolId: 'P1', message: 'look' });
    await act(1, 'shelve', { until: new Date(Date.now() + 3_600_000).toISOString(), reason: 'works' });
    const note = await begin();
    expect(note).toMatchObject({
      ...{ state: 'draft', revision: 1, remark: '', changes: [], left: 0, organisationId: 'CENTRE' },
      counts: { alarm: 2, dispatch: 1, outage: 1, deadline: 0 },
      begunBy: 'Test shift_supervisor',
    });
    expect(keys(note).slice(0, 2)).toEqual([key(2), key(1)]);
    const [gravest, shelved, sent, outage] = note.items;
    expect(gravest.alarm).toMatchObject({ severity: 'critical', response: { patrol: 'Patrol 1' } });
    expect(shelved.alarm.shelved).toMatchObject({ reason: 'works' });
    expect(sent.dispatch).toMatchObject({ contact: '0900', alarmId: ID(2), alarmKind: 'off_route' });
    expect(outage.outage).toMatchObject({ reason: 'cable cut', facilityId: 'PORT' });
  });

  it('counts of each kind what is beyond what a shift reads, and what moves up is not new', async () => {
    await store.pool.query(
      `insert into patrols (id, name, kind, facility_id, contact) select 'Q' || n, 'Q', 'patrol', 'PORT', '0' from generate_series(1, 203) n;
       insert into dispatches (id, alarm_id, patrol_id, state, message, sent_at)
         select gen_random_uuid(), '${ID(1)}', 'Q' || n, 'sent', 'look', now() - interval '1 day' + make_interval(secs => n) from generate_series(1, 203) n`,
    );
    const note = await begin();
    expect(note).toMatchObject({
      counts: { alarm: 2, dispatch: 200 },
      leftOf: { alarm: 0, dispatch: 3, outage: 0, deadline: 0 },
    });
    await store.pool.query(`update dispatches set state = 'done' where patrol_id = 'Q1'`);
    const later = await read(note.id);
    expect(later.leftOf.dispatch).toBe(2);
    expect(later.changes).toMatchObject([{ what: 'gone' }]);
    // what was signed keeps what was counted then
    const signed = (await give(note.id, later.hash)).body;
    await store.pool.query(`update dispatches set state = 'done'`);
    expect(await read(note.id)).toMatchObject({
      ...{ leftOf: { dispatch: 2 }, given: { intact: true, hash: signed.given.hash } },
    });
    await store.pool.query('truncate dispatches');
    await store.pool.query(`delete from patrols where id like 'Q%'`);
  });

  it('of before the other kinds were counted says of none that they were more', async () => {
    const note = await begin();
    await store.pool.query(`update handovers set picture = picture - 'leftOf'`);
    expect(await read(note.id, auditor)).toMatchObject({
      leftOf: { alarm: 0, dispatch: 0, outage: 0, deadline: 0 },
    });
  });

  it('is one at a time', async () => {
    const { id } = await begin();
    expect(await api.post('/handovers')).toMatchObject({
      status: 409,
      body: { code: 'already_exists', handover: id },
    });
  });

  it('goes from one who signs to another who signs, and both stand in the ledger', async () => {
    const { id } = await begin();
    const written = await api.patch(`/handovers/${id}`, {
      ...{ revision: 1, remark: 'quiet night', notes: { [key(1)]: 'driver does not answer' } },
    });
    expect(written).toMatchObject({ status: 200, body: { revision: 2, remark: 'quiet night' } });
    const signed = (await give(id, written.body.hash)).body;
    expect(signed).toMatchObject({ state: 'given', given: { by: 'Test shift_supervisor', intact: true } });
    expect(signed.given.hash).toBe(written.body.hash);
    expect(signed.hash).not.toBe(signed.given.hash);
    const taken = await take(id, signed.hash);
    expect(taken).toMatchObject({
      status: 200,
      body: { state: 'taken', taken: { by: 'Test centre_operator', hash: signed.hash, intact: true } },
    });
    expect(taken.body.hash).toBeUndefined();
    expect(await entered(id)).toMatchObject([
      { kind: 'handover.begin', data: { organisationId: 'CENTRE' } },
      { kind: 'handover.change', data: { revision: 2, remark: 'quiet night' } },
      { kind: 'handover.give', data: { revision: 2, hash: written.body.hash, changes: 0 } },
      { kind: 'handover.take', data: { revision: 2, hash: signed.hash, given: written.body.hash } },
    ]);
    expect((await api.get('/handovers')).body.items).toMatchObject([
      { id, state: 'taken', counts: { alarm: 2 }, taken: { by: 'Test centre_operator' } },
    ]);
  });

  it('is taken over by somebody else than who handed over', async () => {
    const { id, hash } = await given();
    expect(await take(id, hash, api.token)).toMatchObject({ status: 403, body: { code: 'own_handover' } });
    expect((await read(id)).state).toBe('given');
  });

  it('is signed for what was seen: an alarm that changed meanwhile is shown as changed first', async () => {
    const { id, hash } = await begin();
    await act(1, 'acknowledge');
    await act(2, 'resolve', { ending: 'true' });
    await raise(3, 'minor');
    const refused = await give(id, hash);
    expect(refused).toMatchObject({ status: 409, body: { code: 'handover_changed' } });
    const now = refused.body.handover;
    expect(keys(now)).toEqual([key(1), key(3)]);
    const changes = now.changes as HandoverChange[];
    expect(changes).toMatchObject([
      { key: key(1), what: 'changed', fields: { state: ['open', 'acknowledged'] } },
      { key: key(3), what: 'new', fields: {} },
      { key: key(2), what: 'gone', fields: { state: ['open', 'resolved'], ending: [null, 'true'] } },
    ]);
    const signed = (await give(id, now.hash)).body;
    expect(signed).toMatchObject({ state: 'given', changes: [], given: { changes: now.changes } });
    expect(signed.given.intact).toBe(true);
  });

  it('is taken over as it was signed, with what changed since beside it', async () => {
    const { id, hash } = await given();
    await act(1, 'assign', { to: 'Lan' });
    expect(await take(id, hash)).toMatchObject({ status: 409, body: { code: 'handover_changed' } });
    const now = await read(id, other);
    expect(keys(now)).toEqual([key(2), key(1)]);
    expect((now.items[1] as { alarm: AlarmView }).alarm.assignee).toBeUndefined();
    expect(now.changes).toMatchObject([{ key: key(1), fields: { assignee: [null, 'Lan'] } }]);
    const taken = (await take(id, now.hash)).body;
    expect(taken).toMatchObject({ state: 'taken', changes: [], taken: { changes: now.changes } });
  });

  it('that was changed after it was signed is signed anew', async () => {
    const { id, revision, given: first } = await given();
    const changed = (await api.patch(`/handovers/${id}`, { revision, remark: 'more' }, as(other))).body;
    expect(changed).toMatchObject({ state: 'draft', revision: 2 });
    expect(changed.given).toBeUndefined();
    expect(await take(id, changed.hash)).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
    expect((await entered(id)).at(-1)!.data).toMatchObject({ remark: 'more', unsigned: first.hash });
    expect((await give(id, changed.hash, other)).body).toMatchObject({ state: 'given' });
  });

  it('that was taken over never changes, whoever tries', async () => {
    const { id, hash, revision } = await given();
    await take(id, hash);
    await act(1, 'acknowledge');
    expect(await read(id)).toMatchObject({ state: 'taken', changes: [], taken: { intact: true } });
    for (const answer of [
      await api.patch(`/handovers/${id}`, { revision, remark: 'x' }),
      await give(id, hash),
      await take(id, hash, api.token),
    ])
      expect(answer).toMatchObject({ status: 409, body: { code: 'wrong_state' } });
    await expect(
      store.as('serve').query(
        `with scope as (select enter_scope('${randomUUID()}', 'shift_supervisor', 'CENTRE'))
         update handovers set remark = 'x' from scope`,
      ),
    ).rejects.toThrow('a shift that was taken over is not changed');
    expect((await begin()).id).not.toBe(id);
  });

  it('that is not what was signed any more says so', async () => {
    const { id } = await given();
    await store.pool.query(`update handovers set remark = 'another' where id = $1`, [id]);
    expect((await read(id)).given.intact).toBe(false);
  });

  it('is written by one at a time', async () => {
    const { id } = await begin();
    await api.patch(`/handovers/${id}`, { revision: 1, remark: 'one' });
    const second = await api.patch(`/handovers/${id}`, { revision: 1, remark: 'two' });
    expect(second).toMatchObject({
      status: 409,
      body: { code: 'handover_changed', handover: { remark: 'one' } },
    });
  });

  it('has a word to what is in it, until the word is taken away', async () => {
    const { id } = await begin();
    const write = (revision: number, notes: Record<string, string>) =>
      api.patch(`/handovers/${id}`, { revision, notes });
    expect((await write(1, { [key(1)]: 'look again at six' })).body.notes).toEqual({
      [key(1)]: 'look again at six',
    });
    expect((await write(2, { [key(9)]: 'x' })).body).toMatchObject({ code: 'invalid_request' });
    // the word stays with one that was resolved meanwhile
    await act(1, 'resolve', { ending: 'false' });
    expect((await write(2, { [key(2)]: 'and this' })).body.notes).toMatchObject({
      [key(1)]: 'look again at six',
    });
    expect((await write(3, { [key(1)]: '' })).body.notes).toEqual({ [key(2)]: 'and this' });
  });

  it('is read by an auditor as it was looked at last, and not signed', async () => {
    const { id, hash } = await begin();
    await act(1, 'acknowledge');
    const seen = await read(id, auditor);
    expect(seen).toMatchObject({ state: 'draft', changes: [], counts: { alarm: 2 } });
    expect(seen.hash).toBeUndefined();
    expect(await give(id, hash, auditor)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  describe('of an office', () => {
    let officer: string;
    beforeAll(async () => {
      await store.pool.query(`insert into organisations (id, name, kind, parent_id) values
        ('OFFICE', 'Office', 'office', 'CENTRE'), ('OTHER', 'Other', 'office', 'CENTRE') on conflict do nothing`);
      officer = await signInAs(store.pool, 'customs_officer', 'OFFICE');
    });

    it('is its own: the centre reads it and does not sign it, another office does not see it', async () => {
      const { status, body } = await api.post('/handovers', undefined, as(officer));
      expect([status, body.organisationId, body.items]).toEqual([201, 'OFFICE', []]);
      // what the centre sees beyond it is not its
      expect(await read(body.id)).toMatchObject({ items: [], changes: [] });
      expect(await give(body.id, body.hash)).toMatchObject({ status: 403, body: { code: 'other_shift' } });
      const foreign = await signInAs(store.pool, 'customs_officer', 'OTHER');
      expect(await read(body.id, foreign)).toMatchObject({ code: 'handover_not_found' });
      expect((await api.get('/handovers', as(foreign))).body.items).toEqual([]);
      const port = await signInAs(store.pool, 'port_operator', 'OFFICE');
      expect((await api.get('/handovers', as(port))).body).toMatchObject({ code: 'forbidden' });
    });
  });

  it('goes when it is old, but for one that tells of what a hold keeps', async () => {
    const note = await given();
    await take(note.id, note.hash);
    const later = Date.now() + DAY;
    expect((await api.post('/transits', newTransit('HELD'))).status).toBe(201);
    await store.pool.query(`update alarms set transit_id = 'HELD'`);
    const hold = (await api.post('/holds', { transits: ['HELD'], reason: 'inquiry' })).body;
    expect(await expirePapers(store.pool, later, later)).toBe(0);
    await api.send('DELETE', `/holds/${hold.id}`, { reason: 'over' });
    expect(await expirePapers(store.pool, later, later)).toBe(1);
    expect((await api.get('/handovers')).body.items).toEqual([]);
  });
});
