import { formatInstant, MINUTE } from '@haidang/domain';
import { failOnLeaks, forEachStore, position, signInAs } from '@haidang/testkit';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Checkpoint } from '../../../apps/platform/src/pipeline/checkpoint.js';
import { Reviser } from '../../../apps/platform/src/watch/reviser.js';
import { Api, BOX_1, BOX_2, fixAt, newTransit, registerCountry } from '../rest/api.js';

failOnLeaks();

/** Three hours ago, on a whole minute: when the drives of these stories begin. */
const start = Math.floor(Date.now() / MINUTE) * MINUTE - 180 * MINUTE;
const at = (minutes: number) => formatInstant(start + minutes * MINUTE);

forEachStore((store) => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    // the same way until km 20, and from there 10 km further north
    const line = {
      type: 'LineString',
      coordinates: [position(0, 0), position(20_000, 0), position(20_000, 10_000), position(100_000, 10_000)],
    };
    const north = {
      id: 'NORTH',
      name: 'North',
      from: 'PORT',
      to: 'BORDER',
      legs: [{ line, halfWidth: 500 }],
    };
    expect((await api.post('/routes', north)).status).toBe(201);
  });
  afterAll(() => api.close());
  afterEach(async () => {
    for (const { id } of (await api.get('/transits?state=registered,sealed,in_transit')).body.items)
      await api.post(`/transits/${id}/cancel`);
    await store.pool.query('truncate transits, alarms, fixes, plan_changes cascade');
  });

  /** Another process on the same store. */
  const restart = async () => {
    await api.close();
    api = await Api.open(store);
    await api.app.get(Checkpoint).restore();
    await api.app.get(Reviser).restore();
    await api.app.get(Reviser).foldAll();
  };

  let seq = 0;
  type Place = readonly [minute: number, east: number, north?: number];
  const fixesAt = (places: readonly Place[], more: object = {}) =>
    places.map(([minute, east, north]) => ({
      ...fixAt(++seq, start + minute * MINUTE, east, north ?? 0),
      ...more,
    }));
  const drive = (places: readonly Place[], seal = 'S1', more: object = {}) =>
    api.fixes(seal, fixesAt(places, more));
  /** Under way since the start. */
  const underWay = async (
    id = 'T1',
    containers: readonly object[] = [{ number: BOX_1, sealId: 'S1' }],
    arriveBy = at(400),
  ) => {
    await api.post('/transits', { ...newTransit(id, containers), arriveBy });
    await api.post(`/transits/${id}/seal`, { at: at(0) });
    await api.post(`/transits/${id}/approve`, { at: at(0) });
    expect((await api.post(`/transits/${id}/depart`, { at: at(0) })).status).toBe(200);
  };
  const ask = (what: string, body: object, token?: string) =>
    api.post(
      `/transits/T1/${what}`,
      { reason: 'because', ...body },
      token === undefined ? {} : { authorization: `Bearer ${token}` },
    );
  /** What stands, and what was taken back. */
  const alarms = async () => {
    const { items } = (await api.get('/alarms?transitId=T1')).body;
    return items
      .map((one: Record<string, string>) => `${one['kind']} ${one['sealId']} ${one['ending'] ?? 'stands'}`)
      .sort();
  };
  const told = async (id = 'T1') =>
    (await api.get(`/transits/${id}/timeline`)).body.items.map(
      ({ kind, what }: { kind: string; what: string }) => `${kind} ${what}`,
    );

  describe('a reroute', () => {
    const straying: readonly Place[] = [
      [1, 5_000],
      [2, 6_000],
      ...Array.from({ length: 8 }, (_, i) => [30 + i, 20_000, 2_000 + i * 500] as const),
    ];

    it('holds from its time on: what was found by the old route after that is taken back', async () => {
      await underWay();
      await drive(straying);
      expect(await alarms()).toEqual(['off_route S1 stands']);
      const { status, body } = await ask('reroute', { routeId: 'NORTH', at: at(20) });
      expect(status, JSON.stringify(body)).toBe(201);
      expect(body).toMatchObject({
        state: 'approved',
        was: 'R',
        isNow: 'NORTH',
        at: at(20),
        decidedBy: expect.any(String),
      });
      expect(await alarms()).toEqual(['off_route S1 corrected']);
      expect((await api.get('/transits/T1')).body.routeId).toBe('NORTH');
      expect(await told()).toContain('exception_approved reroute');
    });

    it('leaves what was found before its time', async () => {
      await underWay();
      await drive(straying);
      await ask('reroute', { routeId: 'NORTH', at: at(37) });
      expect(await alarms()).toEqual(['off_route S1 stands']);
    });

    it('judges late fixes from before it by the old route, also after a restart', async () => {
      await underWay();
      await drive([
        [1, 5_000],
        [2, 6_000],
      ]);
      await ask('reroute', { routeId: 'NORTH', at: at(20) });
      await drive([
        [40, 25_000, 10_000],
        [41, 26_000, 10_000],
      ]);
      expect(await alarms()).toEqual([]);
      await restart();
      // off both routes' common way, ten minutes before the reroute
      await drive([10, 11, 12, 13, 14, 15].map((minute) => [minute, 10_000, 3_000] as const));
      const { items } = (await api.get('/alarms?transitId=T1')).body;
      expect(items).toMatchObject([{ kind: 'off_route', start: at(10) }]);
    });

    it('is judged in its place among changes that were entered before it', async () => {
      await underWay();
      await drive(straying);
      await api.patch('/transits/T1', { arriveBy: at(500) });
      await ask('reroute', { routeId: 'NORTH', at: at(20) });
      expect(await alarms()).toEqual(['off_route S1 corrected']);
      await restart();
      await drive([[60, 25_000, 10_000]]);
      expect(await alarms()).toEqual(['off_route S1 corrected']);
    });
  });

  describe('a replaced seal', () => {
    it('takes the container over at its time: what the old one said since is not about it', async () => {
      await underWay();
      await drive([
        [1, 5_000],
        [10, 12_000],
      ]);
      // cut off by the officer, and taken away
      await drive([[21, 12_000]], 'S1', { events: ['rope_cut'] });
      await drive(
        [
          [22, 12_000],
          [30, 20_000],
          [31, 21_000],
        ],
        'S2',
      );
      expect(await alarms()).toEqual(['seal_tampered S1 stands']);
      const { status, body } = await ask('replace-seal', {
        ...{ number: BOX_1, sealId: 'S2', cause: 'battery', at: at(20) },
      });
      expect(status, JSON.stringify(body)).toBe(201);
      expect(body).toMatchObject({ state: 'approved', was: 'S1', isNow: 'S2', container: BOX_1 });
      expect(await alarms()).toEqual(['seal_tampered S1 corrected']);
      // the new one is watched as one under way, also by what it said before it was entered
      await drive(
        [32, 33, 34, 35, 36, 37].map((minute) => [minute, 21_000, 3_000] as const),
        'S2',
      );
      expect(await alarms()).toEqual(['off_route S2 stands', 'seal_tampered S1 corrected']);
      const { sealId, transit } = (await api.get(`/containers/${BOX_1}`)).body;
      expect({ sealId, state: transit.state }).toEqual({ sealId: 'S2', state: 'in_transit' });
    });

    it('folds late fixes of the old one in, from before its time and no later', async () => {
      await underWay();
      await drive([[1, 5_000]]);
      await ask('replace-seal', { number: BOX_1, sealId: 'S2', cause: 'damage', at: at(20) });
      await drive([10, 11, 12, 13, 14, 15].map((minute) => [minute, 10_000, 3_000] as const));
      await drive([40, 41, 42, 43, 44].map((minute) => [minute, 50_000, 9_000] as const));
      expect((await api.get('/alarms?transitId=T1')).body.items).toMatchObject([
        { kind: 'off_route', sealId: 'S1', start: at(10), end: at(20) },
      ]);
    });

    it('leaves the old one free for others', async () => {
      await underWay();
      await ask('replace-seal', { number: BOX_1, sealId: 'S2', cause: 'battery', at: at(20) });
      const next = newTransit('T2', [{ number: BOX_2, sealId: 'S1' }]);
      expect((await api.post('/transits', next)).status).toBe(201);
      expect((await api.get('/seals/S1')).body.transitId).toBe('T2');
      expect((await api.get('/seals/S2')).body.transitId).toBe('T1');
    });

    it('shows each seal on the track for its own time', async () => {
      await underWay();
      await drive([
        [1, 5_000],
        [25, 6_000],
      ]);
      await drive(
        [
          [15, 9_000],
          [26, 9_500],
        ],
        'S2',
      );
      await ask('replace-seal', { number: BOX_1, sealId: 'S2', cause: 'other', at: at(20) });
      const { items } = (await api.get('/transits/T1/track')).body;
      expect(items.map((one: Record<string, string>) => `${one['sealId']} ${one['time']}`)).toEqual([
        `S1 ${at(1)}`,
        `S2 ${at(26)}`,
      ]);
    });

    it('says the same after a restart', async () => {
      await underWay();
      await drive([[1, 5_000]]);
      await drive([[22, 12_000]], 'S2');
      await ask('replace-seal', { number: BOX_1, sealId: 'S2', cause: 'battery', at: at(20) });
      await restart();
      await drive(
        [32, 33, 34, 35, 36, 37].map((minute) => [minute, 21_000, 3_000] as const),
        'S2',
      );
      expect(await alarms()).toEqual(['off_route S2 stands']);
    });

    it('leaves it to the next seal of the transit to tell that it is late', async () => {
      const both = [
        { number: BOX_1, sealId: 'S1' },
        { number: BOX_2, sealId: 'S2' },
      ];
      await underWay('T1', both, at(15));
      for (const seal of ['S1', 'S2']) await drive([[18, 18_000]], seal);
      const late = async () =>
        (await api.get('/alarms?transitId=T1&kind=late_arrival')).body.items
          .map(({ sealId, start, end }: Record<string, string>) => `${sealId} ${start} ${end}`)
          .sort();
      expect(await late()).toEqual([`S1 ${at(15)} undefined`]);
      await ask('replace-seal', { number: BOX_1, sealId: 'S3', cause: 'battery', at: at(20) });
      for (const seal of ['S2', 'S3']) await drive([[25, 25_000]], seal);
      const now = [`S1 ${at(15)} ${at(20)}`, `S2 ${at(15)} undefined`];
      expect(await late()).toEqual(now);
      await restart();
      expect(await late()).toEqual(now);
    });

    it('is refused where it cannot be', async () => {
      await underWay();
      await underWay('T2', [{ number: BOX_2, sealId: 'S3' }]);
      const refused = async (body: object) => {
        const { status, body: problem } = await ask('replace-seal', {
          number: BOX_1,
          cause: 'battery',
          ...body,
        });
        return [status, problem.code, problem.errors?.[0]?.path].filter((one) => one !== undefined);
      };
      expect(await refused({ sealId: 'NONE' })).toEqual([422, 'reference_unknown', 'sealId']);
      expect(await refused({ sealId: 'S3' })).toEqual([409, 'seal_in_use']);
      expect(await refused({ sealId: 'S1' })).toEqual([400, 'invalid_request', 'sealId']);
      expect(await refused({ sealId: 'S2', number: BOX_2 })).toEqual([400, 'invalid_request', 'number']);
      expect(await refused({ sealId: 'S2', at: at(-10) })).toEqual([400, 'invalid_request', 'at']);
      expect(await refused({ sealId: 'S2', evidence: ['00000000-0000-4000-8000-000000000000'] })).toEqual([
        ...[422, 'reference_unknown', 'evidence.0'],
      ]);
    });
  });

  describe('another vehicle', () => {
    const passage = (id: string, plate: string) => ({
      ...{
        id,
        time: formatInstant(Date.now()),
        direction: 'out',
        container: BOX_1,
        containerConfidence: 0.98,
      },
      ...{ plate, plateConfidence: 0.98, source: 'camera' },
    });
    const decided = async (id: string, plate: string): Promise<readonly string[]> =>
      (await api.post('/gates/PORT-1/passages', passage(id, plate))).body.reasons;

    it('is what gates expect from then on, and of a barge they ask no plate', async () => {
      await underWay();
      expect(await decided('p1', '29H-999.99')).toContain('plate_mismatch');
      const { body } = await ask('change-vehicle', { vehicle: { plate: '29H-999.99' } });
      expect(body).toMatchObject({ state: 'approved', isNow: '29H-999.99' });
      expect(await decided('p2', '29H-999.99')).not.toContain('plate_mismatch');
      await ask('change-vehicle', { vehicle: { plate: 'Sông Hồng 05', means: 'barge' } });
      expect(await decided('p3', '15C-000.00')).not.toContain('plate_mismatch');
      expect((await api.get('/transits/T1')).body.vehicle).toEqual({ plate: 'Sông Hồng 05', means: 'barge' });
    });

    it('may be that of some containers only', async () => {
      await underWay('T1', [
        { number: BOX_1, sealId: 'S1' },
        { number: BOX_2, sealId: 'S2' },
      ]);
      await ask('change-vehicle', { vehicle: { plate: '29H-999.99' }, containers: [BOX_1] });
      const { vehicle, containers } = (await api.get('/transits/T1')).body;
      expect(containers).toMatchObject([
        { number: BOX_1, vehicle: { plate: '29H-999.99' } },
        { number: BOX_2, sealId: 'S2' },
      ]);
      expect(containers[1].vehicle).toBeUndefined();
      expect(vehicle.plate).not.toBe('29H-999.99');
      expect(await decided('p4', '29H-999.99')).not.toContain('plate_mismatch');
    });
  });

  describe('a split', () => {
    const both = [
      { number: BOX_1, sealId: 'S1' },
      { number: BOX_2, sealId: 'S2' },
    ];

    it('makes some containers a transit of their own: their seals are watched for it from then on', async () => {
      await underWay('T1', both);
      await drive([[5, 5_000]], 'S2');
      const { status, body } = await ask('split', {
        id: 'T9',
        number: 'QT-9',
        containers: [BOX_2],
        at: at(20),
      });
      expect(status, JSON.stringify(body)).toBe(201);
      expect((await api.get('/transits/T9')).body).toMatchObject({
        ...{ number: 'QT-9', state: 'in_transit', splitFrom: 'T1', departedAt: at(0) },
        containers: [{ number: BOX_2, sealId: 'S2' }],
      });
      expect((await api.get('/transits/T1')).body.containers).toEqual([{ number: BOX_1, sealId: 'S1' }]);
      await drive(
        [10, 11, 12, 13, 14, 15].map((minute) => [minute, 9_000, 3_000] as const),
        'S2',
      );
      await drive(
        [40, 41, 42, 43, 44, 45].map((minute) => [minute, 21_000, 3_000] as const),
        'S2',
      );
      const found = async (id: string) => (await api.get(`/alarms?transitId=${id}`)).body.items;
      expect(await found('T1')).toMatchObject([
        { kind: 'off_route', sealId: 'S2', start: at(10), end: at(20) },
      ]);
      expect(await found('T9')).toMatchObject([{ kind: 'off_route', sealId: 'S2', start: at(40) }]);
      expect(await told('T9')).toEqual([
        ...['step register', 'step seal', 'step approve', 'step depart'],
        ...['exception_approved split', 'alarm_opened off_route', 'alarm_revealed off_route'],
      ]);
      await restart();
      expect(await found('T9')).toHaveLength(1);
    });

    it('leaves something of the transit', async () => {
      await underWay('T1', both);
      expect((await ask('split', { number: 'QT-9', containers: [BOX_1, BOX_2] })).body.code).toBe(
        'invalid_request',
      );
      expect((await ask('split', { number: 'QT-T1', containers: [BOX_1] })).body.code).toBe('already_exists');
    });
  });

  describe('an early end', () => {
    it('is an arrival elsewhere, whose office closes it', async () => {
      await underWay();
      const { status, body } = await ask('end-early', {
        facilityId: 'PORT',
        outcome: 'taken_back',
        at: at(60),
      });
      expect(status, JSON.stringify(body)).toBe(201);
      expect(body).toMatchObject({ was: 'BORDER', isNow: 'PORT' });
      expect((await api.get('/transits/T1')).body).toMatchObject({
        to: 'PORT',
        state: 'arrived',
        arrivedAt: at(60),
      });
      expect(await told()).toEqual(expect.arrayContaining(['step arrive', 'exception_approved end_early']));
      expect((await api.post('/transits/T1/close', { at: at(70) })).status).toBe(200);
    });
  });

  describe('an incident', () => {
    it('stands on the timeline and is owed to who looks, and waits for nobody', async () => {
      await underWay();
      const carrier = await signInAs(store.pool, 'carrier', 'CARRIER');
      await store.pool.query(`update transits set carrier_id = 'CARRIER'; truncate outbox`);
      const said = { kind: 'breakdown', text: 'nổ lốp', place: { lat: 0, lon: 0.1 }, at: at(30) };
      const { status, body } = await ask('incident', said, carrier);
      expect(status, JSON.stringify(body)).toBe(201);
      expect(body).toMatchObject({ kind: 'incident', state: 'reported', reason: 'nổ lốp' });
      const { items } = (await api.get('/transits/T1/timeline')).body;
      expect(items).toContainEqual(
        expect.objectContaining({
          time: at(30),
          kind: 'incident',
          what: 'breakdown',
          reason: 'nổ lốp',
          by: 'Test carrier',
        }),
      );
      const { rows } = await store.pool.query(`select payload from outbox where topic = 'transit'`);
      expect(rows.map(({ payload }) => payload.incident)).toMatchObject([
        { kind: 'breakdown', text: 'nổ lốp' },
      ]);
      expect((await api.get('/transits/T1/exceptions')).body.items).toHaveLength(1);
      const ids = async (query: string) =>
        (await api.get(`/transits?${query}`)).body.items.map(({ id }: { id: string }) => id);
      expect([await ids('reported=true'), await ids('reported=false')]).toEqual([['T1'], []]);
    });
  });

  describe('who asks and who decides', () => {
    it('a carrier asks, the office of departure decides, and the timeline has both', async () => {
      const carrier = await signInAs(store.pool, 'carrier', 'CARRIER');
      await api.post('/transits', {
        ...newTransit('T1', [{ number: BOX_1, sealId: 'S1' }]),
        carrierId: 'CARRIER',
      });
      for (const step of ['seal', 'approve', 'depart']) await api.post(`/transits/T1/${step}`, { at: at(0) });
      const asked = await ask('reroute', { routeId: 'NORTH', at: at(20), reason: 'flood' }, carrier);
      expect(asked.status, JSON.stringify(asked.body)).toBe(201);
      expect(asked.body).toMatchObject({ state: 'waiting' });
      expect((await api.get('/transits/T1')).body).toMatchObject({ routeId: 'R', waiting: 1 });
      const listed = async (query: string, headers = {}) =>
        (await api.get(`/exceptions?${query}`, headers)).body.items;
      expect(await listed('state=waiting')).toMatchObject([
        {
          id: asked.body.id,
          mayDecide: true,
          transit: {
            number: 'QT-T1',
            from: 'PORT',
            to: 'BORDER',
            routeId: 'R',
            revision: expect.any(Number),
          },
        },
      ]);
      expect(await listed('state=waiting', { authorization: `Bearer ${carrier}` })).toMatchObject([
        {
          id: asked.body.id,
          mayDecide: false,
          transit: expect.not.objectContaining({ revision: expect.anything() }),
        },
      ]);
      expect(await listed('state=approved,refused')).toEqual([]);
      expect(await listed('kind=split')).toEqual([]);
      const decide = (what: string, body?: object, headers = {}) =>
        api.post(`/transits/T1/exceptions/${asked.body.id}/${what}`, body, headers);
      expect((await decide('approve', {}, { authorization: `Bearer ${carrier}` })).status).toBe(403);
      const [{ transit: seen }] = await listed('state=waiting');
      // what it was decided on moves on meanwhile
      await api.post('/transits/T1/incident', { kind: 'breakdown', text: 'a tyre' });
      for (const what of ['approve', 'refuse'])
        expect(await decide(what, { reason: 'road closed', revision: seen.revision })).toMatchObject({
          status: 409,
          body: { code: 'transit_changed', transit: { incident: { text: 'a tyre' }, waiting: 1 } },
        });
      const [{ transit: now }] = await listed('state=waiting');
      expect((await decide('approve', { reason: 'road closed', revision: now.revision })).body).toMatchObject(
        {
          ...{ state: 'approved', isNow: 'NORTH', decision: 'road closed' },
        },
      );
      expect((await decide('refuse', { reason: 'late' })).body).toMatchObject({
        ...{ code: 'wrong_state', exception: { state: 'approved', decision: 'road closed' } },
      });
      expect(await listed('state=approved')).toMatchObject([{ mayDecide: false, decision: 'road closed' }]);
      expect((await api.get('/transits/T1')).body.routeId).toBe('NORTH');
      const again = await ask('reroute', { routeId: 'R', at: at(40) }, carrier);
      const withdraw = (headers = {}) =>
        api.post(
          `/transits/T1/exceptions/${again.body.id}/withdraw`,
          { reason: 'the road is open' },
          headers,
        );
      const asCarrier = { authorization: `Bearer ${carrier}` };
      expect(await listed('state=waiting', asCarrier)).toMatchObject([{ mayWithdraw: true }]);
      expect(await listed('state=waiting')).toMatchObject([{ mayWithdraw: false }]);
      expect((await withdraw()).body.code).toBe('other_asker');
      expect((await withdraw(asCarrier)).body).toMatchObject({
        ...{ state: 'withdrawn', decidedBy: 'Test carrier', decision: 'the road is open' },
      });
      expect((await withdraw(asCarrier)).body.code).toBe('wrong_state');
      expect((await api.get('/transits/T1')).body.waiting).toBeUndefined();
      const lines = await told();
      expect(lines).toContain('exception_withdrawn reroute');
      expect(lines.filter((line: string) => line === 'exception_asked reroute')).toHaveLength(2);
      expect(lines).toContain('exception_asked reroute');
      expect(lines).toContain('exception_approved reroute');
    });
  });
});
