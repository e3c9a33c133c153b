import { DAY, MINUTE } from '@haidang/domain';
import { expireTrainings, forgetPerson, readPersonData, sequenceAll } from '@haidang/store';
import { failOnLeaks, signInAs, waitFor, withStore } from '@haidang/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { AlarmView, TrainingDeskView } from '@haidang/contract';
import { TrainingEnds } from '../../../apps/platform/src/training/training-ends.js';
import { MOST_RUNNING, Sandboxes } from '../../../apps/platform/src/training/sandboxes.js';
import { Api, registerCountry } from './api.js';

failOnLeaks();

withStore((store) => {
  let api: Api;
  /** By a name of the test: its bearer's header and id. */
  const people = new Map<string, { readonly headers: Record<string, string>; readonly id: string }>();

  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    const office = { id: 'OFFICE', name: 'Office', kind: 'office', parentId: await centre() };
    expect((await api.post('/organisations', office)).status).toBe(201);
    await enter('supervisor', 'shift_supervisor');
    await enter('trainee', 'centre_operator');
    await enter('other', 'customs_officer');
    await enter('administrator', 'administrator');
    await enter('auditor', 'auditor');
    await enter('stranger', 'centre_operator', 'OFFICE');
    await enter('office supervisor', 'shift_supervisor', 'OFFICE');
  });
  afterAll(() => api.close());
  afterEach(async () => {
    for (const { id } of (await api.get('/training', of('supervisor'))).body.items)
      await api.post(`/training/${id}/stop`, {}, of('supervisor'));
    await store.pool.query('delete from training_sessions');
  });

  const of = (name: string) => people.get(name)!.headers;
  const idOf = (name: string) => people.get(name)!.id;
  async function centre(): Promise<string> {
    return (await api.get('/session')).body.person.organisation.id as string;
  }
  async function enter(name: string, role: Parameters<typeof signInAs>[1], at?: string): Promise<void> {
    const headers = { authorization: `Bearer ${await signInAs(store.pool, role, at)}` };
    people.set(name, { headers, id: (await api.get('/session', headers)).body.person.id });
  }
  const give = (scenario: string, more: object = {}, by = 'supervisor') =>
    api.post('/training', { scenario, traineeId: idOf('trainee'), speed: 30, ...more }, of(by));
  async function begun(scenario: string, name = 'trainee', speed = 30): Promise<string> {
    const { body } = await give(scenario, { traineeId: idOf(name), speed });
    expect((await api.post(`/training/${body.id}/begin`, {}, of(name))).status).toBe(200);
    return body.id as string;
  }
  const desk = async (id: string, name = 'trainee') =>
    (await api.get(`/training/${id}/desk`, of(name))).body as TrainingDeskView;
  const alarmOf = async (id: string, kind: string, name = 'trainee') =>
    (await desk(id, name)).alarms.find((alarm) => alarm.kind === kind);
  const awaitAlarm = async (id: string, kind: string, name = 'trainee'): Promise<AlarmView> => {
    await waitFor(async () => (await alarmOf(id, kind, name)) !== undefined, 20_000);
    return (await alarmOf(id, kind, name))!;
  };
  /** Bound to what is seen just now. */
  async function act(id: string, kind: string, what: string, more: object = {}, name = 'trainee') {
    const { id: alarmId, revision, acts = 0 } = (await alarmOf(id, kind, name))!;
    return api.post(
      `/training/${id}/alarms/${alarmId}/act`,
      { act: what, revision, acts, ...more },
      of(name),
    );
  }

  /** Every row of every table but those that a session and its calls may write, as one hash a table. */
  async function everything(): Promise<Record<string, string>> {
    const { rows: tables } = await store.pool.query<{ name: string }>(
      `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = current_schema() and c.relkind in ('r', 'p') and not c.relispartition`,
    );
    const names = tables.map(({ name }) => name).filter((name) => !OF_A_SESSION.has(name));
    expect(names).toContain('alarms');
    const hashes = await Promise.all(
      names.map(async (name) => {
        const { rows } = await store.pool.query<{ hash: string }>(
          `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash from ${name} t`,
        );
        return [name, rows[0]!.hash] as const;
      }),
    );
    return Object.fromEntries(hashes);
  }

  /** All that is counted of the road, the gates and the live feed; what is counted only once it happens would be a line more. */
  async function counted(): Promise<string[]> {
    const { body } = await api.get(`${api.origin}/metrics`);
    return String(body)
      .split('\n')
      .filter((line) => /^haidang_/.test(line) && !/^haidang_ledger_/.test(line));
  }

  it('are listed by their state', async () => {
    const { body } = await give('cut-seal');
    const listed = async (state: string) =>
      (await api.get(`/training?state=${state}`, of('trainee'))).body.items.map(
        ({ id }: { id: string }) => id,
      );
    expect([await listed('waiting'), await listed('running,ended')]).toEqual([[body.id], []]);
    expect((await api.post(`/training/${body.id}/begin`, {}, of('trainee'))).status).toBe(200);
    expect([await listed('waiting'), await listed('running,ended')]).toEqual([[], [body.id]]);
  });

  it('a whole session touches nothing real, and comes to the score that it is worth', async () => {
    const [before, counts] = [await everything(), await counted()];
    expect(counts).toContain('haidang_commit_seconds_count 0');
    const id = await begun('cut-seal');
    const cut = await awaitAlarm(id, 'seal_tampered');
    expect(cut).toMatchObject({
      severity: 'critical',
      state: 'open',
      sealId: 'HL-101',
      transitId: 'HL-101-01',
    });
    expect((await api.get(`/alarms/${cut.id}`)).body.code).toBe('alarm_not_found');
    expect((await act(id, 'seal_tampered', 'see')).status).toBe(200);
    expect((await act(id, 'seal_tampered', 'acknowledge')).body.state).toBe('acknowledged');
    expect((await act(id, 'seal_tampered', 'assign')).body.assigneeId).toBe(idOf('trainee'));
    expect((await act(id, 'seal_tampered', 'comment', { text: 'sending' })).body.comments).toHaveLength(1);
    const { responders } = (await api.get(`/training/${id}/alarms/${cut.id}/file`, of('trainee'))).body;
    const patrolId = responders.items[0].id as string;
    const sent = await act(id, 'seal_tampered', 'dispatch', { patrolId, message: 'look at the seal' });
    expect(sent.body.response).toMatchObject({ patrolId, state: 'sent' });
    // those who were sent tell by themselves; the story has them find it cut
    await waitFor(async () => (await alarmOf(id, 'seal_tampered'))?.response?.state === 'done', 10_000);
    const file = (await api.get(`/training/${id}/alarms/${cut.id}/file`, of('trainee'))).body;
    expect(file.dispatches.items[0]).toMatchObject({ state: 'done', outcome: 'confirmed' });
    expect(file.history.items.map(({ what }: { what: string }) => what)).toEqual([
      ...['opened', 'acknowledge', 'assign', 'comment', 'dispatch', 'field', 'field', 'field'],
    ]);
    expect((await act(id, 'seal_tampered', 'resolve', { ending: 'true' })).body).toMatchObject({
      state: 'resolved',
      ending: 'true',
    });
    const track = (await api.get(`/training/${id}/seals/HL-101/track`, of('trainee'))).body.items;
    expect(track.some(({ events }: { events?: string[] }) => events?.includes('rope_cut'))).toBe(true);
    const done = await api.post(`/training/${id}/finish`, {}, of('trainee'));
    expect(done.body).toMatchObject({ state: 'ended', ending: 'finished', points: 4, pointsOf: 4 });
    expect(done.body.sheet).toMatchObject({
      ...{ points: 4, of: 4, missed: 0, falseResolutions: 0, needlessDispatches: 0, refusedActs: 0, acts: 5 },
      lines: [
        {
          ...{
            kind: 'seal_tampered',
            sealId: 'HL-101',
            counts: true,
            points: 4,
            of: 4,
            goal: 180,
            sent: true,
          },
          // 150 s of the story at thirty times its speed
          ...{ raisedAfter: 5, ending: 'true', missed: false },
        },
        { kind: 'low_battery', counts: false, points: 0, of: 0, missed: true },
      ],
    });
    expect(await everything()).toEqual(before);
    expect(await counted()).toEqual(counts);
    await sequenceAll(store.pool);
    const { rows } = await store.pool.query<{ kind: string; person_id: string }>(
      'select kind, person_id from ledger where subject = $1 order by position',
      [`training/${id}`],
    );
    expect(rows).toEqual([
      { kind: 'training.start', person_id: idOf('supervisor') },
      { kind: 'training.begin', person_id: idOf('trainee') },
      { kind: 'training.end', person_id: idOf('trainee') },
    ]);
  }, 60_000);

  it('a wrong ending and a patrol without need cost a point each; the score is never under nothing', async () => {
    const id = await begun('permitted');
    await awaitAlarm(id, 'unauthorised_unlock');
    // customs has opened it, and says so a while after
    await waitFor(async () => (await alarmOf(id, 'unauthorised_unlock'))?.comments.length === 1, 10_000);
    expect((await alarmOf(id, 'unauthorised_unlock'))!.comments[0]).toMatchObject({
      by: 'Chi cục Hải quan Mộc Bài',
    });
    await act(id, 'unauthorised_unlock', 'dispatch', { patrolId: 'HL-TT-SAIGON', message: 'look' });
    expect((await act(id, 'unauthorised_unlock', 'resolve', { ending: 'true' })).status).toBe(200);
    const again = await act(id, 'unauthorised_unlock', 'acknowledge', {});
    expect(again.body).toMatchObject({ code: 'wrong_state', state: 'resolved' });
    await awaitAlarm(id, 'unscheduled_stop');
    await act(id, 'unscheduled_stop', 'resolve', { ending: 'permitted' });
    const { sheet } = (await api.post(`/training/${id}/finish`, {}, of('trainee'))).body;
    // seen and heeded; seen, heeded and right; less one for the ending and one for the patrol
    expect(sheet).toMatchObject({
      points: 2 + 3 - 1 - 1,
      of: 6,
      falseResolutions: 1,
      needlessDispatches: 1,
      refusedActs: 1,
    });
  }, 60_000);

  it('what was seen too long ago is not acted on', async () => {
    const id = await begun('cut-seal');
    const { id: alarmId } = await awaitAlarm(id, 'seal_tampered');
    const call = (body: object) => api.post(`/training/${id}/alarms/${alarmId}/act`, body, of('trainee'));
    expect((await call({ act: 'acknowledge', revision: 7, acts: 0 })).body.code).toBe('alarm_changed');
    const late = await call({ act: 'acknowledge', revision: 1, acts: 9 });
    expect(late.body).toMatchObject({ code: 'alarm_acted_on', alarm: { id: alarmId } });
    expect((await call({ act: 'field', state: 'accepted' })).body.code).toBe('dispatch_not_found');
    expect((await call({ act: 'dispatch', revision: 1, patrolId: 'X', message: 'go' })).body.code).toBe(
      'patrol_not_found',
    );
    const until = new Date(Date.now() - MINUTE).toISOString();
    expect((await call({ act: 'shelve', revision: 1, until, reason: 'later' })).body.code).toBe(
      'invalid_request',
    );
    expect((await call({ act: 'no such act' })).status).toBe(400);
    expect((await desk(id)).alarms.find((alarm) => alarm.id === alarmId)?.state).toBe('open');
  }, 30_000);

  describe('whose it is', () => {
    it('a supervisor and an administrator give it to people of their own organisation alone', async () => {
      const listed = (await api.get('/training/people', of('supervisor'))).body.items as { id: string }[];
      expect(listed.map(({ id }) => id)).toContain(idOf('trainee'));
      expect(listed.map(({ id }) => id)).not.toContain(idOf('stranger'));
      expect((await api.get('/training/people', of('administrator'))).body.items).toEqual(listed);
      const strange = await give('cut-seal', { traineeId: idOf('stranger') });
      expect(strange.body).toMatchObject({ code: 'reference_unknown', errors: [{ path: 'traineeId' }] });
      expect((await give('cut-seal', { traineeId: idOf('auditor') })).body.code).toBe('reference_unknown');
      expect((await give('no-such')).body).toMatchObject({ code: 'reference_unknown' });
      expect((await give('cut-seal', { speed: 3 })).body.code).toBe('invalid_request');
      expect((await give('cut-seal', {}, 'trainee')).body.code).toBe('forbidden');
      expect((await give('cut-seal', {}, 'administrator')).status).toBe(201);
    });

    it('a person has one at a time', async () => {
      const first = (await give('cut-seal')).body.id as string;
      expect((await give('flood')).body.code).toBe('already_exists');
      const back = await api.post(`/training/${first}/stop`, {}, of('supervisor'));
      expect(back.body).toMatchObject({ state: 'ended', ending: 'withdrawn' });
      expect(back.body.points).toBeUndefined();
      expect((await give('flood')).status).toBe(201);
    });

    it('only the trainee begins it and works in it; to others its desk is not there', async () => {
      const { id } = (await give('cut-seal')).body;
      expect((await api.post(`/training/${id}/begin`, {}, of('supervisor'))).body.code).toBe(
        'training_not_found',
      );
      expect((await api.post(`/training/${id}/begin`, {}, of('trainee'))).status).toBe(200);
      expect((await api.post(`/training/${id}/begin`, {}, of('trainee'))).body.code).toBe('wrong_state');
      const { id: alarmId } = await awaitAlarm(id, 'seal_tampered');
      for (const name of ['supervisor', 'other', 'stranger']) {
        expect((await api.get(`/training/${id}/desk`, of(name))).body.code).toBe('training_not_found');
        const body = { act: 'acknowledge', revision: 1 };
        const acted = await api.post(`/training/${id}/alarms/${alarmId}/act`, body, of(name));
        expect(acted.body.code).toBe('training_not_found');
        expect((await api.post(`/training/${id}/finish`, {}, of(name))).body.code).toBe('training_not_found');
      }
      expect((await alarmOf(id, 'seal_tampered'))!.state).toBe('open');
    }, 30_000);

    it('it is read by the trainee, by those who lead them and by auditors', async () => {
      const id = await begun('cut-seal');
      const sees = async (name: string) => {
        const [one, all] = [await api.get(`/training/${id}`, of(name)), await api.get('/training', of(name))];
        expect(all.body.items.some((item: { id: string }) => item.id === id)).toBe(one.status === 200);
        return one;
      };
      // as it stands now, but not to who works in it
      expect((await sees('supervisor')).body.sheet).toMatchObject({ points: 0 });
      expect((await sees('administrator')).body.sheet).toBeDefined();
      expect((await sees('auditor')).body.sheet).toBeDefined();
      // nor what it is about, before it is over
      const own = (await sees('trainee')).body;
      expect([own.sheet, own.scenario]).toEqual([undefined, undefined]);
      for (const name of ['other', 'stranger', 'office supervisor'])
        expect((await sees(name)).body.code).toBe('training_not_found');
      await api.post(`/training/${id}/stop`, {}, of('supervisor'));
      expect((await sees('trainee')).body).toMatchObject({ scenario: 'cut-seal', sheet: { of: 0 } });
    });
  });

  it('two sessions at a time know nothing of one another', async () => {
    const first = await begun('cut-seal');
    const second = await begun('cut-seal', 'other');
    const [mine, theirs] = [
      await awaitAlarm(first, 'seal_tampered'),
      await awaitAlarm(second, 'seal_tampered', 'other'),
    ];
    expect(mine.id).not.toBe(theirs.id);
    await act(first, 'seal_tampered', 'acknowledge');
    expect((await alarmOf(second, 'seal_tampered', 'other'))!.state).toBe('open');
    const across = await api.post(
      `/training/${first}/alarms/${theirs.id}/act`,
      { act: 'acknowledge', revision: 1 },
      of('trainee'),
    );
    expect(across.body.code).toBe('alarm_not_found');
    const stopped = await api.post(`/training/${first}/stop`, {}, of('supervisor'));
    expect(stopped.body).toMatchObject({ ending: 'stopped', points: 2, pointsOf: 4 });
    expect(await desk(first)).toMatchObject({ state: 'ended', alarms: [] });
    expect((await desk(second, 'other')).alarms).not.toHaveLength(0);
  }, 30_000);

  it('only what changed is told again', async () => {
    const id = await begun('cut-seal');
    await awaitAlarm(id, 'seal_tampered');
    const { version } = await desk(id);
    const after = async () => (await api.get(`/training/${id}/desk?after=${version}`, of('trainee'))).body;
    expect((await after()).alarms).toEqual([]);
    await act(id, 'seal_tampered', 'acknowledge');
    expect((await after()).alarms.map(({ kind }: AlarmView) => kind)).toEqual(['seal_tampered']);
  }, 30_000);

  describe('how it ends', () => {
    it('by itself two minutes after the story, with what was done until then', async () => {
      const id = await begun('cut-seal');
      const { endsAt } = api.app.get(Sandboxes).find(id)!;
      await api.app.get(TrainingEnds).look(endsAt);
      const { body } = await api.get(`/training/${id}`, of('trainee'));
      expect(body).toMatchObject({ state: 'ended', ending: 'over', points: 0, pointsOf: 4 });
      expect(body.sheet).toMatchObject({ missed: 1, told: 480, seconds: 480 });
      expect(api.app.get(Sandboxes).find(id)).toBeUndefined();
      expect((await api.post(`/training/${id}/finish`, {}, of('trainee'))).body.code).toBe('wrong_state');
      await sequenceAll(store.pool);
      const { rows } = await store.pool.query(
        `select person_id from ledger where subject = $1 and kind = 'training.end'`,
        [`training/${id}`],
      );
      expect(rows).toEqual([{ person_id: null }]);
    });

    it('as interrupted where the platform stopped, without a score', async () => {
      const id = await begun('cut-seal');
      const waiting = (await give('flood', { traineeId: idOf('other') })).body.id as string;
      const next = await Api.open(store);
      try {
        const { body } = await next.get(`/training/${id}`, of('trainee'));
        expect(body).toMatchObject({ state: 'ended', ending: 'interrupted' });
        expect(body.points).toBeUndefined();
        // who has not begun begins later
        expect((await next.get(`/training/${waiting}`, of('other'))).body.state).toBe('waiting');
      } finally {
        await next.close();
      }
    });

    it('no more than so many run at a time', async () => {
      const sandboxes = api.app.get(Sandboxes);
      const id = await begun('cut-seal');
      const { setting } = sandboxes.find(id)!;
      for (let n = 1; n < MOST_RUNNING; n++) sandboxes.open(`more ${n}`, setting.recording, setting);
      const { body } = await give('cut-seal', { traineeId: idOf('other') });
      const full = await api.post(`/training/${body.id}/begin`, {}, of('other'));
      expect(full.body.code).toBe('unavailable');
      for (let n = 1; n < MOST_RUNNING; n++) sandboxes.close(`more ${n}`);
      expect((await api.post(`/training/${body.id}/begin`, {}, of('other'))).status).toBe(200);
    });
  });

  describe('what is kept of it', () => {
    it('goes after its days; what waits for long goes as well', async () => {
      const ended = await begun('cut-seal');
      await api.post(`/training/${ended}/finish`, {}, of('trainee'));
      await give('cut-seal', { traineeId: idOf('other') });
      const now = Date.now();
      expect(await expireTrainings(store.pool, now - DAY, now)).toBe(0);
      expect(await expireTrainings(store.pool, now + DAY, now)).toBe(2);
    });

    it('is in a person’s data, and has their pseudonym once they are forgotten', async () => {
      await enter('leaver', 'customs_officer', 'OFFICE');
      const session = { traineeId: idOf('leaver') };
      const { id } = (await give('cut-seal', session, 'office supervisor')).body;
      const data = await readPersonData(store.pool, idOf('leaver'));
      expect(data!.trainings).toMatchObject([{ id, trainee: 'Test customs_officer', scenario: 'cut-seal' }]);
      const giver = await readPersonData(store.pool, idOf('office supervisor'));
      expect(giver!.trainings).toMatchObject([{ id, trainee: null }]);
      const forgetting = { at: Date.now(), by: null, reason: 'test' };
      const pseudonym = await forgetPerson(store.pool, idOf('leaver'), forgetting);
      const { body } = await api.get(`/training/${id}`, of('office supervisor'));
      expect(body.trainee).toBe(pseudonym);
    });
  });
});

/** The session's own, what is entered of it, and what any call of a signed-in person leaves. */
const OF_A_SESSION = new Set([
  'training_sessions',
  'ledger',
  'ledger_data',
  'ledger_inbox',
  'ledger_checkpoints',
  'sessions',
  'idempotency_keys',
  'scope_memos',
]);
