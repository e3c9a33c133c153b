import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Pipeline } from '../../../apps/platform/src/pipeline/pipeline.js';
import { ago, Api, BOX_1, newTransit, registerCountry } from './api.js';

failOnLeaks();

forEachStore((store) => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
  });
  afterAll(() => api.close());

  const passage = (id: string, hours: number, more: object = {}) => ({
    id,
    time: ago(hours),
    direction: 'out',
    container: BOX_1,
    plate: '15c 123.45',
    ...more,
  });

  it('a passage is answered with its decision, and answered so again', async () => {
    const body = passage('p1', 3);
    const held = await api.post('/gates/PORT-1/passages', body);
    expect(held.status).toBe(201);
    expect(held.body).toEqual({
      passageId: 'p1',
      gateId: 'PORT-1',
      time: held.body.time,
      verdict: 'hold',
      reasons: ['not_eligible'],
      container: BOX_1,
      direction: 'out',
    });
    await api.post('/transits', newTransit('T1', [{ number: BOX_1, sealId: 'S1' }]));
    await api.post('/transits/T1/seal');
    await api.post('/transits/T1/approve');
    expect(await api.post('/gates/PORT-1/passages', body)).toMatchObject({ status: 200, body: held.body });
    expect((await api.post('/gates/PORT-1/passages', passage('p2', 2))).body.verdict).toBe('pass');
    expect(await api.post('/gates/PORT-1/passages', { ...body, lane: '2' })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
  });

  it('an Idempotency-Key works as on any write', async () => {
    const key = { 'idempotency-key': 'g1' };
    const body = passage('p3', 1);
    const first = await api.post('/gates/PORT-1/passages', body, key);
    const again = await api.post('/gates/PORT-1/passages', body, key);
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replay')).toBe('true');
    expect((await api.post('/gates/PORT-1/passages', passage('p4', 1), key)).body.code).toBe(
      'idempotency_key_reused',
    );
  });

  it('what cannot be taken has the code it would have in the quarantine', async () => {
    const post = async (body: unknown, gate = 'PORT-1') => {
      const answer = await api.post(`/gates/${gate}/passages`, body);
      return `${answer.status} ${answer.body.code}`;
    };
    expect(await post(passage('x', 0), 'NO')).toBe('404 unknown_gate');
    expect(await post({ ...passage('x', 0), direction: 'up' })).toBe('400 bad_field');
    expect(await post({ id: 'x', direction: 'in' })).toBe('400 missing_field');
    expect(await post(passage('x', -1))).toBe('422 time_ahead');
    expect(await post({ ...passage('x', 0), time: '2019-12-31T00:00:00Z' })).toBe('422 time_before_2020');
    expect(await post(passage('x\0', 0))).toBe('400 bad_field');
    expect(await post([])).toBe('400 bad_field');
  });

  it('lists its passages newest first with their decisions', async () => {
    const { body } = await api.get('/gates/PORT-1/passages');
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(['p3', 'p2', 'p1']);
    expect(body.items[2]).toMatchObject({
      gateId: 'PORT-1',
      container: BOX_1,
      plate: '15C12345',
      images: [],
      decision: { passageId: 'p1', verdict: 'hold', reasons: ['not_eligible'] },
    });
    expect(body.items[2]).not.toHaveProperty('lane');
    const page = await api.get('/gates/PORT-1/passages?limit=2');
    const rest = await api.get(`/gates/PORT-1/passages?limit=2&cursor=${page.body.next}`);
    expect([...page.body.items, ...rest.body.items]).toEqual(body.items);
    expect((await api.get('/gates/NO/passages')).body.code).toBe('gate_not_found');
  });

  it('what was refused can be looked up, text as text and bytes as bytes', async () => {
    await store.pool.query('truncate quarantine');
    const send = (topic: string, payload: Buffer) =>
      new Promise<void>((kept) => api.app.get(Pipeline).take(topic, payload, kept));
    await send(topics.fixes('S1'), Buffer.from('{"seq":'));
    await send(topics.fixes('S9'), Buffer.from('{}'));
    await send('haidang/v1/other', Buffer.from([0xff, 0x00, 0x7f]));
    const long = Buffer.from(`"${'đ'.repeat(1_500)}`);
    await send(topics.fixes('S1'), long);

    const { body } = await api.get('/quarantine');
    expect(body.items.map(({ reason }: { reason: string }) => reason)).toEqual(
      expect.arrayContaining(['not_json', 'unknown_seal', 'bad_topic']),
    );
    const bytes = body.items.find(({ reason }: { reason: string }) => reason === 'bad_topic');
    expect(bytes).toMatchObject({ payload: '/wB/', encoding: 'base64', bytes: 3, topic: 'haidang/v1/other' });
    const texts = (await api.get('/quarantine?reason=not_json')).body.items;
    expect(texts).toHaveLength(2);
    const cut = texts.find((item: { bytes: number }) => item.bytes === 3_001);
    expect(cut).toMatchObject({ encoding: 'utf8', payload: `"${'đ'.repeat(999)}` });
    expect((await api.get(`/quarantine/${cut.id}`)).body).toEqual({ ...cut, payload: long.toString() });
    expect((await api.get('/quarantine?reason=none')).status).toBe(400);
    expect((await api.get('/quarantine/7b7c6b7e-3a52-4c59-9d0a-3d6b0c7f7a11')).body.code).toBe(
      'quarantine_not_found',
    );
    const page = await api.get('/quarantine?limit=3');
    const rest = await api.get(`/quarantine?limit=3&cursor=${page.body.next}`);
    expect([...page.body.items, ...rest.body.items]).toEqual(body.items);
  });
});
