import { describe, expect, it } from 'vitest';
import { ALL_SERIES, MIGRATIONS } from '../migrations/index.js';
import { pageSql, refuseForbiddenPair } from './apply.js';
import { TABLES } from './page.js';
import { ROLE_NAMES } from './roles.js';

const SERIES = ALL_SERIES.map(({ table }) => table);

/** TimescaleDB's Apache edition has neither compression nor continuous aggregates, so no database of the tests would refuse the pair. */
describe('row security and what TimescaleDB cannot have beside it', () => {
  it('are not on one table of the page', () => {
    expect(() => refuseForbiddenPair(TABLES, SERIES)).not.toThrow();
  });

  it.each([
    ['a policy', { rows: { see: 'true' } }],
    ['a grant for the serving login', { serve: ['select'] }],
  ])('%s on a series is refused, by a code', (_, access) => {
    const planted = { ...TABLES, fixes: { ...TABLES['fixes'], ...access } };
    expect(() => refuseForbiddenPair(planted, SERIES)).toThrow(
      expect.objectContaining({
        code: 'forbidden_pair',
        message: expect.stringMatching(/^fixes is a series/),
      }) as Error,
    );
  });

  it('are not brought together by a migration either: policies stand on the page alone', () => {
    for (const { number, sql } of MIGRATIONS)
      expect(sql, String(number)).not.toMatch(/row level security|create policy|timescaledb\.continuous/i);
  });

  it('no statement of the page touches a series but to take and give the road’s grants', () => {
    const statements = pageSql(ROLE_NAMES, 'public', 'haidang').split(';\n');
    for (const table of SERIES)
      expect(
        statements.filter((one) =>
          new RegExp(`^(alter|create policy|grant|revoke).* (on|table) ${table}\\b`).test(one),
        ),
      ).toEqual([
        `revoke all on ${table} from public, "haidang_ingest", "haidang_serve", "haidang_identity"`,
        `grant select, insert on ${table} to "haidang_ingest"`,
      ]);
  });
});
