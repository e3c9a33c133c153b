import { failOnLeaks, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Directory } from '../../../apps/platform/src/directory/directory.js';
import { ago, Api, BOX_1, registerCountry } from './api.js';

failOnLeaks();

withStore((store) => {
  let api: Api;
  let directory: Directory;
  beforeAll(async () => {
    api = await Api.open(store);
    await registerCountry(api);
    directory = api.app.get(Directory);
  });
  afterAll(() => api.close());

  const square = (side: number) => ({
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [side, 0],
        [side, side],
        [0, side],
        [0, 0],
      ],
    ],
  });

  describe.each([
    ['organisations', { id: 'O9', name: 'Office', kind: 'office', parentId: 'CENTRE' }, { name: 'Office 9' }],
    [
      'facilities',
      { id: 'F9', name: 'ICD', kind: 'icd', locode: 'VNHPH', place: { lat: 1, lon: 2 } },
      { name: 'ICD 9' },
    ],
    [
      'gates',
      { id: 'G9', name: 'Gate 9', facilityId: 'PORT', place: { lat: 1, lon: 2 } },
      { facilityId: 'BORDER' },
    ],
    [
      'zones',
      { id: 'Z9', name: 'Zone', kind: 'stop', geometry: square(1), facilityId: 'PORT' },
      { kind: 'forbidden' },
    ],
    [
      'routes',
      {
        id: 'R9',
        name: 'Road 9',
        from: 'PORT',
        to: 'BORDER',
        legs: [
          {
            line: {
              type: 'LineString',
              coordinates: [
                [0, 0],
                [0, 1],
              ],
            },
            halfWidth: 100,
            stops: [],
            checkpoints: [],
          },
        ],
        rules: { maxSpeed: 90 },
      },
      { rules: { maxSpeed: 100 } },
    ],
  ])('%s', (path, value, patch) => {
    it('are made, found, listed, changed and removed', async () => {
      const made = await api.post(`/${path}`, value);
      expect(made.status).toBe(201);
      expect(made.headers.get('location')).toBe(`/api/v1/${path}/${value.id}`);
      expect(made.body).toEqual(value);
      expect((await api.get(`/${path}/${value.id}`)).body).toEqual(value);
      expect((await api.get(`/${path}`)).body.items).toContainEqual(value);

      const changed = await api.patch(`/${path}/${value.id}`, patch);
      expect(changed).toMatchObject({ status: 200, body: { ...value, ...patch } });
      expect((await api.get(`/${path}/${value.id}`)).body).toEqual({ ...value, ...patch });

      const removed = await api.delete(`/${path}/${value.id}`);
      expect(removed).toMatchObject({ status: 204, body: '' });
      expect((await api.get(`/${path}/${value.id}`)).status).toBe(404);
    });

    it('are refused twice under one id', async () => {
      await api.post(`/${path}`, value);
      expect(await api.post(`/${path}`, value)).toMatchObject({
        status: 409,
        body: { code: 'already_exists', errors: [{ path: 'id' }] },
      });
      await api.delete(`/${path}/${value.id}`);
    });
  });

  it('a patch removes with null, keeps the id, and must leave something whole', async () => {
    await api.post('/zones', {
      id: 'Z1',
      name: 'Zone',
      kind: 'stop',
      geometry: square(1),
      facilityId: 'PORT',
    });
    const type = { 'content-type': 'application/merge-patch+json' };
    const bare = await api.patch('/zones/Z1', { facilityId: null }, type);
    expect(bare.status).toBe(200);
    expect(bare.body).not.toHaveProperty('facilityId');
    expect(await api.patch('/zones/Z1', { id: 'Z2' })).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'id' }] },
    });
    expect(await api.patch('/zones/Z1', { name: null })).toMatchObject({
      status: 400,
      body: { code: 'invalid_request', errors: [{ path: 'name' }] },
    });
    expect(await api.patch('/zones/Z1', [])).toMatchObject({
      status: 400,
      body: { code: 'invalid_request' },
    });
    const circle = { type: 'Circle', center: { lat: 1, lon: 1 }, radius: 500 };
    expect((await api.patch('/zones/Z1', { geometry: circle })).body.geometry).toEqual(circle);
    await api.delete('/zones/Z1');
  });

  it('what somebody has changed meanwhile is not overwritten, where the call says what it read', async () => {
    await api.post('/organisations', { id: 'TAGGED', name: 'One', kind: 'carrier' });
    const read = await api.get('/organisations/TAGGED');
    const tag = read.headers.get('etag')!;
    expect(tag).toMatch(/^"[\w-]{22}"$/);
    expect((await api.patch('/organisations/TAGGED', { name: 'Two' }, { 'if-match': tag })).status).toBe(200);
    const late = await api.patch('/organisations/TAGGED', { name: 'Three' }, { 'if-match': tag });
    expect(late).toMatchObject({ status: 412, body: { code: 'changed_meanwhile' } });
    expect((await api.delete('/organisations/TAGGED', { 'if-match': tag })).status).toBe(412);
    const now = await api.get('/organisations/TAGGED');
    expect(now.body.name).toBe('Two');
    const tags = `"other", ${now.headers.get('etag')}`;
    expect((await api.delete('/organisations/TAGGED', { 'if-match': tags })).status).toBe(204);
  });

  it('shapes that cannot be meant are refused; either turn of a ring and a repeated point are fine', async () => {
    const zone = (geometry: object) => api.post('/zones', { id: 'ZG', name: 'Z', kind: 'stop', geometry });
    const flat = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [1, 1],
          [2, 2],
          [0, 0],
        ],
      ],
    };
    expect(await zone(flat)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'geometry.coordinates.0', message: 'the ring encloses no area' }] },
    });
    const open = { type: 'Polygon', coordinates: [[...square(1).coordinates[0]!.slice(0, 4), [0.5, 0.5]]] };
    expect((await zone(open)).body.errors).toMatchObject([{ path: 'geometry.coordinates.0' }]);
    const turned = {
      type: 'Polygon',
      coordinates: [
        square(1)
          .coordinates[0]!.toReversed()
          .flatMap((p) => [p, p]),
      ],
    };
    expect((await zone(turned)).status).toBe(201);
    await api.delete('/zones/ZG');
    const standing = {
      line: {
        type: 'LineString',
        coordinates: [
          [1, 1],
          [1, 1],
        ],
      },
      halfWidth: 10,
    };
    expect(
      await api.post('/routes', { id: 'RG', name: 'R', from: 'PORT', to: 'BORDER', legs: [standing] }),
    ).toMatchObject({ status: 400, body: { errors: [{ path: 'legs.0.line.coordinates' }] } });
  });

  it('references are named where they are missing, and hold what they refer to', async () => {
    expect(
      await api.post('/gates', { id: 'GX', name: 'G', facilityId: 'NO', place: { lat: 0, lon: 0 } }),
    ).toMatchObject({
      status: 422,
      body: { code: 'reference_unknown', errors: [{ path: 'facilityId' }] },
    });
    const leg = {
      line: {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [1, 1],
        ],
      },
      halfWidth: 10,
      stops: ['ZR'],
    };
    const route = { id: 'RR', name: 'R', from: 'PORT', to: 'BORDER', legs: [leg] };
    expect(await api.post('/routes', route)).toMatchObject({
      status: 422,
      body: { errors: [{ path: 'legs.0.stops.0' }] },
    });
    await api.post('/zones', { id: 'ZR', name: 'Z', kind: 'stop', geometry: square(1) });
    expect((await api.post('/routes', route)).status).toBe(201);
    expect(await api.delete('/zones/ZR')).toMatchObject({ status: 409, body: { code: 'in_use' } });
    expect(await api.delete('/facilities/PORT')).toMatchObject({ status: 409, body: { code: 'in_use' } });
    expect((await api.delete('/routes/RR')).status).toBe(204);
    expect((await api.delete('/zones/ZR')).status).toBe(204);
  });

  it('pages hold what is asked for and lead to the end', async () => {
    const items = Array.from({ length: 5 }, (_, i) => ({ id: `P${i}`, name: 'P', kind: 'office' }));
    for (const item of items) await api.post('/organisations', item);
    const seen: string[] = [];
    for (let next: string | null = ''; next !== null;) {
      const { body } = await api.get(`/organisations?limit=2${next === '' ? '' : `&cursor=${next}`}`);
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map((item: { id: string }) => item.id));
      next = body.next;
    }
    expect(seen).toEqual(['CARRIER', 'CENTRE', 'P0', 'P1', 'P2', 'P3', 'P4']);
    for (const limit of ['0', '1001', 'x', '1.5']) {
      expect(await api.get(`/organisations?limit=${limit}`)).toMatchObject({
        status: 400,
        body: { errors: [{ path: 'limit' }] },
      });
    }
    expect(await api.get('/organisations?cursor=abc')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'cursor' }] },
    });
  });

  it('a gate is open to passages as soon as it is answered, and shut when it is gone', async () => {
    const passage = { id: 'p1', time: ago(0), direction: 'in', container: BOX_1 };
    await api.post('/gates', { id: 'G2', name: 'G', facilityId: 'PORT', place: { lat: 0, lon: 0 } });
    expect(directory.gate('G2')).toBeDefined();
    await api.delete('/gates/G2');
    expect(await api.post('/gates/G2/passages', passage)).toMatchObject({
      status: 404,
      body: { code: 'unknown_gate' },
    });
  });
});
