import { loginsOf } from '@haidang/store';
import { failOnLeaks, forEachStore, type TestStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import pg from 'pg';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { registerTransits, Road } from '../integration/road.js';
import { alarmFacts, alarmsNotOwed, alarmsOwedTwice } from './evidence.js';
import { fixOfTrip, tripStart } from './seal-trip.js';

failOnLeaks();

const BOX = 'MSKU0000006';

/** A commit that the database has done and whose answer never came: the one failure that looks like no commit and is one. */
forEachStore((store) => {
  const start = tripStart();
  const fixes = (first: number, count: number) => {
    return Array.from({ length: count }, (_, index) => fixOfTrip(start, first + index));
  };

  beforeAll(() => registerTransits(store.pool, ['S1', 'S2', 'S3'], start));

  it.each([
    ['one statement', 'S1', 'insert-fixes-and-alarms'],
    ['a transaction, for what is refused beside it', 'S3', 'commit'],
  ])('raises and ends an alarm once, though the batch is tried again: %s', async (_, sealId, statement) => {
    const { road, lost } = await openLosing(store, statement);
    // one byte for each number of the seal's key: what is refused goes through the same lane
    if (statement === 'commit') road.take('refused', Buffer.alloc(road.directory.seal(sealId)!.key));
    road.takeFixes(sealId, fixes(1, 40));
    await road.pipeline.drain();
    expect(lost()).toBe(1);
    expect(road.acknowledged).toContain(topics.fixes(sealId));
    expect(await road.count('fixes', ofSeal(sealId))).toBe(40);
    // outside from the 21st fix, so raised with the 23rd; inside again from the 31st, so ended with the 32nd
    const alarms = (await alarmFacts(store.pool)).filter(({ key }) => key.includes(sealId));
    expect(alarms).toMatchObject([{ history: ['opened', 'ended'] }]);
    expect(await alarmsOwedTwice(store.pool)).toBe(0);
    expect(await alarmsNotOwed(store.pool)).toBe(0);
  });

  it('sends a decision, and remembers what it used up, though the batch is tried again', async () => {
    const { road, lost } = await openLosing(store, 'insert-passages');
    await store.pool.query(
      `insert into organisations (id, name, kind) values ('OFFICE', 'O', 'office');
       insert into declarations (number, office_id, purpose, channel, status, registered_at) values ('D', 'OFFICE', 'import', 'green', 'cleared', now());
       insert into eligibilities (id, facility_id, form, declaration, container) values (gen_random_uuid(), 'PORT', '04', 'D', '${BOX}');
       insert into stays (id, container, facility_id, in_at) values (gen_random_uuid(), '${BOX}', 'PORT', now() - interval '1 day')`,
    );
    await road.gates.refresh([BOX]);
    const told: string[] = [];
    road.outbox.holder((topic) => told.push(topic));
    const out = { id: 'P1', time: new Date().toISOString(), direction: 'out', container: BOX };
    expect(await road.pipeline.takePassage('PORT-1', out)).toMatchObject({ verdict: 'pass' });
    await road.pipeline.drain();
    expect(lost()).toBe(1);
    expect(told).toEqual([topics.decisions('PORT-1')]);
    const remembered = road.gates.papersOf(BOX);
    expect(remembered).toMatchObject({ eligibilities: [{ state: 'used' }], stays: [] });
    await road.gates.refresh([BOX]);
    expect(remembered).toEqual(road.gates.papersOf(BOX));
  });

  it('quarantines a conflict once, though it is found again', async () => {
    const { road, lost } = await openLosing(store, 'insert-quarantine');
    road.takeFixes('S2', fixes(1, 2));
    await road.pipeline.drain();
    const [first] = fixes(1, 1);
    road.take(topics.fixes('S2'), [{ ...first, speed: 99 }, ...fixes(3, 1)]);
    await road.pipeline.drain();
    expect(lost()).toBe(1);
    expect(road.acknowledged).toHaveLength(2);
    expect(await road.count('quarantine', `reason = 'conflict'`)).toBe(1);
    expect(await road.count('fixes', ofSeal('S2'))).toBe(3);
  });
});

function ofSeal(id: string): string {
  return `seal = (select key from seals where id = '${id}')`;
}

/** A road over a store that does the first such statement and then breaks the connection in place of answering. */
async function openLosing(store: TestStore, statement: string): Promise<{ road: Road; lost: () => number }> {
  const pool = new pg.Pool({ ...loginsOf(store.url).ingest, application_name: 'losing' });
  onTestFinished(() => pool.end());
  let armed = false;
  let lost = 0;
  pool.on('connect', (client) => {
    client.on('error', () => undefined);
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    client.query = ((...args: unknown[]) => {
      const answer = query(...args);
      const [what] = args as [string | { name?: string }];
      if (!armed || (typeof what === 'string' ? what : what.name) !== statement) return answer;
      armed = false;
      lost++;
      return (answer as Promise<unknown>).then(async () => {
        await client.end();
        throw new Error('Connection terminated unexpectedly');
      });
    }) as typeof client.query;
  });
  const road = await Road.open({ kind: store.kind, pool: store.pool, as: () => pool });
  armed = true;
  return { road, lost: () => lost };
}
