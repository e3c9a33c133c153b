import { randomUUID } from 'node:crypto';
import type { SignedInView } from '@haidang/contract';
import { ensureCentre, findUser, insertUser, setPassword } from '@haidang/store';
import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '../../../apps/platform/src/identity/passwords.js';
import { Sessions } from '../../../apps/platform/src/identity/sessions.js';
import { RouteTable } from '../../../apps/platform/src/http/route-table.js';
import { Api, type Answer } from '../rest/api.js';

failOnLeaks();

const PASSWORD = 'cá chuồn bay 2026';

withStore((store) => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open(store);
    await api.app.get(Sessions).start();
    const organisationId = await ensureCentre(store.pool);
    const lan = {
      id: randomUUID(),
      username: 'lan',
      name: 'Lan Phạm',
      role: 'administrator',
      organisationId,
    };
    await insertUser(store.pool, {
      ...lan,
      role: 'administrator',
      passwordHash: await hashPassword(PASSWORD),
      mustChange: false,
    });
  });
  afterAll(async () => {
    api.app.get(Sessions).stop();
    await api.close();
  });

  /** Without the administrator's token that the others ask with. */
  const asNobody = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    api.send(method, path, body, { authorization: '', ...headers });
  const signIn = (password = PASSWORD, username = 'lan', headers: Record<string, string> = {}) =>
    asNobody('POST', '/session', { username, password }, headers);
  const bearer = ({ body }: Answer) => ({ authorization: `Bearer ${(body as SignedInView).token}` });
  const cookieOf = ({ headers }: Answer) => headers.get('set-cookie')!.split(';')[0]!;

  it('answers who it is, with a token, and sets a cookie that no script reads and no other site sends', async () => {
    const answer = await signIn();
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      person: { username: 'lan', name: 'Lan Phạm', role: 'administrator', organisation: { id: 'CENTRE' } },
      must: null,
      secondFactor: false,
      how: 'password',
    });
    expect(answer.body.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(answer.headers.get('set-cookie')).toBe(
      `haidang_session=${answer.body.token}; Max-Age=43200; Path=/; HttpOnly; SameSite=Strict`,
    );
    const { token: _, ...session } = answer.body;
    expect((await asNobody('GET', '/session', undefined, bearer(answer))).body).toEqual(session);
    expect((await asNobody('GET', '/session', undefined, { cookie: cookieOf(answer) })).body).toEqual(
      session,
    );
    expect((await asNobody('GET', '/session/who', undefined, { cookie: cookieOf(answer) })).body).toEqual({
      session,
    });
  });

  it('takes a name in any case, and a password as another keyboard composes it', async () => {
    expect((await signIn(PASSWORD.normalize('NFD'), ' LAN ')).status).toBe(201);
  });

  it('keeps neither the token nor the password', async () => {
    const { body } = await signIn();
    const { rows } = await store.pool.query<{ text: string }>(
      `select (select string_agg(sessions::text, '') from sessions) || (select string_agg(users::text, '') from users) as text`,
    );
    expect(rows[0]!.text).not.toContain(body.token);
    expect(rows[0]!.text).not.toContain(Buffer.from(body.token, 'base64url').toString('hex'));
    expect(rows[0]!.text).not.toContain('cá chuồn');
    expect((await findUser(store.pool, { username: 'lan' }))!.passwordHash).toMatch(
      /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/,
    );
  });

  it('says the same of an unknown user, a disabled one and a wrong password', async () => {
    await store.pool.query(
      `insert into users (id, username, name, role, organisation_id, password_hash, disabled_at)
       select $1, 'gone', 'Gone', 'auditor', organisation_id, password_hash, now() from users where username = 'lan'`,
      [randomUUID()],
    );
    const answers = [await signIn('wrong'), await signIn(PASSWORD, 'nobody'), await signIn(PASSWORD, 'gone')];
    for (const { status, body, headers } of answers) {
      expect(status).toBe(401);
      expect(body).toEqual(answers[0]!.body);
      expect(body.code).toBe('sign_in_refused');
      expect(headers.get('set-cookie')).toBeNull();
    }
  });

  describe('without a session', () => {
    it('every route but the public ones is refused', async () => {
      const routes = api.app.get(RouteTable).all();
      const open: string[] = [];
      for (const { method, path } of routes.filter(({ method }) => method !== 'OPTIONS')) {
        const { status, body } = await asNobody(method, api.origin + path.replace(/:\w+/g, 'x'));
        if (status !== 401) open.push(`${method} ${path} ${status}`);
        else if (method !== 'HEAD')
          expect(body.code, path).toMatch(/^(not_signed_in|sign_in_refused|bad_credentials)$/);
      }
      expect(open.filter((route) => !route.startsWith('HEAD')).sort()).toEqual([
        'GET /api/openapi.json 200',
        'GET /api/v1/demo/accounts 200',
        // they send the browser to the page, which this platform has not
        'GET /api/v1/session/directory 404',
        'GET /api/v1/session/directory/callback 404',
        'GET /api/v1/session/directory/sign-out 404',
        'GET /api/v1/session/who 200',
        'GET /config.json 200',
        'GET /health/live 200',
        'GET /health/ready 503',
        'GET /metrics 200',
        'POST /api/v1/session 400',
      ]);
      expect((await asNobody('GET', '/demo/accounts')).body).toEqual({ items: [], simulator: null });
      expect((await asNobody('GET', '/session/who')).body).toEqual({ session: null });
    });

    it('an address written otherwise is no way round', async () => {
      for (const path of [
        '/%61pi/v1/seals',
        '/api/v1/seals/',
        '/api//v1/seals',
        '//api/v1/seals',
        '/API/V1/seals',
      ])
        expect((await asNobody('GET', api.origin + path)).status, path).toBeGreaterThanOrEqual(400);
    });

    it.each(['Bearer', 'Bearer x', `Bearer ${'a'.repeat(43)}`, 'Basic bGFuOng='])(
      'a header that says %s is none',
      async (authorization) => {
        expect((await asNobody('GET', '/seals', undefined, { authorization })).status).toBe(401);
      },
    );

    it('a body is not read', async () => {
      const answer = await asNobody('POST', '/seals', 'x'.repeat(9_000_000));
      expect(answer.status).toBe(401);
    });
  });

  describe('a write that only a cookie speaks for', () => {
    const write = (cookie: string, headers: Record<string, string>) =>
      asNobody('POST', '/organisations', { id: 'X', name: 'X', kind: 'office' }, { cookie, ...headers });

    it('must come from our own page', async () => {
      const cookie = cookieOf(await signIn());
      for (const headers of [
        {},
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
      ])
        expect(await write(cookie, headers)).toMatchObject({ status: 403, body: { code: 'cross_site' } });
      expect((await write(cookie, { origin: api.origin })).status).toBe(201);
      expect((await write(cookie, { 'sec-fetch-site': 'same-origin' })).status).toBe(409);
    });

    it('is free to read, and a token speaks for itself', async () => {
      const session = await signIn();
      const foreign = { origin: 'https://evil.example' };
      expect(
        (await asNobody('GET', '/seals', undefined, { cookie: cookieOf(session), ...foreign })).status,
      ).toBe(200);
      const answer = await asNobody('POST', '/seals', { id: 'SX' }, { ...bearer(session), ...foreign });
      expect(answer.status).toBe(201);
    });

    it('is told to operators with who was refused, and from where, and not again each time', async () => {
      const { token } = api;
      api.warnings.length = 0;
      for (let i = 0; i < 3; i++) {
        const refused = await asNobody('POST', `/users?x=${i}`, {}, { authorization: `Bearer ${token}` });
        expect(refused.body.code).toBe('forbidden');
      }
      expect(api.warnings).toEqual([
        expect.stringMatching(
          /^POST \/api\/v1\/users: refused to shift_supervisor [0-9a-f-]{36} from 127\.0\.0\.1: forbidden$/,
        ),
      ]);
    });

    it('nor does another site sign somebody in', async () => {
      const answer = await signIn(PASSWORD, 'lan', { origin: 'https://evil.example' });
      expect(answer).toMatchObject({ status: 403, body: { code: 'cross_site' } });
    });
  });

  describe('a session', () => {
    it('ends when its person signs out, and its cookie is taken away', async () => {
      const session = await signIn();
      const ended = await asNobody('DELETE', '/session', undefined, bearer(session));
      expect(ended.status).toBe(204);
      expect(ended.headers.get('set-cookie')).toMatch(/^haidang_session=; Max-Age=0; /);
      expect((await asNobody('GET', '/session', undefined, bearer(session))).status).toBe(401);
      const who = await asNobody('GET', '/session/who', undefined, bearer(session));
      expect(who).toMatchObject({ status: 200, body: { session: null } });
    });

    it('takes what the browser kept away with it, but not its storage', async () => {
      const ended = await asNobody('DELETE', '/session', undefined, bearer(await signIn()));
      expect(ended.headers.get('clear-site-data')).toBe('"cache"');
    });

    it('ends when somebody signs in anew in the same browser', async () => {
      const former = await signIn();
      const next = await signIn(PASSWORD, 'lan', { cookie: cookieOf(former), origin: api.origin });
      expect((await asNobody('GET', '/session', undefined, bearer(former))).status).toBe(401);
      expect((await asNobody('GET', '/session', undefined, bearer(next))).status).toBe(200);
      const elsewhere = await signIn();
      expect(elsewhere.status).toBe(201);
      expect((await asNobody('GET', '/session', undefined, bearer(next))).status).toBe(200);
    });

    it('that was used a moment ago ends at once when its row goes, whoever takes it away', async () => {
      const session = await signIn();
      const isIn = async () => (await asNobody('GET', '/session', undefined, bearer(session))).status === 200;
      expect(await isIn()).toBe(true);
      await store.pool.query('delete from sessions where id = $1', [session.body.id]);
      await waitFor(async () => !(await isIn()), 1_000, 'the end of the session');
    });

    it('ends with its time, and when it is not used', async () => {
      for (const change of [`expires_at = now()`, `used_at = now() - interval '61 minutes'`]) {
        const session = await signIn();
        await store.pool.query(`update sessions set ${change} where id = $1`, [session.body.id]);
        const isIn = async () => (await asNobody('GET', '/seals', undefined, bearer(session))).status === 200;
        // what was read of it is fresh for ten seconds
        await waitFor(async () => !(await isIn()), 12_000, 'its end');
      }
    }, 30_000);

    it('of a person who is disabled is none, and one who must change the password can do nothing else', async () => {
      const session = await signIn();
      const lan = (await findUser(store.pool, { username: 'lan' }))!;
      const seals = () => asNobody('GET', '/seals', undefined, bearer(session));
      await setPassword(store.pool, lan.id, lan.passwordHash!, true);
      await waitFor(async () => (await seals()).status === 403, 1_000, 'the duty to change the password');
      expect((await seals()).body.code).toBe('password_change_required');
      expect((await asNobody('GET', '/session', undefined, bearer(session))).body.must).toBe(
        'change_password',
      );
      await setPassword(store.pool, lan.id, lan.passwordHash!, false);
      await waitFor(async () => (await seals()).status === 200, 1_000, 'the duty to be gone');
      await store.pool.query('update users set disabled_at = now() where id = $1', [lan.id]);
      await waitFor(async () => (await seals()).status === 401, 1_000, 'the end of the session');
      await store.pool.query('update users set disabled_at = null where id = $1', [lan.id]);
    });

    it('keeps its idempotency keys to itself', async () => {
      const [own, other] = [await signIn(), { body: { token: api.tokens.administrator } } as Answer];
      const write = (session: Answer) =>
        asNobody('POST', '/seals', { id: 'KEYED' }, { ...bearer(session), 'idempotency-key': 'k1' });
      expect((await write(own)).status).toBe(201);
      expect((await write(own)).status).toBe(201);
      expect((await write(other)).status).toBe(409);
    });
  });

  describe('the live socket', () => {
    const connect = (auth: object, headers: Record<string, string> = {}) =>
      io(`${api.origin}/live`, {
        transports: ['websocket'],
        reconnection: false,
        forceNew: true,
        auth,
        extraHeaders: headers,
      });

    it.each([
      ['nobody', {}, {}, 'not_signed_in'],
      ['a wrong token', { token: 'a'.repeat(43) }, {}, 'not_signed_in'],
      ['a page of another site', {}, { origin: 'https://evil.example' }, 'cross_site'],
    ])('refuses %s', async (_, auth, headers, code) => {
      const socket = connect(auth, headers);
      const error = await new Promise<Error>((refused) => socket.once('connect_error', refused));
      socket.disconnect();
      expect(error).toMatchObject({ message: code, data: { code } });
    });

    it('takes the cookie of our own page, answers a watch, and is cut off when its session ends', async () => {
      const session = await signIn();
      const socket = connect({}, { cookie: cookieOf(session), origin: api.origin });
      const heard: string[] = [];
      socket.on('problem', ({ code }: { code: string }) => heard.push(code));
      socket.on('snapshot', () => heard.push('snapshot'));
      socket.on('disconnect', (reason) => heard.push(reason));
      socket.emit('watch', { bbox: [0, 0, 1, 1], zoom: 8, filters: {} });
      await waitFor(() => heard.includes('snapshot'), 5_000, 'the snapshot');
      await asNobody('DELETE', '/session', undefined, bearer(session));
      await waitFor(() => heard.length === 3, 2_000, 'the cut');
      expect(heard).toEqual(['snapshot', 'not_signed_in', 'io server disconnect']);
      socket.disconnect();
    });
  });
});
