import { request } from 'node:http';
import { connect } from 'node:net';
import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, type Answer } from './api.js';

failOnLeaks();

withStore((store) => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open(store);
  });
  afterAll(() => api.close());

  const organisation = { id: 'O1', name: 'Office', kind: 'office' };

  function expectProblem(answer: Answer, status: number, code: string): void {
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(answer).toMatchObject({ status, body: { status, code, type: `urn:haidang:error:${code}` } });
    expect(answer.body.title).toMatch(/^[A-Z].*\.$/);
  }

  it('names each wrong field', async () => {
    const answer = await api.post('/facilities', { id: 'a/b', kind: 'castle', place: { lat: 91, lon: 0 } });
    expectProblem(answer, 400, 'invalid_request');
    const paths = answer.body.errors.map(({ path }: { path: string }) => path);
    expect(paths).toEqual(['id', 'name', 'kind', 'place.lat']);
  });

  it('refuses text that no database can hold', async () => {
    const nul = await api.post('/organisations', { ...organisation, name: 'a\0b' });
    expectProblem(nul, 400, 'invalid_request');
    expect(nul.body.errors).toMatchObject([{ path: 'name' }]);
    const half = await api.post('/organisations', '{"id":"O1","name":"\\ud800","kind":"office"}');
    expect(half.body.errors).toMatchObject([{ path: 'name' }]);
    expectProblem(await api.get('/organisations/%00'), 400, 'invalid_request');
    expectProblem(await api.get('/transits/a%2Fb'), 400, 'invalid_request');
  });

  it('says when there is nothing at an address, and when another method is meant', async () => {
    expectProblem(await api.get('/nothing'), 404, 'route_unknown');
    expectProblem(await api.get('/alarms/7b7c6b7e-3a52-4c59-9d0a-3d6b0c7f7a11'), 404, 'alarm_not_found');
    expectProblem(await api.get('/alarms/7'), 400, 'invalid_request');
    const wrong = await api.delete('/organisations');
    expectProblem(wrong, 405, 'method_not_allowed');
    expect(wrong.headers.get('allow')).toBe('GET, HEAD, POST');
    expect((await api.send('PUT', '/transits/T1/depart')).headers.get('allow')).toBe('POST');
  });

  it('takes JSON of a bearable size only', async () => {
    expectProblem(await api.post('/organisations', '{"id":'), 400, 'not_json');
    expectProblem(await api.post('/organisations'), 400, 'invalid_request');
    expectProblem(await api.post('/organisations', ''), 400, 'invalid_request');
    const text = await api.post('/organisations', 'id=O1', {
      'content-type': 'application/x-www-form-urlencoded',
    });
    expectProblem(text, 415, 'unsupported_media_type');
    expectProblem(
      await api.post('/organisations', 'O1', { 'content-type': 'text/plain' }),
      415,
      'unsupported_media_type',
    );
    const large = { ...organisation, name: 'x'.repeat(8 * 1024 * 1024) };
    expectProblem(await api.post('/organisations', large), 413, 'body_too_large');
    const deep = '['.repeat(1_000_000);
    expectProblem(await api.post('/organisations', deep), 400, 'not_json');
    expectProblem(
      await api.patch('/organisations/O1', `${deep}${']'.repeat(1_000_000)}`),
      404,
      'organisation_not_found',
    );
  });

  it('refuses bytes that are not UTF-8', async () => {
    const bytes = Buffer.from([
      ...Buffer.from('{"id":"O1","name":"'),
      0xff,
      ...Buffer.from('","kind":"office"}'),
    ]);
    const { port } = new URL(api.origin);
    const status = await new Promise<number | undefined>((answered, failed) => {
      const headers = {
        authorization: `Bearer ${api.tokens.administrator}`,
        'content-type': 'application/json',
        'content-length': bytes.length,
      };
      const call = request(
        { port, method: 'POST', path: '/api/v1/organisations', headers, agent: false },
        (answer) => {
          answer.resume();
          answer.on('end', () => answered(answer.statusCode));
        },
      );
      call.on('error', failed);
      call.end(bytes);
    });
    expect(status).toBe(400);
  });

  it('answers an address that is none without giving anything away', async () => {
    const { port, hostname } = new URL(api.origin);
    const text = await new Promise<string>((answered, failed) => {
      const socket = connect(Number(port), hostname, () =>
        socket.end('GET /api/v1/seals/%zz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'),
      );
      let read = '';
      socket.on('data', (chunk) => (read += chunk.toString()));
      socket.on('end', () => answered(read));
      socket.on('error', failed);
    });
    expect(text).toMatch(/^HTTP\/1.1 400 /);
    expect(text).toContain('"code":"invalid_request"');
    expect(text).not.toContain('at ');
  });

  it('hides what went wrong inside', async () => {
    await store.pool.query('alter table organisations rename to hidden');
    try {
      const answer = await api.get('/organisations');
      expectProblem(answer, 500, 'internal');
      expect(api.errors.splice(0)).toEqual([
        'GET /api/v1/organisations: internal: relation "organisations" does not exist',
      ]);
      expect(JSON.stringify(answer.body)).not.toMatch(/organisations|relation|select/i);
    } finally {
      await store.pool.query('alter table hidden rename to organisations');
    }
  });

  describe('an Idempotency-Key', () => {
    const key = (value: string) => ({ 'idempotency-key': value });

    it('gets the first answer again and changes nothing', async () => {
      const first = await api.post('/organisations', organisation, key('k1'));
      expect(first.status).toBe(201);
      expect(first.headers.get('idempotent-replay')).toBeNull();
      const again = await api.post('/organisations', organisation, key('k1'));
      expect(again).toMatchObject({ status: 201, body: first.body });
      expect(again.headers.get('idempotent-replay')).toBe('true');
      expect(again.headers.get('location')).toBe('/api/v1/organisations/O1');
      expectProblem(await api.post('/organisations', organisation), 409, 'already_exists');
    });

    it('stands for one body of one call', async () => {
      const other = await api.post('/organisations', { ...organisation, name: 'Other' }, key('k1'));
      expectProblem(other, 422, 'idempotency_key_reused');
      const patch = await api.patch('/organisations/O1', { name: 'Renamed' }, key('k1'));
      expect(patch).toMatchObject({ status: 200, body: { name: 'Renamed' } });
      await api.patch('/organisations/O1', { name: 'Third' });
      const replayed = await api.patch('/organisations/O1', { name: 'Renamed' }, key('k1'));
      expect(replayed.body.name).toBe('Renamed');
      expect((await api.get('/organisations/O1')).body.name).toBe('Third');
      const removal = await api.delete('/organisations/O1', key('k1'));
      const again = await api.delete('/organisations/O1', key('k1'));
      expect([removal.status, again.status]).toEqual([204, 204]);
      expect(again.headers.get('idempotent-replay')).toBe('true');
    });

    it('is free again after a refusal', async () => {
      expectProblem(
        await api.post('/organisations', { ...organisation, parentId: 'NO' }, key('k2')),
        422,
        'reference_unknown',
      );
      expect((await api.post('/organisations', organisation, key('k2'))).status).toBe(201);
    });

    it('that another call still holds is refused, and nothing is done twice', async () => {
      const blocker = await store.pool.connect();
      try {
        await blocker.query('begin');
        await blocker.query(`select 1 from organisations where id = 'O1' for update`);
        const first = api.patch('/organisations/O1', { name: 'Slow' }, key('k3'));
        await waitFor(async () => {
          const { rowCount } = await blocker.query(
            `select 1 from pg_locks join pg_database on pg_database.oid = database
             where locktype = 'advisory' and objsubid = 1 and granted and datname = current_database()`,
          );
          return rowCount === 1;
        }, 10_000);
        const second = await api.patch('/organisations/O1', { name: 'Slow' }, key('k3'));
        expectProblem(second, 409, 'idempotency_in_progress');
        await blocker.query('commit');
        expect((await first).body.name).toBe('Slow');
      } finally {
        blocker.release();
      }
      const again = await api.patch('/organisations/O1', { name: 'Slow' }, key('k3'));
      expect(again.headers.get('idempotent-replay')).toBe('true');
    });

    it('is forgotten after a day', async () => {
      await store.pool.query(
        `update idempotency_keys set created_at = now() - interval '25 hours' where key = 'k1'`,
      );
      const fresh = await Api.open(store);
      try {
        await fresh.patch('/organisations/O1', { name: 'Other' }, key('k4'));
        const { rows } = await store.pool.query('select distinct key from idempotency_keys order by key');
        expect(rows.map((row) => row.key)).toEqual(['k2', 'k3', 'k4']);
      } finally {
        await fresh.close();
      }
    });

    it('must be visible ASCII', async () => {
      expectProblem(await api.post('/organisations', organisation, key('a b')), 400, 'invalid_request');
      expectProblem(
        await api.post('/organisations', organisation, key('x'.repeat(256))),
        400,
        'invalid_request',
      );
    });
  });
});
