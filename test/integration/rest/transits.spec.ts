import { failOnLeaks, forEachStore, signInAs } from '@haidang/testkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Directory } from '../../../apps/platform/src/directory/directory.js';
import { ago, Api, BOX_1, BOX_2, BOX_3, newTransit, registerCountry } from './api.js';
import { breakOff } from './broken-off.js';

failOnLeaks();

forEachStore((store) => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
  });
  afterAll(() => api.close());
  beforeEach(() => store.pool.query('truncate outbox'));
  afterEach(() => store.pool.query('truncate transits, alarms cascade'));

  const sealed = (id: string, sealId = 'S1', number: string = BOX_1) => newTransit(id, [{ number, sealId }]);
  const outbox = async () => {
    const { rows } = await store.pool.query('select channel, topic, payload from outbox order by id');
    return rows as { channel: string; topic: string; payload: { id: string; state: string } }[];
  };

  it('is registered, and shown as it was entered', async () => {
    const made = await api.post('/transits', {
      ...newTransit('T1', [
        { number: 'csqu 305438-3', sealId: 'S1', carrierSeal: 'ML-1', customsSeal: 'C-1' },
      ]),
      carrierId: 'CARRIER',
      departBy: '2026-11-22T15:00:00+07:00',
      rules: { maxSpeed: 90 },
    });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe('/api/v1/transits/T1');
    expect(made.body).toEqual({
      id: 'T1',
      number: 'QT-T1',
      declaration: '10001',
      regime: 'transit',
      from: 'PORT',
      to: 'BORDER',
      carrierId: 'CARRIER',
      vehicle: { plate: '15C-123.45' },
      containers: [{ number: BOX_1, sealId: 'S1', carrierSeal: 'ML-1', customsSeal: 'C-1' }],
      routeId: 'R',
      departBy: '2026-11-22T08:00:00.000Z',
      arriveBy: null,
      rules: { maxSpeed: 90 },
      state: 'registered',
      departedAt: null,
      arrivedAt: null,
      createdAt: made.body.createdAt,
      revision: 1,
    });
    expect((await api.get('/transits/T1')).body).toEqual(made.body);
    expect(await outbox()).toEqual([{ channel: 'live', topic: 'transit', payload: made.body }]);
  });

  it('is found by a part of its number, declaration, plates, container or seal, as people write them', async () => {
    await api.post('/seals', { id: 'VN-000777' });
    await api.post('/transits', {
      ...sealed('T1', 'VN-000777'),
      declaration: 'TK-3012',
      vehicle: { plate: '15C-777.45', trailer: '15R-888.99' },
    });
    await api.post('/transits', sealed('T2', 'S2', BOX_2));
    await api.post('/transits/T2/seal');
    const found = async (query: string) => {
      const { body } = await api.get(`/transits?${query}`);
      return body.items.map(({ id }: { id: string }) => id);
    };
    for (const part of [
      'qt-t1',
      'tk 3012',
      '77745',
      '15r 888',
      'vn000777',
      BOX_1.slice(2, 8),
      `${BOX_1.slice(0, 10)}[${BOX_1.at(-1)!}]`,
    ])
      expect(await found(`find=${encodeURIComponent(part)}`), part).toEqual(['T1']);
    // two parts side by side are no part of either
    expect(await found('find=T1TK')).toEqual([]);
    expect(await found('find=QT-T')).toEqual(['T2', 'T1']);
    expect(await found('find=QT-T&state=sealed')).toEqual(['T2']);
    expect(await found('find=QT-T&limit=1')).toEqual(['T2']);
    expect(await api.get('/transits?find=-q-')).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
  });

  describe('of a file', () => {
    const HEAD = 'number;declaration;from;to;routeId;plate;container;sealId;arriveBy';
    const csv = (...lines: string[]) =>
      api.post('/transits/import', [HEAD, ...lines].join('\r\n'), {
        'content-type': 'text/csv; charset=utf-8',
        authorization: `Bearer ${carrier}`,
      });
    let carrier: string;
    beforeAll(async () => {
      carrier = await signInAs(store.pool, 'carrier', 'CARRIER');
      await store.pool.query(`update seals set organisation_id = 'CARRIER'`);
    });

    it('a line is a container, lines of one number are one transit, and it is the carrier’s own', async () => {
      const { status, body } = await csv(
        `QT-1;TK-1;PORT;BORDER;R;15C-1;${BOX_1};S1;27/11/2026 18:00`,
        `QT-1;;;;;;${BOX_2};S2;`,
        `QT-2;TK-2;PORT;BORDER;R;15C-2;${BOX_3};;`,
      );
      expect([status, body.items]).toMatchObject([201, [{ number: 'QT-1' }, { number: 'QT-2' }]]);
      expect((await api.get(`/transits/${body.items[0].id}`)).body).toMatchObject({
        ...{ carrierId: 'CARRIER', arriveBy: '2026-11-27T11:00:00.000Z', vehicle: { plate: '15C-1' } },
        containers: [
          { number: BOX_1, sealId: 'S1' },
          { number: BOX_2, sealId: 'S2' },
        ],
      });
    });

    it('with errors nothing is registered, and each is named by its line', async () => {
      await api.post('/transits', {
        ...newTransit('T1', [{ number: BOX_3, sealId: 'S3' }]),
        carrierId: 'CARRIER',
      });
      const form = await csv(`QT-1;TK-1;PORT;BORDER;R;;CSQU3054384;S1;soon`, `QT-1;TK-9;;;;;${BOX_2};S2;`);
      expect(form.body.code).toBe('invalid_request');
      expect(form.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
        'line 2: arriveBy',
        'line 2: container',
        'line 2: plate',
        'line 3: declaration',
      ]);
      expect(byPath(form.body.errors)).toEqual({
        'line 2: arriveBy': ['bad_field', undefined],
        'line 2: container': ['container_number', undefined],
        'line 2: plate': ['missing_field', undefined],
        'line 3: declaration': ['says_otherwise', { line: 2 }],
      });
      const facts = await csv(
        `QT-1;TK-1;PORT;NOWHERE;R;15C-1;${BOX_1};S1;`,
        `QT-2;TK-2;PORT;BORDER;R;15C-2;${BOX_2};S3;`,
        `QT-3;TK-3;PORT;BORDER;R;15C-3;${BOX_1};NONE;`,
      );
      expect(facts.status).toBe(400);
      expect(facts.body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
        'line 2: to',
        'line 3: sealId',
        'line 4: container',
        'line 4: sealId',
      ]);
      expect(byPath(facts.body.errors)).toMatchObject({
        'line 2: to': ['reference_unknown', { value: 'NOWHERE' }],
        'line 3: sealId': ['seal_in_use', { sealId: 'S3' }],
        'line 4: container': ['stands_twice', { value: BOX_1 }],
        'line 4: sealId': ['reference_unknown', { value: 'NONE' }],
      });
      expect((await api.get('/transits')).body.items).toHaveLength(1);
    });

    it('that its caller broke off registers nothing, and its key may be used again', async () => {
      const file = [HEAD, `QT-1;TK-1;PORT;BORDER;R;15C-1;${BOX_1};S1;`].join('\r\n');
      const headers = {
        ...{ 'content-type': 'text/csv', 'idempotency-key': 'broken-off' },
        authorization: `Bearer ${carrier}`,
      };
      const path = '/transits/import';
      await breakOff(api, store.pool, { path, body: file, headers, table: 'transits' });
      expect((await api.get('/transits')).body.items).toEqual([]);
      const again = await api.post(path, file, headers);
      expect([again.status, again.headers.get('idempotent-replay')]).toEqual([201, null]);
      expect((await api.get('/transits')).body.items).toHaveLength(1);
    });
  });

  it('gets an id of its own when it brings none', async () => {
    const { id: _, ...body } = newTransit('T2');
    const made = await api.post('/transits', body);
    expect(made.body.id).toMatch(/^[0-9a-f-]{36}$/);
    expect((await api.get(made.headers.get('location')!.replace('/api/v1', ''))).status).toBe(200);
  });

  it('names every reference that leads nowhere, and everything that stands twice', async () => {
    const body = {
      ...newTransit('T1', [{ number: BOX_1, sealId: 'NO' }]),
      from: 'A',
      to: 'B',
      routeId: 'C',
      carrierId: 'D',
    };
    const unknown = await api.post('/transits', body);
    expect(unknown).toMatchObject({ status: 422, body: { code: 'reference_unknown' } });
    expect(unknown.body.errors.map((e: { path: string }) => e.path)).toEqual([
      'from',
      'to',
      'routeId',
      'carrierId',
    ]);
    expect((await api.post('/transits', sealed('T1', 'NO'))).body.errors).toMatchObject([
      { path: 'containers.0.sealId' },
    ]);
    const twice = newTransit('T1', [
      { number: BOX_1, sealId: 'S1' },
      { number: BOX_1, sealId: 'S1' },
    ]);
    expect((await api.post('/transits', twice)).body.errors).toMatchObject([
      { path: 'containers.1.number' },
      { path: 'containers.1.sealId' },
    ]);
    expect(
      (await api.post('/transits', newTransit('T1', [{ number: 'CSQU3054384' }]))).body.errors,
    ).toMatchObject([{ path: 'containers.0.number' }]);
    await api.post('/transits', newTransit('T1'));
    expect(await api.post('/transits', { ...newTransit('T9'), number: 'QT-T1' })).toMatchObject({
      status: 409,
      body: { code: 'already_exists' },
    });
  });

  describe('steps', () => {
    it('lead from the registration to the end, each by its own time', async () => {
      await api.post('/transits', newTransit('T1', [{ number: BOX_1 }, { number: BOX_2, sealId: 'S2' }]));
      const seal = await api.post('/transits/T1/seal', { containers: [{ number: BOX_1, sealId: 'S1' }] });
      expect(seal).toMatchObject({ status: 200, body: { state: 'sealed' } });
      expect(seal.body.containers).toEqual([
        { number: BOX_1, sealId: 'S1' },
        { number: BOX_2, sealId: 'S2' },
      ]);
      const [departedAt, arrivedAt] = [ago(3), ago(1)];
      expect((await api.post('/transits/T1/depart', { at: departedAt })).body).toMatchObject({
        state: 'in_transit',
        departedAt,
      });
      expect(api.app.get(Directory).seal('S1')!.task).toMatchObject({ transitId: 'T1', container: BOX_1 });
      const early = await api.post('/transits/T1/arrive', { at: ago(4) });
      expect(early).toMatchObject({ status: 400, body: { errors: [{ path: 'at' }] } });
      expect((await api.post('/transits/T1/arrive', { at: ago(-1) })).status).toBe(400);
      expect((await api.post('/transits/T1/arrive', { at: arrivedAt })).body).toMatchObject({
        state: 'arrived',
        arrivedAt,
      });
      expect((await api.post('/transits/T1/close')).body).toMatchObject({
        state: 'closed',
        departedAt,
        arrivedAt,
      });
      expect(api.app.get(Directory).seal('S1')!.task).toBeNull();
      expect((await outbox()).map(({ payload }) => payload.state)).toEqual([
        'registered',
        'sealed',
        'in_transit',
        'arrived',
        'closed',
      ]);
    });

    it('are refused out of order, naming the state and where they are possible', async () => {
      await api.post('/transits', sealed('T1'));
      const refused = async (step: string, state: string, allowed: string[]) =>
        expect(await api.post(`/transits/T1/${step}`)).toMatchObject({
          status: 409,
          body: { code: 'wrong_state', state, allowed, transit: { id: 'T1', state } },
        });
      await refused('depart', 'registered', ['sealed']);
      await refused('arrive', 'registered', ['in_transit']);
      await refused('close', 'registered', ['arrived']);
      await api.post('/transits/T1/seal');
      await refused('seal', 'sealed', ['registered']);
      await api.post('/transits/T1/cancel', { reason: 'not needed' });
      await refused('cancel', 'cancelled', ['registered', 'sealed', 'in_transit']);
      expect(await api.post('/transits/NO/depart')).toMatchObject({
        status: 404,
        body: { code: 'transit_not_found' },
      });
    });

    it('seal every container or none', async () => {
      await api.post('/transits', newTransit('T1', [{ number: BOX_1 }, { number: BOX_2 }]));
      expect(
        await api.post('/transits/T1/seal', { containers: [{ number: BOX_1, sealId: 'S1' }] }),
      ).toMatchObject({
        status: 409,
        body: { code: 'not_sealed', containers: [BOX_2] },
      });
      expect(
        await api.post('/transits/T1/seal', { containers: [{ number: BOX_3, sealId: 'S1' }] }),
      ).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'containers.0.number' }] },
      });
      expect((await api.get('/transits/T1')).body).toMatchObject({ state: 'registered' });
      const both = {
        containers: [
          { number: BOX_1, sealId: 'S1' },
          { number: BOX_2, sealId: 'S2' },
        ],
      };
      expect((await api.post('/transits/T1/seal', both)).status).toBe(200);
      await store.pool.query(`update transit_containers set seal_id = null where number = $1`, [BOX_2]);
      expect(await api.post('/transits/T1/depart')).toMatchObject({
        status: 409,
        body: { code: 'not_sealed' },
      });
    });

    it('let a seal close one container at a time', async () => {
      await api.post('/transits', sealed('T1'));
      expect(await api.post('/transits', sealed('T2'))).toMatchObject({
        status: 409,
        body: { code: 'seal_in_use', sealId: 'S1', transitId: 'T1' },
      });
      await api.post('/transits', newTransit('T2', [{ number: BOX_2 }]));
      const step = { containers: [{ number: BOX_2, sealId: 'S1' }] };
      expect(await api.post('/transits/T2/seal', step)).toMatchObject({
        status: 409,
        body: { code: 'seal_in_use' },
      });
      await api.post('/transits/T1/cancel');
      expect((await api.post('/transits/T2/seal', step)).body).toMatchObject({ state: 'sealed' });
      expect((await api.get('/seals/S1')).body.transitId).toBe('T2');
    });

    it('of two users at once are taken one after the other', async () => {
      await api.post('/transits', sealed('T1'));
      await api.post('/transits/T1/seal');
      const answers = await Promise.all(Array.from({ length: 5 }, () => api.post('/transits/T1/depart')));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409, 409]);
      const made = await Promise.all(
        ['A', 'B', 'C'].map((id) => api.post('/transits', sealed(id, 'S2', BOX_2))),
      );
      expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect(made.find(({ status }) => status === 409)!.body.code).toBe('seal_in_use');
    });
  });

  it('may be changed as far as it has not gone', async () => {
    await api.post('/transits', { ...sealed('T1'), departBy: ago(0) });
    const changed = await api.patch('/transits/T1', {
      containers: [{ number: BOX_2, sealId: 'S2' }],
      vehicle: { trailer: '15R-012.34' },
      departBy: null,
    });
    expect(changed).toMatchObject({
      status: 200,
      body: {
        containers: [{ number: BOX_2, sealId: 'S2' }],
        vehicle: { plate: '15C-123.45', trailer: '15R-012.34' },
      },
    });
    expect(changed.body.departBy).toBeNull();
    expect((await api.get('/seals/S1')).body.transitId).toBeNull();
    await api.post('/transits/T1/seal');
    expect(await api.patch('/transits/T1', { containers: [{ number: BOX_1, sealId: 'S1' }] })).toMatchObject({
      status: 409,
      body: { code: 'wrong_state', state: 'sealed', errors: [{ path: 'containers' }] },
    });
    await api.post('/transits/T1/depart');
    expect((await api.patch('/transits/T1', { declaration: '9' })).body.code).toBe('wrong_state');
    const arriveBy = ago(-5);
    expect((await api.patch('/transits/T1', { arriveBy })).body).toMatchObject({
      arriveBy,
      state: 'in_transit',
    });
    await api.post('/transits/T1/arrive');
    expect((await api.patch('/transits/T1', { arriveBy: ago(-6) })).body.code).toBe('wrong_state');
  });

  it('are listed newest first, by state, container, seal and facility', async () => {
    for (const id of ['T1', 'T2', 'T3']) await api.post('/transits', newTransit(id));
    await api.post('/transits', sealed('T4', 'S2', BOX_2));
    await api.post('/transits/T4/seal');
    const ids = async (query: string) =>
      (await api.get(`/transits?${query}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await ids('')).toEqual(['T4', 'T3', 'T2', 'T1']);
    expect(await ids('state=sealed')).toEqual(['T4']);
    expect(await ids('state=sealed,registered&limit=2')).toEqual(['T4', 'T3']);
    expect(await ids('container=tcnu-720079-4')).toEqual(['T4']);
    expect(await ids('sealId=S2')).toEqual(['T4']);
    expect(await ids('from=BORDER')).toEqual([]);
    const first = await api.get('/transits?limit=3');
    expect(first.body.items).toHaveLength(3);
    expect(await ids(`limit=3&cursor=${first.body.next}`)).toEqual(['T1']);
    expect((await api.get('/transits?state=lost')).status).toBe(400);
  });

  it('pages go on where they ended, also among transits of one instant', async () => {
    for (let i = 0; i < 7; i++) await api.post('/transits', newTransit(`T${i}`));
    await store.pool.query(`update transits set created_at = '2026-01-01T00:00:00.123456Z'`);
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { body } = await api.get(`/transits?limit=2${cursor}`);
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      if (body.next === null) break;
      cursor = `&cursor=${body.next}`;
    }
    expect(seen).toEqual(['T6', 'T5', 'T4', 'T3', 'T2', 'T1', 'T0']);
  });
});

/** What a page says of each wrong line: its code, and what it is about. */
function byPath(errors: readonly { path: string; code?: string; values?: object }[]) {
  return Object.fromEntries(errors.map(({ path, code, values }) => [path, [code, values]]));
}
