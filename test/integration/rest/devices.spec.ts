import { listLedger, provesSecret, readLiveCredentials, sequence } from '@haidang/store';
import { failOnLeaks, signInAs, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from './api.js';
import { breakOff } from './broken-off.js';

failOnLeaks();

/** Credentials of devices, as an administrator looks after them. */
withStore((store) => {
  let api: Api;
  /** An administrator of one office alone. */
  let ofOffice: Record<string, string>;
  beforeAll(async () => {
    api = await Api.open(store);
    await store.pool.query(`
      insert into organisations (id, name, kind, parent_id) values ('DEP', 'd', 'department', 'CENTRE'), ('HP', 'h', 'office', 'DEP'),
        ('DN', 'd', 'office', 'DEP'), ('VT', 'v', 'carrier', null);
      insert into facilities (id, name, kind, lat, lon, organisation_id) values ('LH', 'l', 'seaport', 0, 0, 'HP'), ('TS', 't', 'seaport', 0, 1, 'DN');
      insert into gates (id, name, facility_id, lat, lon) values ('G-LH', 'g', 'LH', 0, 0), ('G-TS', 'g', 'TS', 0, 1);
      insert into cameras (id, name, gate_id, maker, direction, both_ways, reads, time_zone, clock, settles)
        values ('CAM', 'c', 'G-LH', 'haidang', 'out', false, 'plate', 'Asia/Ho_Chi_Minh', 'said', 'read');
      insert into seals (id, interval_s, organisation_id) select 'S' || n, 30, case when n < 5 then 'HP' else 'DN' end from generate_series(1, 8) n`);
    ofOffice = { authorization: `Bearer ${await signInAs(store.pool, 'administrator', 'HP')}` };
  });
  afterAll(() => api.close());

  const importing = (lines: string, headers: Record<string, string> = {}) =>
    api.post('/devices/import', lines, { 'content-type': 'text/csv', ...headers });
  const proves = async (name: string, secret: string) => {
    const live = await readLiveCredentials(store.pool, [name]);
    return live.map(({ proof }) => proof.method === 'secret' && provesSecret(proof, secret));
  };
  const entered = async (name: string) => {
    await sequence(store.pool);
    const page = { after: null, limit: 50 };
    const entries = await listLedger(store.pool, { subjects: [`device/${name}`] }, page);
    return entries.reverse().map(({ kind, by }) => `${kind} by ${by?.role ?? 'nobody'}`);
  };

  it('issues, rotates and revokes; each is entered in the administrator’s name', async () => {
    const made = await api.post('/devices', { kind: 'seal', id: 'S1' });
    expect(made.status).toBe(201);
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(made.body).toMatchObject({
      ...{ name: 'S1', kind: 'seal', subject: 'S1', organisationId: 'HP', state: 'unused', heardAt: null },
      credentials: [{ method: 'secret', usedAt: null, endsAt: null, revokedAt: null }],
    });
    expect(await proves('S1', made.body.secret)).toEqual([true]);
    const shown = await api.get('/devices/S1');
    expect(JSON.stringify(shown.body)).not.toContain(made.body.secret);

    const next = await api.post('/devices/S1/rotate', { days: 1 });
    expect(next.body.state).toBe('unused');
    expect(next.body.credentials).toHaveLength(2);
    expect(Date.parse(next.body.credentials[1].endsAt)).toBeGreaterThan(Date.now());
    expect(await proves('S1', next.body.secret)).toEqual([true, false]);

    const revoked = await api.post('/devices/S1/revoke', { reason: 'mất trộm' });
    expect(revoked.body).toMatchObject({ state: 'ended', credentials: [{ revokedFor: 'mất trộm' }, {}] });
    expect(await proves('S1', next.body.secret)).toEqual([]);
    expect((await api.post('/devices/S1/revoke', { reason: 'x' })).body.code).toBe('wrong_state');
    expect(await entered('S1')).toEqual([
      'credential.issue by administrator',
      'credential.rotate by administrator',
      'credential.revoke by administrator',
    ]);
  });

  it('tells a secret once: a repeated call issues nothing and tells none', async () => {
    const headers = { 'idempotency-key': 'issue-s2' };
    const first = await api.post('/devices', { kind: 'seal', id: 'S2' }, headers);
    const again = await api.post('/devices', { kind: 'seal', id: 'S2' }, headers);
    expect(again.status).toBe(201);
    expect(again.body).toEqual({ ...first.body, secret: undefined });
    const kept = await store.pool.query('select answer::text from idempotency_keys where key = $1', [
      'issue-s2',
    ]);
    expect(kept.rows).toHaveLength(1);
    expect(JSON.stringify(kept.rows)).not.toContain(first.body.secret);
    const other = await api.post('/devices', { kind: 'seal', id: 'S2' });
    expect(other.body).toMatchObject({ code: 'credential_refused', status: 422 });
    expect(other.body.errors[0].message).toContain('rotate it');
  });

  it('issues to all of a file or to none, and names each line that is wrong', async () => {
    const wrong = await importing('kind,id\nseal,S3\nseal,S404\nship,S4\n');
    expect(wrong.body.errors).toEqual([
      { path: 'line 4', message: 'kind ship: seal, gate, camera, forwarder are the kinds' },
    ]);
    const unknown = await importing('kind,id,secret\nseal,S3,\nseal,S404,\nseal,S2,\ngate,G-LH,short\n');
    expect(unknown.body.code).toBe('credential_refused');
    expect(unknown.body.errors.map(({ path }: { path: string }) => path)).toEqual([
      'line 3',
      'line 4',
      'line 5',
    ]);
    expect((await api.get('/devices/S3')).body.code).toBe('device_not_found');
    expect((await importing('id\nS3\n')).body.errors).toEqual([
      { path: 'line 1', message: 'the column kind is missing' },
    ]);
    const done = await importing('kind,id\nseal,S3\ngate,G-LH\ncamera,CAM\nforwarder,VT\n');
    expect(done.status).toBe(201);
    expect(done.body.items.map(({ name }: { name: string }) => name)).toEqual(['S3', 'G-LH', 'CAM', 'VT']);
    for (const { name, secret } of done.body.items) expect(await proves(name, secret)).toEqual([true]);
    const listed = await api.get('/devices?limit=2&kind=seal');
    expect(listed.body.items.map(({ name }: { name: string }) => name)).toEqual(['S1', 'S2']);
    const rest = await api.get(`/devices?limit=2&kind=seal&cursor=${listed.body.next}`);
    expect(rest.body.items.map(({ name }: { name: string }) => name)).toEqual(['S3']);
  });

  it('issues nothing to a file whose sender broke off, and its key may be used again', async () => {
    const body = 'kind,id\nseal,S7\nseal,S8\n';
    const headers = {
      ...{ 'content-type': 'text/csv', 'idempotency-key': 'broken-off' },
      authorization: `Bearer ${await signInAs(store.pool, 'administrator', 'CENTRE')}`,
    };
    await breakOff(api, store.pool, { path: '/devices/import', body, headers, table: 'credentials' });
    expect((await api.get('/devices/S7')).body.code).toBe('device_not_found');
    const again = await importing(body, headers);
    expect([again.status, again.headers.get('idempotent-replay')]).toEqual([201, null]);
    expect((await api.get('/devices/S8')).status).toBe(200);
    await store.pool.query(`delete from devices where name in ('S7', 'S8')`);
  });

  it('says when a gate was heard: by its newest passage, and not by what was entered from paper', async () => {
    const heard = async (headers: Record<string, string> = {}) =>
      (
        (await api.get('/devices?kind=gate', headers)).body.items as {
          name: string;
          heardAt: string | null;
        }[]
      ).map(({ name, heardAt }) => [name, heardAt]);
    expect(await heard()).toEqual([['G-LH', null]]);
    const said = (id: string, seconds: number, source: string | null, at: string) =>
      store.pool.query(
        `insert into passages (gate_id, id, time, direction, images, source, received_at, decision)
          values ('G-LH', $1, now() - make_interval(secs => $2), 'in', '[]', $3, $4, '{}')`,
        [id, seconds, source, at],
      );
    const at = '2026-11-20T01:02:03.000Z';
    await said('older', 90, 'camera', '2026-11-19T01:02:03.000Z');
    await said('newest', 60, null, at);
    await said('sheet', 30, 'paper', '2026-11-21T01:02:03.000Z');
    expect(await heard()).toEqual([['G-LH', at]]);
    expect(await heard(ofOffice)).toEqual([['G-LH', at]]);
    expect((await api.get('/devices/G-LH')).body.heardAt).toBe(at);
  });

  it('is within one’s own tree: what is another office’s is not seen, and nothing is issued to it', async () => {
    await importing('kind,id\nseal,S5\ngate,G-TS\n');
    const seen = await api.get('/devices', ofOffice);
    expect(seen.body.items.map(({ name }: { name: string }) => name)).toEqual([
      'CAM',
      'G-LH',
      'S1',
      'S2',
      'S3',
    ]);
    for (const [way, path, body] of [
      ['GET', '/devices/S5', undefined],
      ['POST', '/devices/S5/rotate', {}],
      ['POST', '/devices/S5/revoke', { reason: 'x' }],
    ] as const)
      expect((await api.send(way, path, body, ofOffice)).body.code).toBe('device_not_found');
    const foreign = [
      { kind: 'seal', id: 'S6' },
      { kind: 'seal', id: 'S5' },
      { kind: 'forwarder', id: 'DN' },
      { kind: 'camera', id: 'NOWHERE' },
    ];
    for (const device of foreign)
      expect((await api.post('/devices', device, ofOffice)).body.code).toBe('forbidden');
    expect((await api.post('/devices', { kind: 'seal', id: 'S4' }, ofOffice)).status).toBe(201);
    expect(await readLiveCredentials(store.pool, ['S6', 'DN', 'NOWHERE'])).toEqual([]);
  });
});
