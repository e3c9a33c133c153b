import { formatInstant, MINUTE } from '@haidang/domain';
import { failOnLeaks, forEachStore, position } from '@haidang/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Directory } from '../../../apps/platform/src/directory/directory.js';
import { Checkpoint } from '../../../apps/platform/src/pipeline/checkpoint.js';
import { Reviser } from '../../../apps/platform/src/watch/reviser.js';
import { Api, BOX_1, BOX_2, fixAt, newTransit, registerCountry } from './api.js';

failOnLeaks();

/** Three hours ago, on a whole minute: when the drives of these stories begin. */
const start = Math.floor(Date.now() / MINUTE) * MINUTE - 180 * MINUTE;
const at = (minutes: number) => formatInstant(start + minutes * MINUTE);

const rectangle = (west: number, east: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      position(west, -800),
      position(east, -800),
      position(east, 800),
      position(west, 800),
      position(west, -800),
    ],
  ],
});

forEachStore((store) => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    for (const [id, facilityId, west, east] of [
      ['Z-PORT', 'PORT', -1_000, 1_000],
      ['Z-BORDER', 'BORDER', 99_000, 101_000],
    ] as const)
      await api.post('/zones', {
        id,
        name: id,
        kind: 'facility',
        geometry: rectangle(west, east),
        facilityId,
      });
    for (const [id, west] of [
      ['K1', 10_000],
      ['K2', 20_000],
      ['K3', 30_000],
    ] as const)
      await api.post('/zones', {
        id,
        name: `Point ${id}`,
        kind: 'stop',
        geometry: rectangle(west, west + 200),
      });
    const leg = {
      line: { type: 'LineString', coordinates: [position(0, 0), position(100_000, 0)] },
      halfWidth: 500,
      checkpoints: ['K1', 'K2', 'K3'],
    };
    await api.patch('/routes/R', { legs: [leg] });
  });
  afterAll(() => api.close());
  beforeEach(() => store.pool.query('truncate outbox'));
  afterEach(async () => {
    await api.patch('/facilities/PORT', { confirms: null });
    await api.patch('/facilities/BORDER', { confirms: null, cards: null });
    for (const { id } of (await api.get('/transits?state=registered,sealed,in_transit')).body.items)
      await api.post(`/transits/${id}/cancel`);
    for (const { id } of (await api.get('/transits?state=arrived')).body.items)
      await api.post(`/transits/${id}/close`);
    await store.pool.query('truncate transits, alarms, fixes cascade');
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
  /** Fixes of a seal by minutes since the start and metres along the road. */
  const drive = async (
    places: readonly (readonly [minute: number, east: number, north?: number])[],
    seal = 'S1',
  ) => {
    const fixes = places.map(([minute, east, north]) =>
      fixAt(++seq, start + minute * MINUTE, east, north ?? 0),
    );
    await api.fixes(seal, fixes);
    await api.journeys();
  };
  /** Registered, sealed and approved at the start. */
  const ready = async (id = 'T1', containers: readonly object[] = [{ number: BOX_1, sealId: 'S1' }]) => {
    await api.post('/transits', { ...newTransit(id, containers), arriveBy: at(400) });
    await api.post(`/transits/${id}/seal`, { at: at(0) });
    await api.post(`/transits/${id}/approve`, { at: at(0) });
  };
  const transit = async (id = 'T1') => (await api.get(`/transits/${id}`)).body;
  const told = async (id = 'T1') => {
    const { body } = await api.get(`/transits/${id}/timeline`);
    return body.items.map(({ kind, what }: { kind: string; what: string }) => `${kind} ${what}`);
  };
  const entries = async (kind: string) =>
    (await api.get('/transits/T1/timeline')).body.items.filter((one: { kind: string }) => one.kind === kind);

  const INSIDE = [
    [1, 0],
    [2, 0],
    [3, 500],
  ] as const;
  const LEAVING = [
    [4, 1_500],
    [5, 3_000],
  ] as const;
  const ARRIVING = [98_500, 99_500, 99_500, 99_500, 99_500].map((east, i) => [90 + i, east] as const);

  describe('an approval', () => {
    it('is given once, before the transit leaves, and told', async () => {
      await api.post('/transits', newTransit('T1', [{ number: BOX_1, sealId: 'S1' }]));
      expect(await transit()).not.toHaveProperty('approvedAt');
      const approved = await api.post('/transits/T1/approve', { at: at(1), reason: 'green' });
      expect(approved).toMatchObject({ status: 200, body: { state: 'registered', approvedAt: at(1) } });
      expect((await api.post('/transits/T1/approve')).body).toMatchObject({ code: 'wrong_state' });
      expect(await told()).toEqual(['step register', 'step approve']);
      // it is no event of the seals: nothing older is judged for it
      expect(api.app.get(Directory).seal('S1')!.task!.since).toBeGreaterThan(Date.parse(at(1)));
      await api.post('/transits/T1/seal');
      await api.post('/transits/T1/depart');
      const late = await api.post('/transits/T1/approve');
      expect(late).toMatchObject({
        status: 409,
        body: { code: 'wrong_state', allowed: ['registered', 'sealed'] },
      });
      expect((await api.post('/transits/NO/approve')).status).toBe(404);
      expect((await api.post('/transits/T1/approve', { at: 'soon' })).status).toBe(400);
    });

    it('cannot lie in the future, and is implied by whoever lets a transit depart', async () => {
      await api.post('/transits', newTransit('T1', [{ number: BOX_1, sealId: 'S1' }]));
      expect(await api.post('/transits/T1/approve', { at: at(400) })).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'at' }] },
      });
      await api.post('/transits/T1/seal');
      const { body } = await api.post('/transits/T1/depart', { at: at(5) });
      expect(body).toMatchObject({ departedAt: at(5), approvedAt: at(5) });
    });
  });

  describe('an act', () => {
    const act = (step: string, revision: number, more = {}) =>
      api.post(`/transits/T1/${step}`, { revision, ...more });
    const refused = (transit: object) => ({ status: 409, body: { code: 'transit_changed', transit } });

    it('is on the transit as its author saw it, and the ledger says which that was', async () => {
      await api.post('/transits', newTransit('T1', [{ number: BOX_1, sealId: 'S1' }]));
      const seen = (await transit()).revision;
      await api.patch('/transits/T1', { arriveBy: at(300) });
      expect(await act('approve', seen)).toMatchObject(refused({ arriveBy: at(300), revision: seen + 1 }));
      expect(await transit()).not.toHaveProperty('approvedAt');
      expect(await act('approve', seen + 1)).toMatchObject({ status: 200, body: { revision: seen + 2 } });
      expect(await act('approve', seen + 1)).toMatchObject(refused({ approvedAt: expect.any(String) }));
      const { rows } = await store.pool.query(
        `select data from ledger_inbox where kind = 'transit.approve' order by seq`,
      );
      expect(rows.at(-1)).toMatchObject({ data: { revision: seen + 1 } });
    });

    it('of two officers is that of the first', async () => {
      await ready();
      const { revision } = await transit();
      const answers = await Promise.all([act('depart', revision), act('cancel', revision)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    });

    it('confirms no proposal that late evidence has moved by a minute or more, or withdrawn', async () => {
      await ready();
      await drive([[1, 0], [2, 0], ...LEAVING]);
      const first = await transit();
      await drive([[2.5, 0]]);
      const moved = await transit();
      expect(moved).toMatchObject({ proposed: { step: 'depart' }, revision: first.revision });
      expect(moved.proposed.at).not.toBe(first.proposed.at);
      await drive([
        [5.5, 1_500],
        [6, 500],
      ]);
      const { proposed: _, ...withdrawn } = await transit();
      expect(await act('depart', first.revision)).toMatchObject(refused({ state: withdrawn.state }));
      expect((await act('depart', first.revision)).body.transit).not.toHaveProperty('proposed');
      expect((await transit()).state).toBe('sealed');
    });

    it('does not go by an alarm that its author has not seen', async () => {
      await ready();
      const { revision, alarms } = await transit();
      expect(alarms).toBeUndefined();
      await api.fixes('S1', [{ ...fixAt(++seq, start + MINUTE, 0), events: ['rope_cut'] }]);
      expect(await act('depart', revision)).toMatchObject(refused({ state: 'sealed', alarms: 1 }));
      expect((await act('depart', (await transit()).revision)).status).toBe(200);
    });

    it('that names no revision hangs on nothing that was seen', async () => {
      await ready();
      await api.patch('/transits/T1', { arriveBy: at(300) });
      expect((await api.post('/transits/T1/depart')).status).toBe(200);
    });
  });

  describe('a departure', () => {
    it('is proposed once it left, sealed and approved, and confirmed by the step', async () => {
      await ready();
      await drive(INSIDE);
      expect(await transit()).not.toHaveProperty('proposed');
      await store.pool.query('truncate outbox');
      await drive(LEAVING);
      expect(await transit()).toMatchObject({ state: 'sealed', proposed: { step: 'depart', at: at(3.5) } });
      const { rows } = await store.pool.query(`select payload from outbox where topic = 'transit'`);
      expect(rows).toMatchObject([{ payload: { id: 'T1', proposed: { step: 'depart', at: at(3.5) } } }]);
      expect((await api.get('/transits?proposed=depart')).body.items).toMatchObject([{ id: 'T1' }]);
      expect((await api.get('/transits?proposed=arrive')).body.items).toEqual([]);

      const confirmed = await api.post('/transits/T1/depart');
      expect(confirmed.body).toMatchObject({ state: 'in_transit', departedAt: at(3.5) });
      expect(confirmed.body).not.toHaveProperty('proposed');
      await api.journeys();
      expect((await api.get('/transits?proposed=depart,arrive')).body.items).toEqual([]);
      expect(await entries('step')).toMatchObject([
        { what: 'register' },
        { what: 'seal' },
        { what: 'approve' },
        { what: 'depart', time: at(3.5), how: 'confirmed' },
      ]);
      expect(await entries('proposed')).toMatchObject([{ what: 'depart', at: at(3.5) }]);
    });

    it('is not proposed of one that left before its approval, or without a seal', async () => {
      await api.post('/transits', newTransit('T1', [{ number: BOX_1, sealId: 'S1' }]));
      await api.post('/transits/T1/seal', { at: at(0) });
      await drive([...INSIDE, ...LEAVING]);
      await api.post('/transits/T1/approve', { at: at(4) });
      await api.journeys();
      expect(await transit()).not.toHaveProperty('proposed');
    });

    it('is proposed when the approval is entered afterwards, with its own time', async () => {
      await api.post('/transits', newTransit('T1', [{ number: BOX_1, sealId: 'S1' }]));
      await api.post('/transits/T1/seal', { at: at(0) });
      await drive([...INSIDE, ...LEAVING]);
      await api.post('/transits/T1/approve', { at: at(1) });
      await api.journeys();
      expect(await transit()).toMatchObject({ proposed: { step: 'depart', at: at(3.5) } });
    });

    it('is the same in whatever order its evidence came', async () => {
      const told = [...INSIDE, ...LEAVING, [6, 4_500] as const];
      const orders = [
        told,
        [...told].reverse(),
        [told[3]!, told[0]!, told[5]!, told[2]!, told[4]!, told[1]!],
      ];
      for (const [n, order] of orders.entries()) {
        await ready(`T${n}`);
        for (const place of order) await drive([place]);
        expect(await transit(`T${n}`), `order ${n}`).toMatchObject({
          proposed: { step: 'depart', at: at(3.5) },
        });
        await api.post(`/transits/T${n}/cancel`);
        await store.pool.query('truncate fixes');
      }
    });

    it('is moved and withdrawn by late evidence', async () => {
      await ready();
      await drive([[1, 0], [2, 0], ...LEAVING]);
      const first = (await transit()).proposed.at;
      expect(first).not.toBe(at(3.5));
      await drive([[3, 1_400]]);
      await drive([[2.5, 950]]);
      const moved = (await transit()).proposed.at;
      expect(Date.parse(moved)).toBeLessThan(Date.parse(first));
      await drive([
        [5.5, 1_500],
        [6, 500],
      ]);
      expect(await transit()).not.toHaveProperty('proposed');
      expect((await api.get('/transits?proposed=depart')).body.items).toEqual([]);
      expect(await told()).toEqual(expect.arrayContaining(['proposed depart', 'proposal_withdrawn depart']));
      expect((await api.post('/transits/T1/depart', { at: at(5) })).body).toMatchObject({
        departedAt: at(5),
      });
      expect((await entries('step')).at(-1)).not.toHaveProperty('how');
    });

    it('of several seals is that of the first', async () => {
      await ready('T1', [
        { number: BOX_1, sealId: 'S1' },
        { number: BOX_2, sealId: 'S2' },
      ]);
      await drive([...INSIDE, ...LEAVING], 'S2');
      expect(await transit()).toMatchObject({ proposed: { step: 'depart', at: at(3.5) } });
    });
  });

  describe('an arrival', () => {
    it('is proposed after three minutes in the zone, at the crossing in, and confirmed', async () => {
      await ready();
      await drive([...INSIDE, ...LEAVING]);
      await api.post('/transits/T1/depart');
      await drive(ARRIVING.slice(0, 4));
      expect(await transit()).not.toHaveProperty('proposed');
      await drive(ARRIVING.slice(4));
      expect(await transit()).toMatchObject({ proposed: { step: 'arrive', at: at(90.5) } });
      expect((await api.post('/transits/T1/arrive')).body).toMatchObject({
        state: 'arrived',
        arrivedAt: at(90.5),
      });
      await api.journeys();
      expect(await told()).not.toContain('contradicted arrive');
    });
  });

  describe('an office that confirms by itself', () => {
    const steps = async () =>
      (await entries('step')).map(({ what, how }: { what: string; how?: string }) => [what, how]);

    it('takes the steps at the detected times, once, and says so', async () => {
      await api.patch('/facilities/PORT', { confirms: 'itself' });
      await api.patch('/facilities/BORDER', { confirms: 'itself' });
      await ready();
      await drive([...INSIDE, ...LEAVING]);
      expect(await transit()).toMatchObject({ state: 'in_transit', departedAt: at(3.5) });
      await api.journeys();
      await drive(ARRIVING);
      await api.journeys();
      expect(await transit()).toMatchObject({ state: 'arrived', arrivedAt: at(90.5) });
      expect(await steps()).toEqual([
        ['register', undefined],
        ['seal', undefined],
        ['approve', undefined],
        ['depart', 'itself'],
        ['arrive', 'itself'],
      ]);
      expect(await told()).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(proposed|contradicted)/)]),
      );
    });

    it('takes up what was proposed before it was set so', async () => {
      await ready();
      await drive([...INSIDE, ...LEAVING]);
      expect(await transit()).toMatchObject({ state: 'sealed', proposed: { step: 'depart' } });
      await api.patch('/facilities/PORT', { confirms: 'itself' });
      await api.journeys();
      expect(await transit()).toMatchObject({ state: 'in_transit', departedAt: at(3.5) });
    });

    it('takes a step once, though two processes find it at the same time', async () => {
      await api.patch('/facilities/PORT', { confirms: 'itself' });
      await ready();
      const other = await Api.open(store);
      try {
        const fixes = [...INSIDE, ...LEAVING].map(([minute, east]) =>
          fixAt(++seq, start + minute * MINUTE, east),
        );
        await api.fixes('S1', fixes);
        await other.app.get(Checkpoint).restore();
        await other.app.get(Reviser).foldAll();
        await Promise.all([api.journeys(), other.journeys()]);
      } finally {
        await other.close();
      }
      expect((await steps()).filter(([what]: [string]) => what === 'depart')).toEqual([['depart', 'itself']]);
    });

    it('goes on after a restart: what was not taken is, what was is not taken again', async () => {
      await api.patch('/facilities/PORT', { confirms: 'itself' });
      await ready();
      await api.fixes(
        'S1',
        [...INSIDE, ...LEAVING].map(([minute, east]) => fixAt(++seq, start + minute * MINUTE, east)),
      );
      await restart();
      await api.journeys();
      expect(await transit()).toMatchObject({ state: 'in_transit', departedAt: at(3.5) });
      await restart();
      await api.journeys();
      expect((await steps()).filter(([what]: [string]) => what === 'depart')).toEqual([['depart', 'itself']]);
      expect(await told()).not.toContain('contradicted depart');
    });

    it('says what late evidence has against a step, and takes nothing back', async () => {
      await api.patch('/facilities/PORT', { confirms: 'itself' });
      await ready();
      await drive([[1, 0], [2, 0], ...LEAVING]);
      const { departedAt } = await transit();
      await drive([[4.5, 500]]);
      await drive([
        [5.5, 500],
        [6, 500],
      ]);
      expect(await transit()).toMatchObject({ state: 'in_transit', departedAt });
      expect(await entries('contradicted')).toMatchObject([{ what: 'depart' }]);
      expect((await entries('contradicted'))[0]).not.toHaveProperty('at');
    });
  });

  describe('a step that a person took', () => {
    it('stands against evidence that comes later, and says so once, until that agrees', async () => {
      await ready();
      await drive([[1, 0], [2, 0], ...LEAVING]);
      const { proposed } = await transit();
      await api.post('/transits/T1/depart', { at: proposed.at });
      const { revision } = await transit();
      expect(await transit()).not.toHaveProperty('contradicted');
      // it stood inside all the while
      await drive([[4.5, 500]]);
      await drive([
        [5.5, 500],
        [6, 500],
      ]);
      const refuted = await transit();
      expect(refuted).toMatchObject({ state: 'in_transit', departedAt: proposed.at });
      expect(refuted.contradicted).toEqual([{ step: 'depart' }]);
      expect(refuted.revision).toBeGreaterThan(revision);
      await api.journeys();
      expect(await entries('contradicted')).toMatchObject([{ what: 'depart' }]);
      await restart();
      await api.journeys();
      expect(await entries('contradicted')).toHaveLength(1);
      await drive([
        [60, 1_500],
        [61, 3_000],
      ]);
      const [{ at: left }] = (await transit()).contradicted;
      expect((await entries('contradicted')).map(({ at: said }: { at?: string }) => said)).toEqual([
        undefined,
        left,
      ]);
    });

    it('at a time that he entered may be half an hour off', async () => {
      await ready();
      await drive([[1, 0]]);
      await api.post('/transits/T1/depart', { at: at(1) });
      await drive([...INSIDE.slice(1), ...LEAVING]);
      expect(await transit()).toMatchObject({ witnesses: { departure: { seal: at(3.5) } } });
      expect(await transit()).not.toHaveProperty('contradicted');
      await api.post('/transits/T1/arrive', { at: at(30) });
      await drive(ARRIVING);
      expect((await transit()).contradicted).toEqual([{ step: 'arrive', at: at(90.5) }]);
      expect(await entries('contradicted')).toMatchObject([{ what: 'arrive', at: at(90.5) }]);
    });
  });

  it('passes and misses checkpoints in the order of the route', async () => {
    await ready();
    await drive([...INSIDE, ...LEAVING]);
    await api.post('/transits/T1/depart');
    const way: [number, number, number?][] = [];
    for (let east = 5_000; east <= 31_000; east += 2_000)
      way.push([6 + (east - 5_000) / 2_000, east, east > 18_000 && east < 22_000 ? 900 : 0]);
    await drive(way);
    const passed = (metres: number) => at(6 + (metres - 5_000) / 2_000);
    const [first, third] = [passed(10_000), passed(30_000)];
    expect((await transit()).checkpoints).toEqual([
      { zoneId: 'K1', passedAt: first },
      { zoneId: 'K2', missedAt: third },
      { zoneId: 'K3', passedAt: third },
    ]);
    expect(await entries('checkpoint_passed')).toMatchObject([
      { what: 'K1', time: first, reason: 'Point K1' },
      { what: 'K3', time: third },
    ]);
    expect(await entries('checkpoint_missed')).toMatchObject([{ what: 'K2', time: third }]);
  });

  it('tells how far a transit under way is, and when it may arrive', async () => {
    await ready();
    await drive([...INSIDE, ...LEAVING]);
    expect(await transit()).not.toHaveProperty('progress');
    await api.post('/transits/T1/depart');
    const now = Math.floor((Date.now() - start) / MINUTE);
    const way = [5, 4, 3, 2, 1].map((ago, i): [number, number] => [now - ago, 50_000 + 1_000 * i]);
    // one position that nothing agrees with
    await drive(way.toSpliced(3, 0, [now - 2.5, 300_000]));
    const { progress, remaining, eta, outliers } = await transit();
    expect(outliers).toBe(1);
    expect(progress).toBeCloseTo(54_000, -2);
    expect(remaining).toBeCloseTo(46_000, -2);
    // a kilometre a minute
    expect((Date.parse(eta) - start) / MINUTE).toBeCloseTo(now - 1 + 46, 0);
    expect((await api.get('/transits')).body.items).toMatchObject([{ id: 'T1', progress, eta }]);
    await api.post('/transits/T1/arrive');
    for (const key of ['progress', 'remaining', 'eta', 'outliers'])
      expect(await transit()).not.toHaveProperty(key);
  });

  describe('the cards of an office', () => {
    const unlock = (card: string) => ({
      ...fixAt(++seq, Date.now(), 99_500),
      lock: 'unlocked',
      card,
    });
    const alarms = async () => (await api.get('/alarms?kind=unauthorised_unlock')).body.items;
    const arrived = async () => {
      await ready();
      await drive([...INSIDE, ...LEAVING]);
      await api.post('/transits/T1/depart');
      await drive([[178, 99_500]]);
      await api.post('/transits/T1/arrive', { at: at(179) });
    };

    it('open its seals, and no others do', async () => {
      const kept = await api.patch('/facilities/BORDER', { cards: ['CARD-1', 'CARD-2'] });
      expect(kept.body).toMatchObject({ cards: ['CARD-1', 'CARD-2'] });
      await arrived();
      await api.fixes('S1', [unlock('CARD-2')]);
      expect(await alarms()).toEqual([]);
    });

    it('that it does not list raise an alarm', async () => {
      await arrived();
      await api.patch('/facilities/BORDER', { cards: ['CARD-1'] });
      await api.fixes('S1', [unlock('CARD-2')]);
      expect(await alarms()).toMatchObject([
        { why: { measured: { card: 'not listed', atDestination: 'yes' } } },
      ]);
    });

    it('are not asked for where it keeps no list', async () => {
      await arrived();
      await api.fixes('S1', [unlock('ANY')]);
      expect(await alarms()).toEqual([]);
    });

    it('stand in its list once each', async () => {
      expect((await api.patch('/facilities/BORDER', { cards: ['A', 'A'] })).status).toBe(400);
      expect((await api.patch('/facilities/BORDER', { confirms: 'nobody' })).status).toBe(400);
    });
  });
});
