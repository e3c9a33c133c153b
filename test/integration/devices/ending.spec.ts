import { inTransaction } from '@haidang/store';
import { failOnLeaks, letIn, waitFor, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { revoke, rotate } from '../../../apps/platform/src/devices/issue.js';
import { quarantined, type EmbeddedRoad } from '../ingest/embedded.js';
import { publishPacket, type RawDevice } from '../ingest/raw-device.js';
import { anHourAgo, clearLog, fixAt, registerTransits } from '../road.js';
import { clearDevices, connectAs, openDoor, seal, SECRETS } from './door.js';

failOnLeaks();

const AT_ONCE = 1_000;
const REFUSED = 4;

/** How a credential ends, and who is connected with it. Nothing here tells the broker: it hears of it from the database. */
withStore((store) => {
  const start = anHourAgo();
  const fix = (messageId: number) =>
    publishPacket(topics.fixes('S1'), fixAt(messageId, start + messageId * 1000, messageId), { messageId });
  let open: EmbeddedRoad;
  const devices: RawDevice[] = [];

  beforeAll(async () => {
    await registerTransits(store.pool, ['S1', 'S2'], start);
    open = await openDoor(store);
  });
  afterAll(() => open.close());
  beforeEach(async () => {
    await clearLog(store.pool);
    await clearDevices(store.pool);
    for (const id of ['S1', 'S2'] as const) await letIn(store.pool, seal(id), SECRETS[id]);
  });
  afterEach(async () => {
    for (const device of devices.splice(0)) await device.cut();
  });
  async function connect(
    name: string,
    secret: string,
    options: Parameters<typeof connectAs>[3] = {},
  ): Promise<{ device: RawDevice; code: number }> {
    const answer = await connectAs(open.port, name, secret, options);
    devices.push(answer.device);
    return answer;
  }
  const closedWithin = async (device: RawDevice, ms: number) => {
    const before = performance.now();
    await device.untilClosed();
    expect(performance.now() - before).toBeLessThan(ms);
  };

  describe('a credential that is revoked', () => {
    it('cuts its connections within a second, lets nobody in, and touches nobody else', async () => {
      const { device } = await connect('S1', SECRETS.S1);
      const { device: other } = await connect('S2', SECRETS.S2);
      expect(await inTransaction(store.pool, (tx) => revoke(tx, 'S1', 'stolen'))).toBe(1);
      await closedWithin(device, AT_ONCE);
      expect((await connect('S1', SECRETS.S1)).code).toBe(REFUSED);
      const line =
        'bad_credentials: S1 from 127.0.0.1: there is no such device, or it has no valid credential';
      await waitFor(async () => (await quarantined(store.pool)).includes(line));
      expect(other.closed).toBe(false);
      const { rows } = await store.pool.query('select revoked_for from credentials where device = $1', [
        'S1',
      ]);
      expect(rows).toEqual([{ revoked_for: 'stolen' }]);
    });

    it('takes its will along: the last word of a thief is not taken', async () => {
      const will = {
        topic: topics.fixes('S1'),
        payload: Buffer.from(JSON.stringify(fixAt(9, start, 9))),
        qos: 1,
        retain: false,
      } as const;
      const { device } = await connect('S1', SECRETS.S1, { will });
      await inTransaction(store.pool, (tx) => revoke(tx, 'S1', 'stolen'));
      await closedWithin(device, AT_ONCE);
      await open.road.pipeline.drain();
      expect(await open.road.count('fixes')).toBe(0);
      expect(await quarantined(store.pool)).toEqual([]);
    });

    it('while its device is let in lets it not in', async () => {
      for (let round = 0; round < 10; round++) {
        await store.pool.query(`update credentials set revoked_at = null where device = 'S1'`);
        const [{ device }] = await Promise.all([
          connect('S1', SECRETS.S1),
          inTransaction(store.pool, (tx) => revoke(tx, 'S1', 'stolen')),
        ]);
        await closedWithin(device, AT_ONCE + 500);
      }
    });

    it('leaves no session behind: what was kept for the device is gone', async () => {
      const options = { clean: false, clientId: 'kept' };
      const { device } = await connect('S1', SECRETS.S1, options);
      device.send({
        cmd: 'subscribe',
        messageId: 1,
        subscriptions: [{ topic: topics.commands('S1'), qos: 1 }],
      });
      await waitFor(() => device.received.some(({ cmd }) => cmd === 'suback'));
      await inTransaction(store.pool, (tx) => revoke(tx, 'S1', 'lost'));
      await closedWithin(device, AT_ONCE);
      await letIn(store.pool, seal('S1'), SECRETS.S2);
      const { device: back } = await connect('S1', SECRETS.S2, options);
      expect(back.received[0]).toMatchObject({ cmd: 'connack', sessionPresent: false });
    });
  });

  it('a seal that is taken out of the register goes with its credential', async () => {
    await store.pool.query(`insert into seals (id, interval_s) values ('S9', 30)`);
    await letIn(store.pool, seal('S9'), SECRETS.S1);
    const { device } = await connect('S9', SECRETS.S1);
    await store.pool.query(`delete from seals where id = 'S9'`);
    await closedWithin(device, AT_ONCE);
    expect((await connect('S9', SECRETS.S1)).code).toBe(REFUSED);
  });

  it('when nobody could tell for a while, all are asked about as soon as the database is back', async () => {
    const { device } = await connect('S1', SECRETS.S1);
    await store.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query like 'listen haidang%'`);
    await store.pool.query(`alter table credentials disable trigger user`);
    await inTransaction(store.pool, (tx) => revoke(tx, 'S1', 'stolen'));
    await store.pool.query(`alter table credentials enable trigger user`);
    await closedWithin(device, 5_000);
  });

  describe('a rotated credential', () => {
    const rotated = async (endsAt = Date.now() + 3_600_000) =>
      (await inTransaction(store.pool, (tx) => rotate(tx, ['S1'], endsAt)))[0]!.secret!;

    it('is good until the new one is used, and ends with that', async () => {
      const next = await rotated();
      const { device: old } = await connect('S1', SECRETS.S1, { clientId: 'old' });
      old.send(fix(1));
      expect(await old.untilAnswered('puback', 1)).toEqual([1]);
      const { device: fresh, code } = await connect('S1', next, { clientId: 'new' });
      expect(code).toBe(0);
      await closedWithin(old, AT_ONCE);
      expect((await connect('S1', SECRETS.S1)).code).toBe(REFUSED);
      expect((await connect('S1', next)).code).toBe(0);
      expect(fresh.closed).toBe(false);
    });

    it('ends at its time when the new one is never used', async () => {
      const { device: old } = await connect('S1', SECRETS.S1);
      const next = await rotated(Date.now() + 1_200);
      expect((await connect('S1', SECRETS.S1, { clientId: 'still' })).code).toBe(0);
      await closedWithin(old, 3_500);
      expect((await connect('S1', SECRETS.S1)).code).toBe(REFUSED);
      expect((await connect('S1', next)).code).toBe(0);
    });
  });

  it('what is done with credentials is entered in the ledger, and no secret is', async () => {
    await store.pool.query('alter table ledger_inbox disable trigger user');
    await store.pool.query('delete from ledger_inbox');
    await store.pool.query('alter table ledger_inbox enable trigger user');
    const [issued] = await inTransaction(store.pool, (tx) => rotate(tx, ['S1'], Date.now() + 1_000));
    await inTransaction(store.pool, (tx) => revoke(tx, 'S1', 'leaked'));
    const { rows } = await store.pool.query('select kind, subject, data from ledger_inbox order by seq');
    expect(rows).toMatchObject([
      { kind: 'credential.rotate', subject: 'device/S1', data: { method: 'secret' } },
      { kind: 'credential.revoke', subject: 'device/S1', data: { reason: 'leaked' } },
    ]);
    expect(JSON.stringify(rows)).not.toContain(issued!.secret);
  });
});
