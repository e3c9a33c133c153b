import { LOGIN_ROLES, loginsOf, prepareStore, type LoginRole } from '@haidang/store';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import pg from 'pg';
import { describe, expect, it } from 'vitest';

failOnLeaks();

/** Logins belong to the whole cluster: what is done to them here would disturb whoever runs beside. */
forEachStore((store) => {
  const start = () => prepareStore(store.pool, { url: store.url, chunkHours: 24 });
  const opens = (role: LoginRole) =>
    store
      .as(role)
      .query('select 1')
      .then(({ rowCount }) => rowCount);

  describe('somebody’s hand at the logins', () => {
    it('several that start at once do not get in each other’s way', async () => {
      for (const role of LOGIN_ROLES)
        await store.pool.query(`alter role haidang_${role} password 'forgotten'`);
      const pools = Array.from({ length: 4 }, () => new pg.Pool({ connectionString: store.url, max: 2 }));
      try {
        await Promise.all(pools.map((pool) => prepareStore(pool, { url: store.url, chunkHours: 24 })));
      } finally {
        await Promise.all(pools.map((pool) => pool.end()));
      }
      for (const role of LOGIN_ROLES) expect(await opens(role)).toBe(1);
    });

    it('a login that could pass over the policies is refused', async () => {
      const { serve } = loginsOf(store.url);
      await store.pool.query(`alter role ${serve.user} bypassrls`);
      try {
        await expect(start()).rejects.toMatchObject({ code: 'role_too_strong' });
      } finally {
        await store.pool.query(`alter role ${serve.user} nobypassrls`);
      }
    });
  });
});
