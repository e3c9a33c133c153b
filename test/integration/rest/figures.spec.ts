import type { FiguresView } from '@haidang/contract';
import { failOnLeaks, signInAs, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api, newTransit, registerCountry } from './api.js';

failOnLeaks();

/** Three days of November, noon in Vietnam. */
const NOON = (day: number) => `2026-11-${day}T05:00:00.000Z`;
const [FROM, TO] = ['2026-11-20T17:00:00.000Z', '2026-11-23T17:00:00.000Z'];

/** What was done about alarms, and the filter of those it was done about. */
const RESPONDED = [
  ['acknowledged', 'acknowledged=true'],
  ['judged', 'ending=true,false,permitted'],
  ['onSpot', 'onSpot=true'],
] as const;

withStore((store) => {
  let api: Api;
  let figures: FiguresView;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    await store.pool.query(
      `insert into organisations (id, name, kind, parent_id) values ('OFFICE', 'Office', 'office', 'CENTRE')`,
    );
    await store.pool.query(`update facilities set organisation_id = 'OFFICE' where id = 'PORT'`);
    for (const id of ['T1', 'T2']) expect((await api.post('/transits', newTransit(id))).status).toBe(201);
    await store.pool.query(
      `update transits set carrier_id = 'CARRIER', created_at = $1, departed_at = $2, arrived_at = case when id = 'T1' then $3::timestamptz end`,
      [NOON(20), NOON(21), NOON(23)],
    );
    // of T1 two on the 21st, one of them false, and one on the 22nd; one of no transit; one before
    const alarm = (day: number, more: object) =>
      store.pool.query(
        `insert into alarms (id, key, kind, severity, transit_id, gate_id, state, ending, start_at, raised_at, acknowledged_at, resolved_at, on_spot_at, lat, lon, why)
          select gen_random_uuid(), gen_random_uuid()::text, a.kind, a.severity, a.transit, a.gate, a.state, a.ending, $1, $1,
            $1::timestamptz + make_interval(secs => a.waited), $1::timestamptz + make_interval(secs => a.stood),
            $1::timestamptz + make_interval(secs => a.travelled), 0, 0, '{"rule":"off_route","settings":{},"measured":{}}'
          from jsonb_to_record($2) a (kind text, severity text, transit text, gate text, state text, ending text, waited float8, stood float8, travelled float8)`,
        [NOON(day), JSON.stringify({ kind: 'off_route', severity: 'major', state: 'open', ...more })],
      );
    await alarm(21, { transit: 'T1', state: 'resolved', ending: 'false', waited: 60, stood: 300 });
    await alarm(21, {
      transit: 'T1',
      state: 'resolved',
      ending: 'true',
      waited: 120,
      stood: 900,
      travelled: 600,
      severity: 'critical',
    });
    await alarm(22, { transit: 'T1', kind: 'unscheduled_stop', waited: 180 });
    await alarm(22, { gate: 'PORT-1', kind: 'camera_fault', severity: 'minor' });
    // of no transit, no gate and no place
    await alarm(22, { kind: 'feed_lost', severity: 'critical' });
    await alarm(19, { transit: 'T1' });
    for (const [id, direction] of [
      ['1', 'out'],
      ['2', 'in'],
      ['3', 'out'],
    ] as const)
      await api.post('/gates/PORT-1/passages', {
        id,
        time: new Date().toISOString(),
        direction,
        container: 'CSQU3054383',
      });
    figures = (await api.get(`/figures?from=${FROM}&to=${TO}`)).body;
  });
  afterAll(() => api.close());

  const count = async (path: string) => (await api.get(path)).body.items.length as number;
  const RANGE = `since=${FROM}&until=${TO}`;

  it('alarms are counted by the day in Vietnam, by severity', () => {
    expect(figures.bucket).toBe('hour');
    expect(figures.alarms.series).toMatchObject([
      { at: NOON(21), critical: 1, major: 1, minor: 0, count: 2, judged: 2, false: 1 },
      { at: NOON(22), critical: 1, major: 1, minor: 1, count: 3, judged: 0, false: 0 },
    ]);
  });

  it('every bar is the length of its lists: by severity, of what was judged and was false', async () => {
    for (const { at, ...bar } of figures.alarms.series) {
      const list = `/alarms?since=${at}&until=${new Date(Date.parse(at) + 3_600_000).toISOString()}`;
      for (const severity of ['critical', 'major', 'minor'] as const)
        expect(await count(`${list}&severity=${severity}`), `${at} ${severity}`).toBe(bar[severity]);
      expect([
        ...[await count(list), await count(`${list}&ending=true,false,permitted`)],
        await count(`${list}&ending=false`),
      ]).toEqual([bar.count, bar.judged, bar.false]);
      for (const [name, filter] of RESPONDED)
        expect(await count(`${list}&${filter}`), `${at} ${name}`).toBe(bar.responses[name]?.count ?? 0);
    }
  });

  it('how soon somebody saw them, judged them and was there, of all and by kind and office', async () => {
    const { all, by, withoutOffice } = figures.alarms.responses;
    const of = (responses: typeof all) =>
      RESPONDED.map(([name]) => [responses[name]?.count, responses[name]?.half]);
    expect(of(all)).toEqual([
      [3, 120_000],
      [2, 600_000],
      [1, 600_000],
    ]);
    expect(figures.alarms.series.map(({ responses }) => responses.acknowledged?.half)).toEqual([
      90_000, 180_000,
    ]);
    expect(by.office.map(({ key, responses }) => [key, ...of(responses)])).toEqual([['OFFICE', ...of(all)]]);
    expect(withoutOffice).toEqual({});
    for (const [parameter, rows] of [
      ['kind', by.kind],
      ['officeId', by.office],
    ] as const)
      for (const { key, responses } of rows)
        for (const [name, filter] of RESPONDED)
          expect(await count(`/alarms?${RANGE}&${parameter}=${key}&${filter}`), `${key} ${name}`).toBe(
            responses[name]?.count ?? 0,
          );
  });

  it('those of no office, carrier or route have their lists, and each group adds up to all', async () => {
    const { by, without, count: all } = figures.alarms;
    for (const group of ['office', 'carrier', 'route'] as const) {
      const list = `/alarms?${RANGE}&without=${group}`;
      expect(await count(list), group).toBe(without[group].count);
      expect(await count(`${list}&ending=false`), group).toBe(without[group].false);
      const sum = by[group].reduce((many, one) => many + one.count, without[group].count);
      expect(sum, group).toBe(all);
    }
    expect([without.office.count, without.carrier.count, without.route.count]).toEqual([1, 2, 2]);
    expect(await count(`/alarms?${RANGE}&without=carrier,office`)).toBe(1);
    expect(await count(`/alarms?${RANGE}&without=office&officeId=OFFICE`)).toBe(0);
  });

  it('the longer the time, the longer a bar: days and weeks begin at midnight in Vietnam', async () => {
    const at = async (from: string) =>
      ((await api.get(`/figures?from=${from}&to=${TO}`)).body as FiguresView).alarms.series.map(
        (one) => one.at,
      );
    expect(await at('2026-11-10T17:00:00.000Z')).toEqual([
      ...['2026-11-18T17:00:00.000Z', '2026-11-20T17:00:00.000Z', '2026-11-21T17:00:00.000Z'],
    ]);
    expect(await at('2026-01-01T00:00:00.000Z')).toEqual(['2026-11-15T17:00:00.000Z']);
  });

  it('how soon they were acknowledged, and how many were none', () => {
    const { count: all, judged, false: wrong, acknowledged, within } = figures.alarms;
    expect([all, judged, wrong, acknowledged]).toEqual([5, 2, 1, 3]);
    // of 60, 120 and 180 s: the middle one; nine tenths of the way lie 0.8 between the last two
    expect(within).toEqual({ half: 120_000, most: 168_000 });
  });

  it.each(['kind', 'office', 'carrier', 'route'] as const)(
    'every figure by %s is the length of its list',
    async (group) => {
      const parameter = group === 'kind' ? 'kind' : `${group}Id`;
      const { by } = figures.alarms;
      expect(by[group].length).toBeGreaterThan(0);
      for (const { key, count: many, false: wrong } of by[group]) {
        const list = `/alarms?${RANGE}&${parameter}=${key}`;
        expect([key, await count(list), await count(`${list}&ending=false`)]).toEqual([key, many, wrong]);
      }
    },
  );

  it('of an alarm at a gate the office is that of the gate', () => {
    expect(figures.alarms.by.office).toEqual([{ key: 'OFFICE', count: 4, judged: 2, false: 1 }]);
    expect(figures.alarms.by.carrier).toEqual([{ key: 'CARRIER', count: 3, judged: 2, false: 1 }]);
  });

  it('transits are counted by what happened to them, each with its list', async () => {
    expect(figures.transits.count).toEqual({ registered: 0, departed: 2, arrived: 1 });
    expect(figures.transits.series).toEqual([
      { at: NOON(21), registered: 0, departed: 2, arrived: 0 },
      { at: NOON(23), registered: 0, departed: 0, arrived: 1 },
    ]);
    expect(figures.transits.by).toEqual({
      carrier: [{ key: 'CARRIER', count: 2 }],
      route: [{ key: 'R', count: 2 }],
      office: [{ key: 'OFFICE', count: 2 }],
    });
    expect(figures.transits.without).toEqual({ carrier: 0, office: 0 });
    expect(await count(`/transits?moved=departed&${RANGE}&officeId=OFFICE`)).toBe(2);
    expect(await count(`/transits?moved=departed&${RANGE}&officeId=CENTRE`)).toBe(0);
    expect(await count(`/transits?moved=departed&${RANGE}&carrierId=CARRIER&routeId=R`)).toBe(2);
    expect(await count(`/transits?moved=arrived&${RANGE}`)).toBe(1);
    expect(await count(`/transits?${RANGE}`)).toBe(0);
  });

  it('departures without a carrier or an office are counted too, each with its list', async () => {
    expect((await api.post('/transits', newTransit('T3'))).status).toBe(201);
    await store.pool.query(
      `insert into facilities (id, name, kind, lat, lon) values ('NOBODYS', 'Nobody’s', 'icd', 0, 0);
       update transits set carrier_id = null, from_id = 'NOBODYS', created_at = '${NOON(20)}', departed_at = '${NOON(22)}' where id = 'T3'`,
    );
    const { transits } = (await api.get(`/figures?from=${FROM}&to=${TO}`)).body as FiguresView;
    expect([transits.count.departed, transits.without]).toEqual([3, { carrier: 1, office: 1 }]);
    for (const group of ['carrier', 'office'] as const)
      expect(await count(`/transits?moved=departed&${RANGE}&without=${group}`), group).toBe(1);
    await store.pool.query(`delete from transits where id = 'T3'`);
  });

  it('passages are counted by gate, each with its list', async () => {
    const [from, to] = [Date.now() - 3_600_000, Date.now() + 60_000].map((at) => new Date(at).toISOString());
    const { gates, passages } = (await api.get(`/figures?from=${from}&to=${to}`)).body as FiguresView;
    // all of them within an hour, or two
    for (const { at, count: all, in: ins, out } of passages) {
      const until = new Date(Date.parse(at) + 3_600_000).toISOString();
      const list = `/passages?since=${at}&until=${until}`;
      expect([
        await count(list),
        await count(`${list}&direction=in`),
        await count(`${list}&direction=out`),
      ]).toEqual([all, ins, out]);
    }
    expect(passages.reduce((sum, bar) => sum + bar.count, 0)).toBe(3);
    expect(gates).toMatchObject([{ gateId: 'PORT-1', count: 3, in: 1, out: 2 }]);
    expect(await count(`/gates/PORT-1/passages?since=${from}&until=${to}`)).toBe(3);
    expect(await count(`/gates/PORT-1/passages?${RANGE}`)).toBe(0);
  });

  it('a list is in the order of what its figure counts, the newest first, page by page', async () => {
    // registered and departed in opposite orders; raised in another order than they began
    await store.pool.query(
      `update transits set created_at = created_at + case id when 'T1' then interval '1 hour' else '0' end,
         departed_at = departed_at + case id when 'T2' then interval '1 hour' else '0' end`,
    );
    await store.pool.query(
      `update alarms set start_at = timestamptz '2026-11-21T00:00Z' - (raised_at - '2026-11-01T00:00Z')`,
    );
    const byPages = async (list: string) => {
      const found: Record<string, string>[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const { body } = await api.get(`${list}&limit=1${cursor && `&cursor=${cursor}`}`);
        found.push(...body.items);
        cursor = body.next;
      }
      return found;
    };
    const departed = await byPages(`/transits?moved=departed&${RANGE}`);
    expect(departed.map(({ id }) => id)).toEqual(['T2', 'T1']);
    expect((await byPages(`/transits?moved=arrived&${RANGE}`)).map(({ id }) => id)).toEqual(['T1']);
    expect((await byPages('/transits?')).map(({ id }) => id)).toEqual(['T1', 'T2']);
    const raised = (await byPages(`/alarms?${RANGE}`)).map(({ raisedAt }) => raisedAt);
    expect(raised).toEqual([NOON(22), NOON(22), NOON(22), NOON(21), NOON(21)]);
  });

  it('are of what who asks sees', async () => {
    await store.pool.query(
      `insert into organisations (id, name, kind, parent_id) values ('ELSEWHERE', 'Other', 'office', 'CENTRE') on conflict do nothing`,
    );
    const elsewhere = await signInAs(store.pool, 'customs_officer', 'ELSEWHERE');
    const { body } = await api.get(`/figures?from=${FROM}&to=${TO}`, {
      authorization: `Bearer ${elsewhere}`,
    });
    expect(body).toMatchObject({
      alarms: { count: 0, series: [] },
      transits: { count: { departed: 0 } },
      gates: [],
    });
  });

  it.each([
    [`from=${TO}&to=${FROM}`],
    ['from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z'],
    [`from=${FROM}`],
  ])('%s is refused', async (query) => {
    expect(await api.get(`/figures?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });
});
