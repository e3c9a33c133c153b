import { failOnLeaks, signInAs, withStore } from '@haidang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from '../rest/api.js';

failOnLeaks();

withStore((store) => {
  let api: Api;
  beforeAll(async () => {
    api = await Api.open(store);
    await api.post('/organisations', { id: 'VT', name: 'Vận tải', kind: 'carrier' });
  });
  afterAll(() => api.close());

  const lan = { username: 'Lan', name: 'Lan Phạm', role: 'centre_operator', organisationId: 'CENTRE' };
  const signIn = (username: string, password: string) =>
    api.send('POST', '/session', { username, password }, { authorization: '' });
  const as = (token: string) => ({ authorization: `Bearer ${token}` });

  it('get a password for once, which must be changed before anything else', async () => {
    const made = await api.post('/users', lan);
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/api/v1/users/${made.body.id}`);
    expect(made.body).toMatchObject({
      ...lan,
      username: 'lan',
      disabled: false,
      mustChange: true,
      signedInAt: null,
    });
    const session = await signIn('lan', made.body.oneTimePassword);
    expect(session.body.must).toBe('change_password');
    const headers = as(session.body.token);
    expect((await api.get('/seals', headers)).body.code).toBe('password_change_required');
    const other = await signIn('lan', made.body.oneTimePassword);
    const change = (password: string, next: string) =>
      api.post('/session/password', { password, next }, headers);
    expect((await change('x', 'sóng biển rì rào')).body.code).toBe('password_refused');
    expect((await change(made.body.oneTimePassword, 'short')).body.code).toBe('invalid_request');
    expect((await change(made.body.oneTimePassword, 'Mật khẩu 2026!')).body.code).toBe('password_known');
    expect((await change(made.body.oneTimePassword, 'my name is lan, is it')).body.code).toBe(
      'invalid_request',
    );
    expect((await change(made.body.oneTimePassword, made.body.oneTimePassword)).body.code).toBe(
      'invalid_request',
    );
    expect((await change(made.body.oneTimePassword, 'sóng biển rì rào')).status).toBe(204);
    expect((await api.get('/session', headers)).body.must).toBeNull();
    expect((await api.get('/session', as(other.body.token))).status).toBe(401);
    expect((await signIn('lan', made.body.oneTimePassword)).status).toBe(401);
    expect((await signIn('lan', 'sóng biển rì rào')).status).toBe(201);
  });

  it('find a password that was given to them worth nothing after a week', async () => {
    const { body } = await api.post('/users', { ...lan, username: 'late' });
    await store.pool.query(
      `update users set password_set_at = now() - interval '8 days' where username = 'late'`,
    );
    expect((await signIn('late', body.oneTimePassword)).body.code).toBe('sign_in_refused');
    const reset = await api.post(`/users/${body.id}/reset-password`);
    expect((await signIn('late', reset.body.oneTimePassword)).body.must).toBe('change_password');
  });

  it('are made once, at home in their organisation, and the password is not kept with the answer', async () => {
    expect((await api.post('/users', lan)).body.code).toBe('already_exists');
    const nam = { ...lan, username: 'nam' };
    expect((await api.post('/users', { ...nam, organisationId: 'VT' })).body.code).toBe('role_elsewhere');
    expect((await api.post('/users', { ...nam, organisationId: 'NONE' })).body.code).toBe(
      'reference_unknown',
    );
    expect((await api.post('/users', { ...nam, role: 'king' })).body.code).toBe('invalid_request');
    const first = await api.post('/users', nam, { 'idempotency-key': 'u1' });
    const again = await api.post('/users', nam, { 'idempotency-key': 'u1' });
    expect(again.body).toMatchObject({ id: first.body.id });
    expect([first.body.oneTimePassword?.length, again.body.oneTimePassword]).toEqual([23, undefined]);
    const { rows } = await store.pool.query(`select answer::text from idempotency_keys`);
    expect(JSON.stringify(rows)).not.toContain(first.body.oneTimePassword);
    expect(JSON.stringify((await api.get('/users')).body)).not.toMatch(/hash|secret"|argon/);
  });

  it('are changed, put out at once, and let in again with another password', async () => {
    const { body } = await api.post('/users', { ...lan, username: 'binh' });
    const session = await signIn('binh', body.oneTimePassword);
    expect((await api.patch(`/users/${body.id}`, { name: 'Bình', role: 'auditor' })).body).toMatchObject({
      name: 'Bình',
      role: 'auditor',
    });
    expect((await api.patch(`/users/${body.id}`, { organisationId: 'VT' })).body.code).toBe('role_elsewhere');
    expect((await api.delete(`/users/${body.id}`)).status).toBe(204);
    expect((await api.get('/session', as(session.body.token))).status).toBe(401);
    expect((await signIn('binh', body.oneTimePassword)).status).toBe(401);
    expect((await api.get(`/users/${body.id}`)).body.disabled).toBe(true);
    await api.patch(`/users/${body.id}`, { disabled: false });
    const reset = await api.post(`/users/${body.id}/reset-password`);
    expect((await signIn('binh', body.oneTimePassword)).status).toBe(401);
    expect((await signIn('binh', reset.body.oneTimePassword)).body.must).toBe('change_password');
    expect((await api.post(`/users/${body.id}/reset-second-factor`)).status).toBe(204);
    expect((await api.get(`/users/${crypto.randomUUID()}`)).body.code).toBe('user_not_found');
  });

  it('keep a last administrator', async () => {
    await signInAs(store.pool, 'administrator');
    const { body } = await api.get('/users');
    const admins = body.items.filter(({ role }: { role: string }) => role === 'administrator');
    expect(admins).toHaveLength(1);
    for (const patch of [{ disabled: true }, { role: 'auditor' }])
      expect((await api.patch(`/users/${admins[0].id}`, patch)).body.code).toBe('last_administrator');
    expect((await api.delete(`/users/${admins[0].id}`)).body.code).toBe('last_administrator');
    const second = await api.post('/users', { ...lan, username: 'second', role: 'administrator' });
    expect((await api.delete(`/users/${second.body.id}`)).status).toBe(204);
  });

  describe('the tree of organisations', () => {
    const make = (id: string, kind: string, parentId?: string) =>
      api.post('/organisations', { id, name: id, kind, ...(parentId && { parentId }) });

    it('has departments below the centre and offices below them', async () => {
      expect((await make('KV', 'department', 'CENTRE')).status).toBe(201);
      expect((await make('HQ', 'office', 'KV')).status).toBe(201);
      for (const [kind, parent] of [
        ['department', 'HQ'],
        ['centre', 'KV'],
        ['carrier', 'CENTRE'],
        ['office', 'VT'],
      ] as const)
        expect(await make('WRONG', kind, parent)).toMatchObject({
          status: 400,
          body: { code: 'invalid_request', errors: [{ path: 'parentId' }] },
        });
      expect((await api.patch('/organisations/KV', { kind: 'office' })).body.errors).toEqual([
        { path: 'kind', message: 'there is a office below it' },
      ]);
    });

    it('has no circle', async () => {
      await make('A', 'carrier');
      await make('B', 'carrier', 'A');
      await make('C', 'carrier', 'B');
      expect((await api.patch('/organisations/A', { parentId: 'C' })).body.errors).toEqual([
        { path: 'parentId', message: 'C stands below it' },
      ]);
      const moves = await Promise.all([
        make('D', 'carrier').then(() => api.patch('/organisations/D', { parentId: 'A' })),
        api.patch('/organisations/A', { parentId: 'VT' }),
      ]);
      expect(moves.map(({ status }) => status)).toEqual([200, 200]);
    });
  });
});
