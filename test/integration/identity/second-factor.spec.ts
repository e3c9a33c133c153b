import { randomUUID } from 'node:crypto';
import { ensureCentre, insertUser } from '@haidang/store';
import { failOnLeaks, withStore } from '@haidang/testkit';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FREE_FAILURES } from '../../../libs/store/src/identity/attempts.js';
import { networkOf } from '../../../apps/platform/src/identity/attempts.js';
import { hashPassword } from '../../../apps/platform/src/identity/passwords.js';
import { Api, type Answer } from '../rest/api.js';

failOnLeaks();

const PASSWORD = 'thuyền về có nhớ bến';

withStore((store) => {
  let api: Api;
  let passwordHash: string;
  let username: string;
  let id: string;
  beforeAll(async () => {
    api = await Api.open(store);
    passwordHash = await hashPassword(PASSWORD);
  });
  beforeEach(async () => {
    [id, username] = [randomUUID(), `u${Date.now()}`];
    const organisationId = await ensureCentre(store.pool);
    const user = { id, username, name: 'Bình', role: 'auditor', organisationId, passwordHash } as const;
    await insertUser(store.pool, { ...user, mustChange: false });
    await store.pool.query('update organisations set second_factor = null');
  });
  afterAll(() => api.close());

  const signIn = (more: object = {}) =>
    api.send('POST', '/session', { username, password: PASSWORD, ...more }, { authorization: '' });
  const as = (session: Answer) => {
    const headers = { authorization: `Bearer ${session.body.token}` };
    return (method: string, path: string, body?: unknown) => api.send(method, path, body, headers);
  };
  const codeOf = (secret: string, steps = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });
  /** Enrols, the code of the step before now used up. */
  const enrol = async () => {
    const call = as(await signIn());
    const { body } = await call('POST', '/session/second-factor', { password: PASSWORD });
    const confirmed = await call('POST', '/session/second-factor/confirm', { code: codeOf(body.secret, -1) });
    return { call, secret: body.secret as string, uri: body.uri as string, confirmed };
  };

  it('is begun with the password, and wanted only once a code of it was told', async () => {
    const call = as(await signIn());
    const refused = await call('POST', '/session/second-factor', { password: 'x' });
    expect(refused).toMatchObject({ status: 403, body: { code: 'password_refused' } });
    const { body } = await call('POST', '/session/second-factor', { password: PASSWORD });
    expect(body.secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(body.uri).toBe(
      `otpauth://totp/Haidang:${username}?issuer=Haidang&secret=${body.secret}&algorithm=SHA1&digits=6&period=30`,
    );
    expect((await signIn()).status).toBe(201);
    const wrong = await call('POST', '/session/second-factor/confirm', { code: '000000' });
    expect(wrong).toMatchObject({ status: 403, body: { code: 'second_factor_wrong' } });
    const confirmed = await call('POST', '/session/second-factor/confirm', { code: codeOf(body.secret) });
    expect(confirmed.status).toBe(200);
    expect(new Set(confirmed.body.recoveryCodes).size).toBe(10);
    expect((await call('POST', '/session/second-factor', { password: PASSWORD })).body.code).toBe(
      'second_factor_enrolled',
    );
  });

  it('keeps neither the secret nor the recovery codes in clear', async () => {
    const { secret, confirmed } = await enrol();
    const { rows } = await store.pool.query<{ text: string }>(
      `select (select string_agg(users::text, '') from users) || (select string_agg(recovery_codes::text, '') from recovery_codes) as text`,
    );
    for (const clear of [
      secret,
      Buffer.from(Secret.fromBase32(secret).bytes).toString('hex'),
      confirmed.body.recoveryCodes[0],
    ])
      expect(rows[0]!.text).not.toContain(clear);
  });

  it('lets nobody in without a code, and takes each code once', async () => {
    const { secret } = await enrol();
    expect(await signIn()).toMatchObject({ status: 401, body: { code: 'second_factor_needed' } });
    expect(await signIn({ totp: '000000' })).toMatchObject({
      status: 403,
      body: { code: 'second_factor_wrong' },
    });
    const code = codeOf(secret);
    expect((await signIn({ totp: code })).status).toBe(201);
    expect(await signIn({ totp: code })).toMatchObject({
      status: 403,
      body: { code: 'second_factor_wrong' },
    });
  });

  it('says nothing of codes to those who have not the password', async () => {
    await enrol();
    expect(await signIn({ password: 'x' })).toMatchObject({ status: 401, body: { code: 'sign_in_refused' } });
  });

  it('takes each recovery code once, and none after it is removed', async () => {
    const { call, confirmed } = await enrol();
    const [code, other] = confirmed.body.recoveryCodes as [string, string];
    expect((await signIn({ totp: code.toUpperCase() })).status).toBe(201);
    expect((await signIn({ totp: code })).status).toBe(403);
    expect((await call('POST', '/session/second-factor/remove', { password: PASSWORD })).status).toBe(204);
    const { rowCount } = await store.pool.query('select 1 from recovery_codes where user_id = $1', [id]);
    expect([rowCount, other.length]).toEqual([0, 29]);
    expect((await signIn()).status).toBe(201);
  });

  it('ends every other session when it is enrolled and when it is removed', async () => {
    const isIn = async (session: Answer) => (await as(session)('GET', '/session')).status === 200;
    const before = await signIn();
    const { call, secret } = await enrol();
    expect(await isIn(before)).toBe(false);
    const other = await signIn({ totp: codeOf(secret) });
    expect(await isIn(other)).toBe(true);
    expect((await call('POST', '/session/second-factor/remove', { password: PASSWORD })).status).toBe(204);
    expect([await isIn(other), (await call('GET', '/session')).status]).toEqual([false, 200]);
  });

  it('must be enrolled before anything else where the organisation wants one', async () => {
    expect((await api.patch('/organisations/CENTRE', { secondFactor: 'required' })).status).toBe(200);
    const session = await signIn();
    expect(session.body.must).toBe('enrol_second_factor');
    const call = as(session);
    expect(await call('GET', '/seals')).toMatchObject({
      status: 403,
      body: { code: 'second_factor_required' },
    });
    const { body } = await call('POST', '/session/second-factor', { password: PASSWORD });
    await call('POST', '/session/second-factor/confirm', { code: codeOf(body.secret) });
    expect((await call('GET', '/session')).body).toMatchObject({ must: null, secondFactor: true });
    expect((await call('GET', '/seals')).status).toBe(200);
  });

  describe('one who guesses', () => {
    const guess = () => signIn({ password: 'wrong' });
    // what an address has failed is remembered as long as the platform runs
    beforeEach(async () => {
      await api.close();
      api = await Api.open(store);
    });

    it('waits from the fifth failure on, twice as long each time, and so does the right password', async () => {
      for (let n = 0; n < FREE_FAILURES; n++) expect((await guess()).status).toBe(401);
      const refused = await guess();
      expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_attempts', retryAfter: 1 } });
      expect(refused.headers.get('retry-after')).toBe('1');
      expect((await signIn()).status).toBe(429);
      const waits: number[] = [];
      for (let n = 0; n < 12; n++) {
        await store.pool.query('update sign_in_failures set wait_until = now()');
        await guess();
        waits.push((await guess()).body.retryAfter);
      }
      expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    });

    it('is counted also when a hundred come at once', async () => {
      const began = performance.now();
      const answers = await Promise.all(Array.from({ length: 40 }, guess));
      const seconds = (performance.now() - began) / 1_000;
      // on a busy machine the first waits, of 2, 4 and 8 seconds, may be over before the last has come
      const over = [2, 6, 14].filter((end) => end <= seconds).length;
      const taken = answers.filter(({ status }) => status === 401).length;
      expect(taken).toBeGreaterThanOrEqual(FREE_FAILURES);
      expect(taken).toBeLessThanOrEqual(FREE_FAILURES + over);
    });

    it('cannot keep out who has signed in from here before', async () => {
      expect((await signIn()).status).toBe(201);
      await store.pool.query(
        `insert into sign_in_failures (account, place, failures, failed_at, wait_until)
         values (sha256($1::bytea), '', 40, now(), now() + interval '15 minutes')
         on conflict (account, place) do update set wait_until = excluded.wait_until`,
        [Buffer.from(username)],
      );
      expect((await signIn()).status).toBe(201);
      await store.pool.query('delete from known_places');
      expect((await signIn()).status).toBe(429);
    });

    it('at many names from one address waits as well', async () => {
      const answers = await Promise.all(
        Array.from({ length: 60 }, (_, n) => signIn({ username: `${username}-${n}`, password: 'wrong' })),
      );
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(50);
      expect((await guess()).body).toMatchObject({ code: 'too_many_attempts' });
      expect((await guess()).body.retryAfter).toBeGreaterThan(200);
    });

    it('of names that nobody has waits as for those that somebody has', async () => {
      const other = { username: `x${username}` };
      for (let n = 0; n < FREE_FAILURES; n++) expect((await signIn(other)).status).toBe(401);
      expect((await signIn(other)).status).toBe(429);
    });
  });

  it('addresses of one IPv6 network count as one', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
    expect(networkOf('::ffff:10.1.2.3')).toBe('10.1.2.3');
    expect(networkOf('10.1.2.3')).toBe('10.1.2.3');
  });
});
