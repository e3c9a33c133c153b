import { randomUUID } from 'node:crypto';
import { expireEvidence } from '@haidang/store';
import { failOnLeaks, PDF, signInAs, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ago, BOX, form, Harbour, OTHER } from '../port/harbour.js';

failOnLeaks();

withStore((store) => {
  let harbour: Harbour;
  let auditor: string;
  let carrier: string;
  beforeAll(async () => {
    harbour = await Harbour.open(store);
    await store.pool.query(`
      insert into organisations (id, name, kind) values ('CARRIER', 'a carrier', 'carrier');
      update declarations set company_id = '0200100200' where number = 'D1';
      insert into routes (id, name, from_id, to_id, legs) values ('R', 'x', 'LACHHUYEN', 'CATLAI', '[]');
      insert into transits (id, number, declaration, regime, from_id, to_id, carrier_id, plate, route_id, state, created_at)
        values ('T', 'T', 'D1', 'transit', 'LACHHUYEN', 'CATLAI', 'CARRIER', 'x', 'R', 'registered', now());
      insert into transit_containers (transit_id, position, number) values ('T', 1, '${OTHER}')`);
    auditor = await signInAs(store.pool, 'auditor', 'CENTRE');
    carrier = await signInAs(store.pool, 'carrier', 'CARRIER');
  });
  afterAll(() => harbour.close());
  beforeEach(async () => {
    await harbour.clear();
    await store.pool.query('truncate alarms, outbox');
  });

  const officer = (path: string, body: object) => harbour.post(path, body, harbour.officer);
  const land = (container: string = BOX) => harbour.report(form('14', { container }));
  const exit = async (container: string = BOX) =>
    (
      await harbour.post('/gates/LACH-1/passages', {
        ...{ id: randomUUID(), time: ago(0), direction: 'out', container },
      })
    ).body as { verdict: string; reasons: string[] };
  /** A case by hand, by the port. */
  const open = async (more: object = {}) => {
    const body = { facilityId: 'LACHHUYEN', container: BOX, description: 'a dent', ...more };
    const opened = await harbour.post('/cases', body);
    expect(opened.status, JSON.stringify(opened.body)).toBe(201);
    return opened.body as { id: string; number: string };
  };
  const ledger = async (kind: string) => {
    const { rows } = await store.pool.query<{ data: Record<string, unknown> }>(
      'select data from ledger_inbox where kind = $1 order by at desc',
      [kind],
    );
    return rows.map(({ data }) => data);
  };

  describe('a port’s report of what does not agree', () => {
    it('is a case at once, of the container, its declaration and company; the container stands apart and no gate lets it out', async () => {
      await harbour.allow(BOX);
      await land();
      const report = form('18', {
        container: BOX,
        kind: 'carrier_seal',
        expected: 'A',
        found: 'B',
        note: 'cut',
      });
      const told = await harbour.report(report);
      const { items } = (await harbour.get('/cases?state=open')).body;
      expect(items).toMatchObject([
        {
          ...{ kind: 'seal', source: 'port', state: 'open', facilityId: 'LACHHUYEN', container: BOX },
          ...{ declaration: 'D1', companyId: '0200100200', portMessageId: told.body.id, segregated: true },
          ...{ description: 'cut', details: { form: '18', expected: 'A', found: 'B' } },
        },
      ]);
      expect(items[0].number).toMatch(/^VV-\d{6}$/);
      expect(await exit()).toMatchObject({ verdict: 'hold', reasons: ['segregated'] });
      // said again it is the same one
      await harbour.report(report);
      expect((await harbour.get('/cases')).body.items).toHaveLength(1);
      expect((await harbour.get(`/containers/${BOX}`)).body.discrepancies).toMatchObject([
        { id: items[0].id },
      ]);
      expect(await ledger('case.open')).toMatchObject([{ number: items[0].number, setApart: true }]);
      // emptied meanwhile it still stands apart
      await harbour.report(form('20', { container: BOX }));
      expect(await exit()).toMatchObject({ verdict: 'hold', reasons: ['segregated'] });
      // an officer's word frees it, and the port is told
      const decided = await officer(`/cases/${items[0].id}/decide`, {
        decision: 'release',
        reason: 'looked at',
      });
      expect(decided.body).toMatchObject({ state: 'decided', segregated: false, decision: 'release' });
      expect(await harbour.stays(BOX)).toMatchObject([{ state: 'landed' }]);
      expect((await harbour.get('/notices?form=case')).body.items).toMatchObject([{ containers: [BOX] }]);
      expect(await exit()).toMatchObject({ verdict: 'pass' });
    });

    it('of bulk goods is one without a container', async () => {
      const goods = { description: 'gạo', packages: 10 };
      await harbour.allow(null);
      await harbour.report(form('19', { goods, kind: 'quantity', declaration: 'D1', found: '9' }));
      const [found] = (await harbour.get('/cases?companyId=0200100200')).body.items;
      expect(found).toMatchObject({ kind: 'quantity', declaration: 'D1', segregated: false });
      expect(found.container).toBeUndefined();
    });
  });

  describe('the way of a case', () => {
    it('does not show the timeline of a transit that is none of the port’s', async () => {
      await store.pool.query(`
        insert into transits (id, number, declaration, regime, from_id, to_id, plate, route_id, state, created_at)
          values ('FAR', 'FAR', 'D1', 'transit', 'CATLAI', 'CATLAI', 'x', 'R', 'registered', now())`);
      const { id } = await open();
      await store.pool.query(`update cases set transit_id = 'FAR' where id = $1`, [id]);
      expect((await harbour.get(`/cases/${id}`)).status).toBe(200);
      const told = await harbour.get('/transits/FAR/timeline');
      expect(told).toMatchObject({ status: 404, body: { code: 'transit_not_found' } });
    });

    it('opened by hand, assigned, set apart, decided twice, closed; each with who, when and why', async () => {
      await harbour.allow(BOX);
      await land();
      const { id, number } = await open({ kind: 'damage' });
      expect((await officer(`/cases/${id}/assign`, { to: 'Lan Phạm' })).body).toMatchObject({
        ...{ state: 'under_check', assignee: 'Lan Phạm' },
      });
      const apart = await officer(`/cases/${id}/segregate`, { reason: 'to be scanned' });
      expect(apart.body).toMatchObject({ segregated: true, state: 'under_check' });
      expect(await harbour.stays(BOX)).toMatchObject([{ state: 'segregated' }]);
      expect(await exit()).toMatchObject({ verdict: 'hold', reasons: ['segregated'] });
      const [notice] = (await harbour.get('/notices?form=case')).body.items;
      expect((await harbour.get(`/notices/${notice.id}`)).body.message.lines).toEqual([
        { case: number, caseId: id, order: 'segregate', container: BOX, reason: 'to be scanned' },
      ]);
      await harbour.post(`/cases/${id}/comment`, { text: 'it stands in row 7' });
      // a fine does not free it, and what is not decided is not closed
      expect((await officer(`/cases/${id}/close`, { outcome: 'confirmed', reason: 'x' })).body.code).toBe(
        'wrong_state',
      );
      await officer(`/cases/${id}/decide`, { decision: 'fine', reason: 'five million' });
      expect(await exit()).toMatchObject({ verdict: 'hold', reasons: ['segregated'] });
      await officer(`/cases/${id}/decide`, { decision: 'release', reason: 'paid' });
      expect(await exit()).toMatchObject({ verdict: 'pass' });
      const closed = await officer(`/cases/${id}/close`, {
        outcome: 'confirmed',
        reason: 'the seal was cut',
      });
      expect(closed.body).toMatchObject({
        state: 'closed',
        outcome: 'confirmed',
        outcomeReason: 'the seal was cut',
      });
      expect((await officer(`/cases/${id}/assign`, { to: 'x' })).body).toMatchObject({
        ...{ code: 'wrong_state', state: 'closed', allowed: ['open', 'under_check', 'decided'] },
      });
      const { history } = (await harbour.get(`/cases/${id}`)).body;
      expect(history).toMatchObject([
        { what: 'open', text: 'a dent' },
        { what: 'assign', data: { to: 'Lan Phạm' } },
        { what: 'segregate', text: 'to be scanned' },
        { what: 'comment', text: 'it stands in row 7' },
        { what: 'decide', text: 'five million', data: { decision: 'fine' } },
        { what: 'decide', text: 'paid', data: { decision: 'release', freed: true } },
        { what: 'close', data: { outcome: 'confirmed' } },
      ]);
      for (const { by, at } of history) expect([typeof by, typeof at]).toEqual(['string', 'string']);
      for (const what of ['assign', 'segregate', 'comment', 'close'])
        expect(await ledger(`case.${what}`)).toHaveLength(1);
      const { rows } = await store.pool.query(
        `select payload ->> 'state' as state from outbox where topic = 'case' order by id`,
      );
      expect(rows.map(({ state }) => state)).toEqual([
        ...['open', 'under_check', 'under_check', 'under_check', 'decided', 'decided', 'closed'],
      ]);
    });

    it('seen at a gate’s passage is of that gate and names the passage, told or not yet', async () => {
      const passage = { gateId: 'LACH-1', id: 'gatehouse-1', time: ago(1) };
      const { id } = await open({ passage });
      expect((await harbour.get(`/cases/${id}`)).body).toMatchObject({
        ...{ source: 'person', gateId: 'LACH-1', facilityId: 'LACHHUYEN', details: { passages: [passage] } },
      });
      const elsewhere = {
        facilityId: 'LACHHUYEN',
        description: 'x',
        passage: { ...passage, gateId: 'NONE' },
      };
      expect((await harbour.post('/cases', elsewhere)).body).toMatchObject({
        ...{ code: 'reference_unknown', errors: [{ path: 'passage.gateId' }] },
      });
    });

    it('a container that two cases keep apart is free when both say so', async () => {
      await harbour.allow(BOX);
      await land();
      const [one, two] = [await open(), await open()];
      for (const { id } of [one, two]) await officer(`/cases/${id}/segregate`, { reason: 'x' });
      await officer(`/cases/${one.id}/decide`, { decision: 'release', reason: 'x' });
      expect(await exit()).toMatchObject({ verdict: 'hold', reasons: ['segregated'] });
      await officer(`/cases/${two.id}/decide`, { decision: 'release', reason: 'x' });
      expect(await harbour.stays(BOX)).toMatchObject([{ state: 'landed' }]);
      expect(await exit()).toMatchObject({ verdict: 'pass' });
    });

    it('an officer’s override lets out what stands apart, and memory that is behind does not', async () => {
      await harbour.allow(BOX);
      await land();
      const { id } = await open();
      // as another process would: the gates' memory is not told
      await store.pool.query(`update stays set state = 'segregated' where container = $1`, [BOX]);
      expect(await exit()).toMatchObject({ verdict: 'hold', reasons: ['segregated'] });
      await officer(`/cases/${id}/decide`, { decision: 'seize', reason: 'x' });
      const passage = { id: randomUUID(), time: ago(0), direction: 'out', container: BOX };
      await harbour.post('/gates/LACH-1/passages', passage);
      const let_out = await officer(`/gates/LACH-1/passages/${passage.id}/override`, {
        verdict: 'pass',
        reason: 'to the depot',
      });
      expect(let_out.status).toBe(201);
      expect(await harbour.stays(BOX)).toMatchObject([{ gone: true }]);
    });

    it('what does not stand here is not set apart', async () => {
      const { id } = await open();
      expect((await officer(`/cases/${id}/segregate`, { reason: 'x' })).body.code).toBe('wrong_state');
    });

    it('is found by what it is about', async () => {
      await land();
      const { id } = await open({ kind: 'damage' });
      await officer(`/cases/${id}/assign`, { to: 'Lan' });
      const ids = async (query: string) =>
        (await harbour.get(`/cases?${query}`)).body.items.map((found: { id: string }) => found.id);
      for (const query of [
        'state=under_check',
        'facilityId=LACHHUYEN',
        `container=${BOX}`,
        'kind=damage',
        'assignee=Lan',
      ])
        expect(await ids(query), query).toEqual([id]);
      for (const query of [
        'state=closed',
        'facilityId=CATLAI',
        `container=${OTHER}`,
        'kind=seal,exit',
        'assignee=Huy',
      ])
        expect(await ids(query), query).toEqual([]);
      await open();
      const page = (await harbour.get('/cases?limit=1')).body;
      expect([page.items.length, (await ids(`limit=1&cursor=${page.next}`))[0]]).toEqual([1, id]);
    });

    it('names what is not there', async () => {
      const never = randomUUID();
      expect((await harbour.get(`/cases/${never}`)).body).toMatchObject({
        status: 404,
        code: 'case_not_found',
      });
      expect((await officer(`/cases/${never}/close`, { outcome: 'confirmed', reason: 'x' })).status).toBe(
        404,
      );
      const refused = [
        await harbour.post('/cases', { facilityId: 'CATLAI', description: 'x' }),
        await harbour.post('/cases', { facilityId: 'LACHHUYEN', transitId: 'NEVER', description: 'x' }),
        await harbour.post('/cases', { alarmId: never, description: 'x' }),
      ];
      for (const { body } of refused) expect(body).toMatchObject({ status: 422, code: 'reference_unknown' });
      expect((await harbour.post('/cases', { description: 'x' })).body.code).toBe('invalid_request');
    });
  });

  describe('evidence of a case', () => {
    it('is kept while the case is not closed; its hash stays', async () => {
      const upload = new FormData();
      upload.set('facilityId', 'LACHHUYEN');
      upload.set('file', new Blob([new Uint8Array(PDF)]), 'x.pdf');
      const evidence = (await harbour.post('/evidence', upload)).body as { id: string; sha256: string };
      const { id } = await open();
      await harbour.post(`/cases/${id}/evidence`, { evidenceId: evidence.id });
      await harbour.post(`/cases/${id}/evidence`, { evidenceId: evidence.id });
      const shown = (await harbour.get(`/cases/${id}`)).body.evidence;
      expect(shown).toMatchObject([{ id: evidence.id, sha256: evidence.sha256 }]);
      const unknown = await harbour.post(`/cases/${id}/evidence`, { evidenceId: randomUUID() });
      expect(unknown.body.code).toBe('reference_unknown');
      const expire = () =>
        expireEvidence(store.pool, Date.now() + 1_000, Date.now(), () => Promise.resolve());
      expect(await expire()).toBe(0);
      await officer(`/cases/${id}/decide`, { decision: 'release', reason: 'x' });
      await officer(`/cases/${id}/close`, { outcome: 'unfounded', reason: 'x' });
      expect(await expire()).toBe(1);
      expect((await harbour.get(`/cases/${id}`)).body.evidence).toEqual(shown);
    });
  });

  describe('an alarm', () => {
    const raise = async (kind: string, more: { transit?: string; gate?: string } = { transit: 'T' }) => {
      const id = randomUUID();
      await store.pool.query(
        `insert into alarms (id, key, kind, severity, transit_id, gate_id, container_number, start_at, raised_at, lat, lon, why, settled_at)
         values ($1::uuid, $1::text, $2, 'critical', $3, $4, $5, now(), now(), 0, 0, $6, now())`,
        [
          id,
          kind,
          more.transit ?? null,
          more.gate ?? null,
          OTHER,
          { rule: kind, settings: {}, measured: { times: 1 } },
        ],
      );
      return id;
    };
    const ofAlarm = async (id: string, token = harbour.officer) =>
      (await harbour.get('/cases', token)).body.items.filter(
        (one: { alarmId?: string }) => one.alarmId === id,
      );

    it.each(['seal_tampered', 'unauthorised_unlock'])(
      '%s opens a case in its own transaction, at the office of departure',
      async (kind) => {
        const alarmId = await raise(kind);
        expect(await ofAlarm(alarmId)).toMatchObject([
          {
            ...{
              kind: 'seal',
              source: 'engine',
              state: 'open',
              facilityId: 'LACHHUYEN',
              transitId: 'T',
              container: OTHER,
            },
            ...{
              declaration: 'D1',
              companyId: '0200100200',
              details: { alarm: kind, measured: { times: 1 } },
            },
          },
        ]);
        // asked for by hand it is that one
        const asked = await officer('/cases', { alarmId, description: 'x' });
        expect([asked.status, asked.body.alarmId]).toEqual([200, alarmId]);
        expect((await ledger('case.open'))[0]).toMatchObject({ alarm: alarmId, facilityId: 'LACHHUYEN' });
      },
    );

    it('at a gate is one of the gate’s facility; one that opens none opens one when somebody asks', async () => {
      const alarmId = await raise('off_route');
      expect(await ofAlarm(alarmId)).toEqual([]);
      const asked = await officer('/cases', { alarmId, description: 'x' });
      expect(asked.body).toMatchObject({ kind: 'other', source: 'engine', transitId: 'T', container: OTHER });
      expect(await ofAlarm(await raise('not_eligible_exit', { gate: 'LACH-1' }))).toMatchObject([
        { source: 'gate', kind: 'exit', facilityId: 'LACHHUYEN' },
      ]);
      expect(await ofAlarm(await raise('seal_separated', { gate: 'LACH-1' }))).toMatchObject([
        { source: 'gate' },
      ]);
    });

    it('that is taken back closes a case that nobody touched; when it stands again the case does', async () => {
      const alarmId = await raise('seal_tampered');
      const withdraw = (how: string | null) =>
        store.pool.query('update alarms set withdrawn = $2, revision = revision + 1 where id = $1', [
          alarmId,
          how,
        ]);
      await withdraw('corrected');
      expect(await ofAlarm(alarmId)).toMatchObject([{ state: 'closed', outcome: 'corrected' }]);
      await withdraw(null);
      const [again] = await ofAlarm(alarmId);
      expect(again.state).toBe('open');
      await officer(`/cases/${again.id}/assign`, { to: 'Lan' });
      await withdraw('corrected');
      const whole = (await harbour.get(`/cases/${again.id}`, harbour.officer)).body;
      expect(whole.state).toBe('under_check');
      expect(whole.history.map(({ what }: { what: string }) => what)).toEqual([
        ...['open', 'withdrawn', 'restored', 'assign', 'withdrawn'],
      ]);
    });

    it('is told to neither port nor carrier before an officer has said what is done', async () => {
      const alarmId = await raise('seal_tampered');
      const [{ id }] = await ofAlarm(alarmId);
      for (const token of [harbour.port, carrier, harbour.otherPort])
        expect((await harbour.get(`/cases/${id}`, token)).status).toBe(404);
      // the office of destination sees it, and does not decide
      expect((await harbour.get(`/cases/${id}`, harbour.otherOfficer)).status).toBe(200);
      const decision = { decision: 'recheck', reason: 'to be opened' };
      expect((await harbour.post(`/cases/${id}/decide`, decision, harbour.otherOfficer)).body.code).toBe(
        'forbidden',
      );
      expect((await officer(`/cases/${id}/decide`, decision)).status).toBe(200);
      expect((await harbour.get(`/cases/${id}`)).body).toMatchObject({ decision: 'recheck' });
      expect((await harbour.get(`/cases/${id}`, auditor)).status).toBe(200);
      expect((await harbour.get(`/cases/${id}`, harbour.otherPort)).status).toBe(404);
      const shown = (await harbour.get(`/cases/${id}`, carrier)).body;
      expect(shown).toMatchObject({ decision: 'recheck', decisionReason: 'to be opened', evidence: [] });
      expect(shown).not.toHaveProperty('alarmId');
      expect(shown).not.toHaveProperty('details');
      expect(shown.history.map(({ what }: { what: string }) => what)).toEqual(['open', 'decide']);
      const line = (await harbour.get('/transits/T/timeline', carrier)).body.items.filter(
        ({ kind }: { kind: string }) => kind === 'case',
      );
      expect(line).toMatchObject([{ what: 'open' }, { what: 'decide', reason: 'to be opened' }]);
    });
  });

  it('the platform failed at nothing meanwhile', () => expect(harbour.api.errors).toEqual([]));
});
