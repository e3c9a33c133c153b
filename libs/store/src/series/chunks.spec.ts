import { describe, expect, it } from 'vitest';
import type { Series } from '../migrations/index.js';
import { policyChanges } from './chunks.js';

const fixes: Series = {
  table: 'fixes',
  timeColumn: 'time',
  columns: '',
  indexes: [],
  segmentBy: 'seal',
  orderBy: 'time, seq',
};
const wanted = { compressAfterDays: 7 };
const asWanted = { compressed: true, compressAfterDays: 7, dropAfterDays: null };

describe('the policies of a hypertable', () => {
  it('that stand as wanted are left alone, so that their next run is not put off', () => {
    expect(policyChanges(fixes, asWanted, wanted)).toEqual([]);
  });

  it('are all made on a fresh one, compression before what needs it', () => {
    const none = { compressed: false, compressAfterDays: null, dropAfterDays: null };
    expect(policyChanges(fixes, none, wanted)).toEqual([
      expect.stringMatching(
        /^alter table fixes set \(timescaledb\.compress, timescaledb\.compress_segmentby = 'seal',\s+timescaledb\.compress_orderby = 'time, seq'\)$/,
      ),
      `select remove_compression_policy('fixes', if_exists => true)`,
      `select add_compression_policy('fixes', make_interval(days => 7))`,
    ]);
  });

  it('that drop chunks, as an earlier version made them, are taken away: a policy knows no holds', () => {
    expect(policyChanges(fixes, { ...asWanted, dropAfterDays: 400 }, wanted)).toEqual([
      `select remove_retention_policy('fixes', if_exists => true)`,
    ]);
  });

  it('are renewed when a setting changed', () => {
    expect(policyChanges(fixes, { ...asWanted, compressAfterDays: null }, wanted)).toEqual([
      `select remove_compression_policy('fixes', if_exists => true)`,
      `select add_compression_policy('fixes', make_interval(days => 7))`,
    ]);
  });
});
