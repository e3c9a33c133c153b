import { DAY, formatInstant, HOUR, MINUTE, type DeadlineKind } from '@haidang/domain';
import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DeadlineWatch } from '../../../apps/platform/src/deadlines/deadline-watch.js';
import { container, declaration, eligible, openPorts, OTHER_PORT, PORT, type Ports } from '../papers/port.js';

failOnLeaks();

interface Deadline {
  readonly id: string;
  readonly kind: DeadlineKind;
  readonly state: string;
  readonly dueAt: string;
  readonly [name: string]: unknown;
}
interface Alarm {
  readonly kind: string;
  readonly severity: string;
  readonly start: string;
  readonly end?: string;
  readonly ending?: string;
  readonly state: string;
  readonly facilityId?: string;
  readonly transitId?: string;
  readonly why: { readonly measured: Record<string, unknown>; readonly settings: Record<string, number> };
}

withStore((store) => {
  let ports: Ports;
  beforeAll(async () => {
    ports = await openPorts(store);
    // works always, so that what is due does not depend on when the test runs
    await calendar('CENTRE', { hours: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440 }] });
    await store.pool.query(
      `insert into routes (id, name, from_id, to_id, legs) values ('R', 'a route', '${PORT}', '${OTHER_PORT}', '[]')`,
    );
  });
  afterAll(() => ports.api.close());

  const administer = (path: string, body: object) =>
    ports.api.send('PUT', path, body, { authorization: `Bearer ${ports.api.tokens.administrator}` });
  const calendar = (id: string, body: object) => administer(`/calendars/${id}`, body);
  const list = async (query = '', caller = ports.officer) =>
    (await caller.get(`/deadlines${query}`)).body as { items: Deadline[]; next: string | null };
  const find = async (id: string) => (await list('?limit=1000')).items.find((one) => one.id === id);
  const look = (now?: number) => ports.api.app.get(DeadlineWatch).look(now);
  const alarm = async (id: string): Promise<Alarm | undefined> => {
    const { rows } = await store.pool.query<{ id: string }>('select id from alarms where cause = $1', [id]);
    return rows.length === 0 ? undefined : (await ports.officer.get(`/alarms/${rows[0]!.id}`)).body;
  };
  const from = (ms: number) => formatInstant(Date.now() + ms);
  /** A call that berths in so long. */
  const announce = (number: string, dueAt: string, more: object = {}) =>
    ports.officer.post('/manifests', { form: '01', facilityId: PORT, number, dueAt, lines: [], ...more });
  let boxes = 0;
  const lines = () => [{ container: container(++boxes) }];

  describe('the list of a vessel that was announced', () => {
    it('is due 8 hours before it berths, the scan list 4 hours; each is gone once it is sent', async () => {
      const berths = from(9 * HOUR);
      expect(await announce('V1', berths)).toMatchObject({ status: 201, body: { lines: 0 } });
      expect(await find(`discharge_list:${PORT}/V1`)).toMatchObject({
        ...{ kind: 'discharge_list', state: 'warning', number: 'V1', facilityId: PORT, officeId: 'OFFICE-N' },
        ...{ responsibleId: 'OFFICE-N', dueAt: formatInstant(Date.parse(berths) - 8 * HOUR) },
        counted: { from: berths, within: 8 * HOUR, direction: 'before', as: 'elapsed' },
      });
      expect(await find(`scan_list:${PORT}/V1`)).toMatchObject({
        ...{ state: 'running', dueAt: formatInstant(Date.parse(berths) - 4 * HOUR) },
      });
      await announce('V1', berths, { version: 2, lines: lines() });
      expect(await find(`discharge_list:${PORT}/V1`)).toBeUndefined();
      await ports.officer.post('/manifests', {
        ...{ form: '03', facilityId: PORT, number: 'V1-S', call: 'V1', lines: [] },
      });
      expect(await find(`scan_list:${PORT}/V1`)).toBeUndefined();
    });

    it('is an alarm when it was not sent, which ends when it is', async () => {
      const berths = from(5 * HOUR);
      await announce('V2', berths);
      await look();
      const id = `discharge_list:${PORT}/V2`;
      const raised = await alarm(id);
      expect(raised).toMatchObject({
        ...{ kind: 'deadline_missed', severity: 'major', state: 'open', facilityId: PORT },
        start: formatInstant(Date.parse(berths) - 8 * HOUR),
        why: { settings: { within: 8 * HOUR }, measured: { clock: 'discharge_list', subject: 'V2' } },
      });
      expect(raised).not.toHaveProperty('end');
      expect(await find(id)).toMatchObject({ state: 'missed' });
      // another office's officer does not learn of it
      const { rows } = await store.pool.query<{ id: string }>('select id from alarms where cause = $1', [id]);
      expect((await ports.otherOfficer.get(`/alarms/${rows[0]!.id}`)).status).toBe(404);
      // said again it is the same one
      await look();
      expect(await alarm(id)).toEqual(raised);
      await announce('V2', berths, { version: 2, lines: lines() });
      await look();
      const ended = await alarm(id);
      expect(Date.parse(ended!.end!)).toBeGreaterThan(Date.parse(ended!.start));
      expect(ended).not.toHaveProperty('ending');
      expect(await find(id)).toBeUndefined();
    });

    it('is taken back when the vessel comes later', async () => {
      const id = `discharge_list:${PORT}/V3`;
      await announce('V3', from(7 * HOUR));
      await look();
      expect(await alarm(id)).toMatchObject({ state: 'open' });
      await announce('V3', from(30 * HOUR), { version: 2 });
      await look();
      expect(await alarm(id)).toMatchObject({ state: 'resolved', ending: 'corrected' });
      // and raised again when it comes sooner after all
      await announce('V3', from(6 * HOUR), { version: 3 });
      await look();
      expect(await alarm(id)).toMatchObject({ state: 'open' });
      expect(await alarm(id)).not.toHaveProperty('end');
    });

    it('is no vessel’s on the railway', async () => {
      await announce('T1', from(HOUR), { mode: 'rail' });
      expect(await find(`discharge_list:${PORT}/T1`)).toBeUndefined();
    });
  });

  describe('the approval of a transit', () => {
    const seal = async (id: string, sealedAt: string) => {
      await store.pool.query(
        `insert into transits (id, number, declaration, regime, from_id, to_id, plate, route_id, state, created_at)
         values ($1, $1, 'T', 'transit', '${PORT}', '${OTHER_PORT}', '15C-1', 'R', 'sealed', now())`,
        [id],
      );
      await store.pool.query(
        `insert into transit_steps (transit_id, step, at) values ($1, 'register', now()), ($1, 'seal', $2)`,
        [id, sealedAt],
      );
    };

    it('is due two working hours after it was sealed, by the calendar of the office', async () => {
      const sealed = from(-HOUR);
      await seal('TR-1', sealed);
      const id = 'transit_approval:TR-1';
      expect(await find(id)).toMatchObject({
        ...{ state: 'running', transitId: 'TR-1', dueAt: formatInstant(Date.parse(sealed) + 2 * HOUR) },
        counted: {
          ...{ from: sealed, within: 2 * HOUR, direction: 'after', as: 'working' },
          calendar: { organisationId: 'CENTRE', timeZone: 'Asia/Ho_Chi_Minh' },
        },
      });
      // a holiday from yesterday to the day after tomorrow
      const day = (days: number) => from(7 * HOUR + days * DAY).slice(0, 10);
      const hours = [{ days: [0, 1, 2, 3, 4, 5, 6], from: 600, to: 720 }];
      await calendar('OFFICE-N', { hours, holidays: [{ from: day(-1), to: day(2), name: 'Tết' }] });
      expect(await find(id)).toMatchObject({
        dueAt: new Date(`${day(3)}T12:00:00+07:00`).toISOString(),
        counted: { calendar: { organisationId: 'OFFICE-N' } },
      });
    });

    it('missed, it is an alarm of its transit; entered as done in time, it is taken back', async () => {
      await calendar('OFFICE-N', { hours: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440 }] });
      for (const id of ['TR-2', 'TR-3']) await seal(id, from(-3 * HOUR));
      await look();
      expect(await alarm('transit_approval:TR-2')).toMatchObject({ transitId: 'TR-2', state: 'open' });
      await ports.officer.post('/transits/TR-2/approve', {});
      const approved = await ports.officer.post('/transits/TR-3/approve', { at: from(-150 * MINUTE) });
      expect(approved.status, JSON.stringify(approved.body)).toBe(200);
      await look();
      expect(await alarm('transit_approval:TR-2')).toHaveProperty('end');
      expect(await alarm('transit_approval:TR-2')).not.toHaveProperty('ending');
      expect(await alarm('transit_approval:TR-3')).toMatchObject({ ending: 'corrected' });
    });

    it('is taken back when a holiday is entered that nobody had thought of', async () => {
      await seal('TR-4', from(-3 * HOUR));
      await look();
      expect(await alarm('transit_approval:TR-4')).toMatchObject({ state: 'open' });
      const day = (days: number) => from(7 * HOUR + days * DAY).slice(0, 10);
      await calendar('OFFICE-N', {
        hours: [{ days: [0, 1, 2, 3, 4, 5, 6], from: 0, to: 1440 }],
        holidays: [{ from: day(-1), to: day(1), name: 'x' }],
      });
      await look();
      expect(await alarm('transit_approval:TR-4')).toMatchObject({ state: 'resolved', ending: 'corrected' });
    });
  });

  describe('a declaration', () => {
    const register = (number: string, days: number, more: object = {}) =>
      ports.officer.post('/declarations', declaration(number, { registeredAt: from(-days * DAY), ...more }));

    it('of which nothing came in 15 days has lapsed; one that was used has not', async () => {
      await register('D-1', 15.02);
      await register('D-2', 14);
      await register('D-3', 16);
      await register('D-4', 16, { status: 'cancelled' });
      await ports.officer.post('/eligibility', eligible(900, { declaration: 'D-3' }));
      expect(await find('declaration_unused:D-1')).toMatchObject({ state: 'missed', declaration: 'D-1' });
      expect(await find('declaration_unused:D-2')).toMatchObject({ state: 'warning' });
      expect(await find('declaration_unused:D-3')).toBeUndefined();
      expect(await find('declaration_unused:D-4')).toBeUndefined();
      expect((await list('?kind=declaration_unused', ports.otherOfficer)).items).toEqual([]);
      await look();
      expect(await alarm('declaration_unused:D-1')).toMatchObject({ severity: 'minor', state: 'open' });
      expect(await alarm('declaration_unused:D-2')).toBeUndefined();
      await register('D-1', 15.02, { status: 'cancelled' });
      await look();
      expect(await alarm('declaration_unused:D-1')).toHaveProperty('end');
    });

    it('that is entered when it has lapsed already is found within the hour', async () => {
      await register('D-6', 20);
      await look();
      expect(await find('declaration_unused:D-6')).toMatchObject({ state: 'missed' });
      await look(Date.now() + HOUR);
      expect(await alarm('declaration_unused:D-6')).toMatchObject({ state: 'open' });
    });

    it('has as long as its office gives', async () => {
      await register('D-5', 3);
      expect(await find('declaration_unused:D-5')).toMatchObject({ state: 'running' });
      const terms = { declaration_unused: { within: 4 * DAY, warnBefore: 2 * DAY } };
      const set = await administer('/deadline-terms/CENTRE', { terms });
      expect(set).toMatchObject({ status: 200, body: { terms: { scan_list: { within: 4 * HOUR } } } });
      expect(set.body.terms.declaration_unused).toEqual({ ...terms.declaration_unused, of: 'CENTRE' });
      expect(await find('declaration_unused:D-5')).toMatchObject({ state: 'warning' });
      await administer('/deadline-terms/OFFICE-N', {
        terms: { declaration_unused: { within: 2 * DAY, warnBefore: 0 } },
      });
      expect(await find('declaration_unused:D-5')).toMatchObject({ state: 'missed' });
      await look();
      expect(await alarm('declaration_unused:D-5')).toMatchObject({ state: 'open' });
      await administer('/deadline-terms/OFFICE-N', { terms: {} });
      await administer('/deadline-terms/CENTRE', { terms: {} });
      await look();
      expect(await alarm('declaration_unused:D-5')).toMatchObject({ ending: 'corrected' });
    });

    it('and what sets it is checked', async () => {
      const terms = { scan_list: { within: HOUR, warnBefore: 2 * HOUR } };
      expect((await administer('/deadline-terms/CENTRE', { terms })).body).toMatchObject({
        ...{ code: 'invalid_request', errors: [{ path: 'terms.scan_list.warnBefore' }] },
      });
      expect((await administer('/deadline-terms/NONE', { terms: {} })).body.code).toBe(
        'organisation_not_found',
      );
      expect((await administer('/deadline-terms/OPERATOR-N', { terms: {} })).body.code).toBe('forbidden');
    });
  });

  it('an exit that a camera saw is to be reported in 15 minutes, by the port; it raises no alarm of this kind', async () => {
    await store.pool.query(
      `insert into stays (id, container, facility_id, in_at, out_at, out_seen) values
        ('aaaaaaaa-0000-4000-8000-0000000000f0', $1, '${PORT}', now() - interval '1 hour', now() - interval '20 minutes', true)`,
      [container(950)],
    );
    const id = 'gate_out_report:aaaaaaaa-0000-4000-8000-0000000000f0';
    expect(await find(id)).toMatchObject({
      state: 'missed',
      responsibleId: 'OPERATOR-N',
      container: container(950),
    });
    expect((await list('?kind=gate_out_report', ports.operator)).items).toHaveLength(1);
    expect((await list('?kind=gate_out_report', ports.otherOperator)).items).toEqual([]);
    await look();
    expect(await alarm(id)).toBeUndefined();
  });

  it('the list is in the order of their ends, in pages, by state and kind', async () => {
    const all = (await list('?limit=1000')).items;
    expect(all.length).toBeGreaterThan(5);
    expect(all.map(({ dueAt }) => dueAt)).toEqual(all.map(({ dueAt }) => dueAt).toSorted());
    const paged: Deadline[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await list(`?limit=2${next === '' ? '' : `&cursor=${next}`}`);
      paged.push(...page.items);
      next = page.next;
    }
    expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    for (const state of ['missed', 'warning', 'running'])
      expect((await list(`?limit=1000&state=${state}`)).items.map(({ id }) => id)).toEqual(
        all.filter((one) => one.state === state).map(({ id }) => id),
      );
    const two = (await list('?limit=1000&kind=scan_list,declaration_unused')).items;
    expect(new Set(two.map(({ kind }) => kind))).toEqual(new Set(['scan_list', 'declaration_unused']));
    expect((await list(`?facilityId=${OTHER_PORT}`)).items).toEqual([]);
    expect((await list('?officeId=OFFICE-S', ports.supervisor)).items).toEqual([]);
    expect((await ports.officer.get('/deadlines?state=done')).body.code).toBe('invalid_request');
  });

  it('the platform failed at nothing meanwhile', () => expect(ports.api.errors).toEqual([]));
});
