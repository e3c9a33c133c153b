import { MINUTE, type Instant } from '@haidang/domain';
import {
  inTransaction,
  readStandingFound,
  SeriesKeeper,
  writeFoundAlarms,
  type FoundAlarm,
} from '@haidang/store';
import { failOnLeaks, forEachStore } from '@haidang/testkit';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { readConfig } from '../../../apps/platform/src/config/config.js';
import { uuidOf } from '../../../apps/platform/src/pipeline/uuid-of.js';

failOnLeaks();

forEachStore((store) => {
  const now = Date.now();
  beforeAll(() => new SeriesKeeper(store.pool, store.kind, readConfig({})).keep(now));
  let nth = 0;
  beforeEach(async () => {
    nth++;
    await store.pool.query('truncate alarms, alarm_history, outbox');
  });

  const alarm = (more: Partial<FoundAlarm> = {}): FoundAlarm => ({
    ...{ key: `camera_fault silent ${nth}`, kind: 'camera_fault', cause: `silent ${nth}`, severity: 'minor' },
    ...{ transitId: null, containerNumber: 'CSQU3054383', sealId: null, gateId: 'G1' },
    ...{ start: now, end: null, proven: now, evidence: now, place: { lat: 20.8, lon: 106.9 } },
    why: { rule: 'camera_fault', settings: {}, measured: { missed: 12 } },
    ...more,
  });
  const tell = (said: readonly FoundAlarm[], withdrawn: readonly string[] = [], at: Instant = now) =>
    inTransaction(store.as('ingest'), (tx) =>
      writeFoundAlarms(tx, { said: said.map((one) => ({ ...one, id: uuidOf(one.key) })), withdrawn }, at),
    );
  const stands = async () =>
    (
      await store.pool.query(
        'select state, ending, withdrawn, end_at is null as goes_on, revision, late from alarms',
      )
    ).rows;
  const history = async () =>
    (
      await store.pool.query<{ what: string }>('select what from alarm_history order by revision, what')
    ).rows.map(({ what }) => what);
  const resolve = () =>
    store.pool.query(
      `update alarms set state = 'resolved', ending = 'true', seen_at = evidence_at, end_at = now()`,
    );

  it('is told once, with its history, the ledger and the live feed; again changes nothing', async () => {
    expect(await tell([alarm()])).toHaveLength(1);
    expect(await tell([alarm()])).toEqual([]);
    expect(await stands()).toEqual([
      { state: 'open', ending: null, withdrawn: null, goes_on: true, revision: 1, late: false },
    ]);
    expect(await history()).toEqual(['opened']);
    const { rows } = await store.pool.query(
      `select kind from ledger_inbox union all select topic from outbox`,
    );
    expect(rows).toEqual([{ kind: 'alarm.opened' }, { kind: 'alarm' }]);
    expect((await readStandingFound(store.pool, ['camera_fault'])).map(({ key }) => key)).toEqual([
      alarm().key,
    ]);
  });

  it('changes, and ends', async () => {
    await tell([alarm()]);
    await tell([alarm({ severity: 'major' })]);
    await tell([alarm({ severity: 'major', end: now + MINUTE })]);
    expect(await history()).toEqual(['opened', 'worsened', 'ended']);
    expect(await stands()).toMatchObject([{ state: 'open', goes_on: false, revision: 3 }]);
    expect(await readStandingFound(store.pool, ['camera_fault'])).toEqual([]);
  });

  it('what a person resolved as corrected stays so until there is more evidence; what the engine corrected stands again by itself', async () => {
    await tell([alarm()]);
    await store.pool.query(
      `update alarms set state = 'resolved', ending = 'corrected', seen_at = evidence_at`,
    );
    await tell([alarm({ why: { rule: 'camera_fault', settings: {}, measured: { missed: 13 } } })]);
    expect(await stands()).toMatchObject([{ state: 'resolved', ending: 'corrected' }]);
    await tell([alarm({ evidence: now + MINUTE, severity: 'major' })]);
    expect(await stands()).toMatchObject([{ state: 'open', ending: null }]);
    // somebody had resolved it before: that does not hold what the engine closes now
    await tell([], [alarm().key]);
    expect(await stands()).toMatchObject([
      { state: 'resolved', ending: 'corrected', withdrawn: 'corrected' },
    ]);
    await tell([alarm({ severity: 'major' })]);
    expect(await stands()).toMatchObject([{ state: 'open', ending: null, withdrawn: null }]);
  });

  it('is taken back, and stands again when the facts show it after all', async () => {
    await tell([alarm()]);
    await tell([], [alarm().key]);
    expect(await tell([], [alarm().key])).toEqual([]);
    expect(await stands()).toMatchObject([{ state: 'resolved', ending: 'corrected', goes_on: false }]);
    await tell([alarm()]);
    expect(await stands()).toMatchObject([{ state: 'open', ending: null, withdrawn: null, goes_on: true }]);
    expect(await history()).toEqual(['opened', 'corrected', 'reopened']);
  });

  it('taken back after somebody took it on, is theirs to close', async () => {
    await tell([alarm()]);
    await store.pool.query(`update alarms set assignee = 'Lan'`);
    await tell([], [alarm().key]);
    expect(await stands()).toMatchObject([
      { state: 'open', ending: 'corrected', withdrawn: 'corrected', goes_on: false },
    ]);
    await tell([alarm()]);
    expect(await stands()).toMatchObject([{ state: 'open', ending: null, withdrawn: null, goes_on: true }]);
  });

  it('resolved by a person stays so, but for what they had not seen', async () => {
    await tell([alarm()]);
    await resolve();
    await tell([alarm()]);
    await tell([alarm({ severity: 'major' })]);
    expect(await stands()).toMatchObject([{ state: 'resolved', ending: 'true', goes_on: false }]);
    await tell([alarm({ severity: 'critical', evidence: now + MINUTE })]);
    expect(await stands()).toMatchObject([{ state: 'open', ending: null, goes_on: true }]);
  });

  it('is late when it is first said long after it was proven', async () => {
    await tell([alarm({ start: now - 20 * MINUTE, proven: now - 11 * MINUTE })]);
    expect(await stands()).toMatchObject([{ late: true }]);
  });
});
