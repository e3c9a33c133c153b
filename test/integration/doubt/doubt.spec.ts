import { randomUUID } from 'node:crypto';
import { DAY, DOUBT_RULES, formatInstant } from '@haidang/domain';
import { failOnLeaks, forEachStore, signInAs } from '@haidang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ago, BOX, Harbour, OTHER, THIRD } from '../port/harbour.js';

failOnLeaks();

const COMPANY = '0200100200';

forEachStore((store) => {
  let harbour: Harbour;
  let administrator: string;
  let carrier: string;
  beforeAll(async () => {
    harbour = await Harbour.open(store);
    await store.pool.query(`
      insert into organisations (id, name, kind) values ('CARRIER', 'a carrier', 'carrier');
      update declarations set company_id = '${COMPANY}', company_name = 'Công ty A' where number = 'D1';
      insert into routes (id, name, from_id, to_id, legs) values ('R', 'x', 'LACHHUYEN', 'CATLAI', '[]');
      insert into transits (id, number, declaration, regime, from_id, to_id, carrier_id, plate, route_id, state, created_at)
        values ('T', 'T', 'D1', 'transit', 'LACHHUYEN', 'CATLAI', 'CARRIER', 'x', 'R', 'closed', now());
      insert into transit_containers (transit_id, position, number, under_way) values ('T', 1, '${BOX}', false)`);
    administrator = await signInAs(store.pool, 'administrator', 'CENTRE');
    carrier = await signInAs(store.pool, 'carrier', 'CARRIER');
  });
  afterAll(() => harbour.close());
  beforeEach(async () => {
    await harbour.clear();
    await store.pool.query('truncate alarms, passages, passage_keys, passage_overrides, doubt_settings');
    await store.pool.query('update declarations set corrected_at = null');
  });

  const at = (days: number) => formatInstant(Date.now() - days * DAY);
  const get = (path: string, token = harbour.officer) => harbour.get(path, token);
  const ofBox = async (container: string = BOX) => (await get(`/containers/${container}/doubt`)).body;
  interface Ended {
    readonly severity?: string;
    readonly ending?: string;
    readonly days?: number;
    readonly container?: string;
    readonly withdrawn?: string | null;
  }
  const alarm = async (
    kind: string,
    { severity = 'critical', ending = 'true', days = 1, container = BOX, withdrawn = null }: Ended = {},
  ) => {
    const id = randomUUID();
    await store.pool.query(
      `insert into alarms (id, key, kind, severity, state, ending, withdrawn, transit_id, container_number, start_at, raised_at, lat, lon, why, settled_at)
       values ($1::uuid, $1::text, $2, $3, 'resolved', $4, $5, 'T', $6, $7, $7, 0, 0, '{}', $7)`,
      [id, kind, severity, ending, withdrawn, container, at(days)],
    );
    return id;
  };
  const closedCase = async (outcome: string, { days = 1, alarmId = null as string | null } = {}) => {
    const id = randomUUID();
    await store.pool.query(
      `insert into cases (id, cause, source, kind, state, outcome, facility_id, container, declaration, company_id, alarm_id, opened_at)
       values ($1::uuid, $1::text, 'port', 'seal', 'closed', $2, 'LACHHUYEN', $3, 'D1', '${COMPANY}', $4, $5)`,
      [id, outcome, BOX, alarmId, at(days)],
    );
    return id;
  };

  describe('what gives points', () => {
    it('a confirmed case, halved each half-life; never an unfounded or corrected one', async () => {
      const id = await closedCase('confirmed', { days: 200 });
      for (const outcome of ['unfounded', 'corrected']) await closedCase(outcome);
      const doubt = await ofBox();
      expect(doubt).toMatchObject({
        ...{ kind: 'container', id: BOX, points: 20, halveDays: 180 },
        reasons: [
          {
            rule: 'case.confirmed',
            full: 40,
            halved: 1,
            points: 20,
            evidence: { kind: 'case', id },
            measured: { kind: 'seal' },
          },
        ],
      });
      expect((await get(`/companies/${COMPANY}/doubt`)).body).toMatchObject({ points: 20, kind: 'company' });
    });

    it('alarms that ended true, by kind and else by severity; not false or taken back ones, nor one whose case is closed', async () => {
      await alarm('seal_tampered');
      await alarm('off_route', { severity: 'major' });
      await alarm('low_battery', { severity: 'minor' });
      await alarm('off_route', { ending: 'false' });
      await alarm('off_route', { ending: 'permitted' });
      await alarm('off_route', { withdrawn: 'corrected' });
      await closedCase('unfounded', { alarmId: await alarm('rendezvous') });
      const { points, reasons } = await ofBox();
      expect(points).toBe(34);
      expect(reasons.map(({ rule }: { rule: string }) => rule).sort()).toEqual([
        'alarm.major',
        'alarm.seal_tampered',
      ]);
      expect((await get(`/companies/${COMPANY}/doubt`)).body.points).toBe(34);
    });

    it('a scan that was skipped, a late report, an eligibility used after a suspension', async () => {
      await store.pool.query(
        `insert into stays (id, container, facility_id, scan_ordered, in_at, out_at) values (gen_random_uuid(), $1, 'LACHHUYEN', true, $2, $3)`,
        [BOX, at(3), at(2)],
      );
      await store.pool.query(
        `insert into port_messages (id, facility_id, form, number, way, body, state, container, at, flags)
         values (gen_random_uuid(), 'LACHHUYEN', '21', 'N', 'rest', '{"declaration":"D1"}', 'taken', $1, $2, '{reported_late}')`,
        [BOX, at(2)],
      );
      await store.pool.query(
        `insert into eligibilities (id, facility_id, form, declaration, container, state, reason, issued_at, used_at)
         values (gen_random_uuid(), 'LACHHUYEN', '04', 'D1', $1, 'used', 'a doubt', $2, $3)`,
        [BOX, at(4), at(2)],
      );
      const { points, reasons } = await ofBox();
      const rules = reasons.map(({ rule }: { rule: string }) => rule).sort();
      expect([points, rules]).toEqual([27, ['eligibility.after_suspension', 'report.late', 'scan.skipped']]);
      expect((await get(`/companies/${COMPANY}/doubt`)).body.points).toBe(27);
    });

    it('a seal that was not the one on file at a gate, once a day however often the truck tries; and an officer’s override', async () => {
      await harbour.allow(BOX);
      await store.pool.query(`update eligibilities set carrier_seal = 'ML-1' where container = '${BOX}'`);
      const ids = [1, 2, 3].map((n) => `${randomUUID()}-${n}`);
      await store.pool.query(`update eligibilities set issued_at = now() - interval '2 hours'`);
      await harbour.post('/port-messages', {
        form: '20',
        number: randomUUID(),
        facilityId: 'LACHHUYEN',
        at: ago(0),
        container: BOX,
      });
      // the gates' memory is read again by an act on the paper
      const { items } = (await get(`/eligibility?container=${BOX}`)).body;
      await harbour.post(`/eligibility/${items[0].id}/suspend`, { reason: 'x' }, harbour.officer);
      await harbour.post(`/eligibility/${items[0].id}/resume`, { reason: 'x' }, harbour.officer);
      for (const id of ids) {
        const passage = { id, time: ago(0), direction: 'out', container: BOX, carrierSeal: 'OTHER' };
        const told = await harbour.post('/gates/LACH-1/passages', passage);
        expect(told.body.reasons).toEqual(['carrier_seal_mismatch']);
      }
      expect(await ofBox()).toMatchObject({
        points: DOUBT_RULES['gate.seal_mismatch'],
        reasons: [{ rule: 'gate.seal_mismatch', evidence: { kind: 'passage', id: `LACH-1/${ids[0]}` } }],
      });
      await harbour.post(
        `/gates/LACH-1/passages/${ids[2]}/override`,
        { verdict: 'pass', reason: 'looked' },
        harbour.officer,
      );
      const rules = (await ofBox()).reasons.map(({ rule }: { rule: string }) => rule).sort();
      // and it was used after a suspension
      expect(rules).toEqual(['eligibility.after_suspension', 'gate.overridden', 'gate.seal_mismatch']);
    });

    it('a declaration whose company was changed when the container had landed; not its status', async () => {
      await harbour.allow(BOX);
      await store.pool.query(
        `insert into stays (id, container, facility_id, in_at) values (gen_random_uuid(), $1, 'LACHHUYEN', $2)`,
        [BOX, ago(60)],
      );
      const declaration = { number: 'D1', purpose: 'import', channel: 'green', registeredAt: ago(90) };
      const write = (more: object) =>
        harbour.post('/declarations', { ...declaration, officeId: 'OFFICE', ...more }, harbour.officer);
      const now = { companyId: COMPANY, companyName: 'Công ty A', registeredAt: ago(90) };
      await store.pool.query(
        `update declarations set registered_at = $1, purpose = 'import' where number = 'D1'`,
        [now.registeredAt],
      );
      await write({ ...now, status: 'cleared' });
      expect((await ofBox()).reasons).toEqual([]);
      await write({ ...now, companyId: '0300', status: 'cleared' });
      expect((await ofBox()).reasons).toMatchObject([
        { rule: 'declaration.corrected', evidence: { kind: 'declaration', id: 'D1' } },
      ]);
      await write({ ...now, status: 'cleared' });
    });
  });

  describe('the ranking', () => {
    it('has the most doubted first, page by page, with the points that each has by itself', async () => {
      for (let n = 0; n < 3; n++) await alarm('seal_tampered', { container: OTHER, days: n * 200 });
      await alarm('unauthorised_unlock');
      await alarm('off_route', { container: THIRD, severity: 'minor' });
      const pages: { id: string; points: number }[] = [];
      for (let cursor = ''; ;) {
        const { items, next } = (await get(`/doubt?kind=container&limit=1${cursor}`)).body;
        pages.push(...items);
        if (next === null) break;
        cursor = `&cursor=${next}`;
      }
      expect(pages).toMatchObject([
        { id: OTHER, points: 30 + 15 + 7.5, reasons: 3 },
        { id: BOX, points: 30, reasons: 1 },
        { id: THIRD, points: 1, reasons: 1 },
      ]);
      for (const { id, points } of pages) expect((await ofBox(id)).points).toBe(points);
      expect((await get('/doubt?kind=company')).body.items).toEqual([
        { kind: 'company', id: COMPANY, name: 'Công ty A', points: 83.5, reasons: 5 },
      ]);
      expect((await get('/doubt?cursor=x')).body.code).toBe('invalid_request');
    });

    it('counts for each what they may see', async () => {
      await closedCase('confirmed');
      expect((await get('/doubt')).body.items).toHaveLength(1);
      expect((await get('/doubt', harbour.otherOfficer)).body.items).toEqual([]);
      expect((await get(`/containers/${BOX}/doubt`, harbour.otherOfficer)).body).toMatchObject({
        points: 0,
        reasons: [],
      });
      for (const token of [harbour.port, carrier]) expect((await get('/doubt', token)).status).toBe(403);
    });
  });

  describe('the rules', () => {
    const put = (body: object, token = administrator) =>
      harbour.api.send('PUT', '/doubt/rules', body, { authorization: `Bearer ${token}` });

    it('are data that an administrator changes; it is in the ledger', async () => {
      expect((await get('/doubt/rules')).body).toEqual({ halveDays: 180, points: DOUBT_RULES });
      await closedCase('confirmed', { days: 40 });
      const changed = await put({ points: { 'case.confirmed': 8 }, halveDays: 30, reason: 'a new policy' });
      expect(changed.body).toMatchObject({
        halveDays: 30,
        points: { 'case.confirmed': 8, 'scan.skipped': 20 },
      });
      expect(await ofBox()).toMatchObject({ points: 4, halveDays: 30 });
      const { rows } = await store.pool.query<{ data: object }>(
        `select data from ledger_inbox where kind = 'doubt.change'`,
      );
      expect(rows).toMatchObject([
        {
          data: {
            reason: 'a new policy',
            before: { 'case.confirmed': 40, halveDays: 180 },
            after: { 'case.confirmed': 8, halveDays: 30 },
          },
        },
      ]);
      await put({ points: { 'case.confirmed': 0 }, reason: 'off' });
      expect((await get('/doubt')).body.items).toEqual([]);
      expect(await ofBox()).toMatchObject({ points: 0, reasons: [] });
    });

    it('have no unknown name, and are no officer’s to change', async () => {
      expect((await put({ points: { nonsense: 1 }, reason: 'x' })).body.code).toBe('invalid_request');
      expect((await put({ points: {}, reason: 'x' }, harbour.officer)).status).toBe(403);
    });
  });

  it('counts of alarms those that the one who asks may see, and no other', async () => {
    for (const container of [BOX, OTHER, THIRD]) await alarm('off_route', { container });
    await store.pool.query(
      `update alarms set transit_id = null, seal_id = null where container_number = '${OTHER}'`,
    );
    await store.pool.query(
      `update alarms set transit_id = null, gate_id = 'LACH-1' where container_number = '${THIRD}'`,
    );
    const by = async (token: string) => ({
      doubt: (await get('/doubt', token)).body.items.map(({ id }: { id: string }) => id).sort(),
      alarms: (await get('/alarms', token)).body.items
        .map((one: { containerNumber: string }) => one.containerNumber)
        .sort(),
    });
    const seen = [await by(harbour.officer), await by(harbour.otherOfficer), await by(harbour.api.token)];
    for (const { doubt, alarms } of seen) expect(doubt).toEqual(alarms);
    expect(seen.map(({ doubt }) => doubt.length)).toEqual([2, 1, 3]);
  });

  it('the platform failed at nothing meanwhile', () => expect(harbour.api.errors).toEqual([]));
});
