import { readConfig } from '../../../apps/platform/src/config/config.js';
import { SECOND } from '@haidang/domain';
import { failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anHourAgo, clearLog, fixAt, registerTransits } from '../road.js';
import { lockFixes, openEmbedded, quarantined, waitingCommits, type EmbeddedRoad } from './embedded.js';
import { connectPacket, publishPacket, RawDevice } from './raw-device.js';

failOnLeaks();

/** MQTT 3.1.1 on the embedded broker: a PUBACK means that the facts are in the database. */
withStore((store) => {
  const start = anHourAgo();
  const fix = (seq: number) => fixAt(seq, start + seq * SECOND, seq);
  const message = (messageId: number, seal = 'S1') =>
    publishPacket(topics.fixes(seal), fix(messageId), { messageId });
  let open: EmbeddedRoad;
  let devices: RawDevice[] = [];

  beforeAll(() => registerTransits(store.pool, ['S1', 'S2'], start));
  beforeEach(async () => {
    await clearLog(store.pool);
    open = await openEmbedded(store);
  });
  afterEach(async () => {
    for (const device of devices) await device.cut();
    devices = [];
    await open.close();
  });
  async function device(clientId: string): Promise<RawDevice> {
    const connected = await RawDevice.connect(open.port, clientId);
    devices.push(connected);
    return connected;
  }

  it('while the database stands still there is no PUBACK; then there are all, in their order', async () => {
    const seal = await device('S1');
    const letGo = await lockFixes(store.pool);
    seal.send(message(1), message(2), message(3));
    await waitFor(async () => (await waitingCommits(store.pool)) > 0);
    expect(seal.ids('puback')).toEqual([]);
    expect(open.road.pipeline.state().underWay).toBe(3);
    await letGo();
    expect(await seal.untilAnswered('puback', 3)).toEqual([1, 2, 3]);
    expect(await open.road.count('fixes')).toBe(3);
  });

  it('a message that is committed waits with its PUBACK for one before it on the connection [MQTT-4.6.0-2]', async () => {
    const key = async (id: string) => {
      const { rows } = await store.pool.query<{ key: number }>('select key from seals where id = $1', [id]);
      return rows[0]!.key;
    };
    expect((await key('S1')) % 2).not.toBe((await key('S2')) % 2);
    await store.pool.query(`create function hold_s1() returns trigger language plpgsql as $$ begin
      if new.seal = ${await key('S1')} then perform pg_advisory_xact_lock_shared(4711); end if; return new; end $$`);
    await store.pool.query(
      'create trigger hold_s1 before insert on fixes for each row execute function hold_s1()',
    );
    const holder = await store.pool.connect();
    try {
      await holder.query('select pg_advisory_lock(4711)');
      const gateway = await device('gateway');
      gateway.send(message(1, 'S1'), message(2, 'S2'));
      await waitFor(async () => (await open.road.count('fixes')) === 1, 10_000, 'the commit of the second');
      expect(gateway.ids('puback')).toEqual([]);
      await holder.query('select pg_advisory_unlock(4711)');
      expect(await gateway.untilAnswered('puback', 2)).toEqual([1, 2]);
    } finally {
      holder.release();
      await store.pool.query('drop function hold_s1 cascade');
    }
  });

  it('two hundred messages in one write, in the same breath as the CONNECT, are all taken', async () => {
    const eager = await RawDevice.open(open.port);
    devices.push(eager);
    const ids = Array.from({ length: 200 }, (_, i) => i + 1);
    eager.send(connectPacket('eager'), ...ids.map((id) => message(id)));
    expect(await eager.untilAnswered('puback', 200)).toEqual(ids);
    expect(await open.road.count('fixes')).toBe(200);
    expect(await quarantined(store.pool)).toEqual([]);
  });

  it('a device that says goodbye in the same breath still gets its PUBACKs', async () => {
    const hasty = await device('hasty');
    hasty.send(message(1), message(2), { cmd: 'pingreq' }, message(3), { cmd: 'disconnect' });
    await hasty.untilClosed();
    expect(hasty.ids('puback')).toEqual([1, 2, 3]);
    expect(hasty.received.map(({ cmd }) => cmd)).toContain('pingresp');
    expect(await open.road.count('fixes')).toBe(3);
  });

  it('a device that sends nothing but messages is alive; one that is silent is not [MQTT-3.1.2-24]', async () => {
    const [talker, silent] = [
      await RawDevice.connect(open.port, 'talker', { keepalive: 1 }),
      await RawDevice.connect(open.port, 'silent', { keepalive: 1 }),
    ];
    devices.push(talker, silent);
    let id = 0;
    const talking = setInterval(() => talker.send(message(++id)), 200);
    await silent.untilClosed();
    clearInterval(talking);
    expect(talker.closed).toBe(false);
    expect(await talker.untilAnswered('puback', id)).toHaveLength(id);
  });

  it('a device that goes before its PUBACK has kept the message: sent again, it stands once', async () => {
    const seal = await device('S1');
    const letGo = await lockFixes(store.pool);
    seal.send(message(1), message(2), message(3));
    await waitFor(async () => (await waitingCommits(store.pool)) > 0);
    await seal.cut();
    await letGo();
    const again = await device('S1');
    again.send(...[1, 2, 3].map((id) => ({ ...message(id), dup: true })));
    expect(await again.untilAnswered('puback', 3)).toEqual([1, 2, 3]);
    await open.road.pipeline.drain();
    expect(await open.road.count('fixes')).toBe(3);
    expect(await quarantined(store.pool)).toEqual([]);
  });

  it('a second connection of the same client id takes the place of the first [MQTT-3.1.4-2]', async () => {
    const clients = async () => (await open.road.metrics.mqttClients.get()).values[0]!.value;
    const first = await device('S1');
    first.send(message(1));
    await first.untilAnswered('puback', 1);
    const second = await device('S1');
    await first.untilClosed();
    second.send(message(2));
    expect(await second.untilAnswered('puback', 1)).toEqual([2]);
    await waitFor(async () => (await clients()) === 1, 5_000, 'one client');
    expect(await quarantined(store.pool)).toEqual([]);
  });

  describe('after pause', () => {
    it('what was taken is acknowledged, what comes is not, and nobody gets in', async () => {
      const seal = await device('S1');
      const letGo = await lockFixes(store.pool);
      seal.send(message(1));
      await waitFor(async () => (await waitingCommits(store.pool)) > 0);
      await open.broker.pause();
      seal.send(message(2));
      await letGo();
      expect(await seal.untilAnswered('puback', 1)).toEqual([1]);
      await expect(RawDevice.open(open.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      await open.road.pipeline.drain();
      expect(await open.road.count('fixes')).toBe(1);
      expect(seal.ids('puback')).toEqual([1]);
      expect(open.broker.fault()).toBeUndefined();
    });
  });

  it('a port already taken is one line that names the variable', async () => {
    const { embeddedBroker } = await import('../../../apps/platform/src/ingest/create-source.js');
    const { pool, directory, pipeline, metrics, config } = open.road;
    const logger = pino({ level: 'silent' });
    const parts = { config, pool, directory, pipeline, metrics, tls: undefined, logger };
    const { mqtt } = readConfig({ MQTT_PORT: String(open.port) });
    const second = embeddedBroker(parts, mqtt as typeof mqtt & { kind: 'embedded' });
    await expect(second.start()).rejects.toThrow(`MQTT_PORT=${open.port}: the port is taken`);
    await second.stop();
  });
});
