import { SECOND } from '@haidang/domain';
import { describeNeeding, failOnLeaks, waitFor, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import mqtt, { type MqttClient } from 'mqtt';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { Mosquitto, mosquittoPath } from '../../fault/mosquitto.js';
import { TcpProxy } from '../../fault/tcp-proxy.js';
import { CONTAINERS, anHourAgo, clearLog, fixAt, registerTransits } from '../road.js';
import { lockFixes, waitingCommits } from './embedded.js';
import { openExternal, type ExternalRoad } from './external.js';

failOnLeaks();

const program = mosquittoPath();
const missing = program === undefined ? 'no Mosquitto: install it, or set MOSQUITTO_PATH' : undefined;

/** A real Mosquitto, set up as docs/external-broker.md says, between the devices and the platform. */
describeNeeding(missing, 'behind Mosquitto', () => {
  withStore((store) => {
    const start = anHourAgo();
    const fix = (seq: number) => JSON.stringify(fixAt(seq, start + seq * (SECOND / 2), seq));
    const closing: (() => Promise<void>)[] = [];

    beforeAll(() => registerTransits(store.pool, ['S1'], start));
    beforeEach(() => clearLog(store.pool));
    afterEach(async () => {
      for (const close of closing.splice(0).reverse()) await close();
    });

    async function mosquitto(...changes: string[]): Promise<Mosquitto> {
      const broker = await Mosquitto.start(program!, changes);
      closing.push(() => broker.stop());
      return broker;
    }
    async function platform(url: string): Promise<ExternalRoad> {
      const open = await openExternal(store, url);
      closing.push(() => open.close());
      return open;
    }
    async function client(broker: Mosquitto, clientId: string, clean = true): Promise<MqttClient> {
      const connected = await mqtt.connectAsync(broker.url, { clientId, clean });
      closing.push(() => connected.endAsync(true));
      return connected;
    }
    /** Publishes fixes of S1 and waits for Mosquitto's PUBACKs. */
    async function publish(by: MqttClient, seqs: readonly number[]): Promise<void> {
      await Promise.all(seqs.map((seq) => by.publishAsync(topics.fixes('S1'), fix(seq), { qos: 1 })));
    }
    const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);
    const stored = async (count: number) => {
      const { rows } = await store.pool.query<{ n: number }>('select count(*)::int4 as n from fixes');
      return rows[0]!.n === count;
    };
    const untilStored = (count: number) => waitFor(() => stored(count), 30_000, `${count} fixes`);
    const refused = async () => (await store.pool.query('select reason, detail from quarantine')).rows;

    it('a message is acknowledged once it is committed: cut before that, it comes again and stands once', async () => {
      const broker = await mosquitto();
      const line = await TcpProxy.start(broker.port);
      closing.push(() => line.close());
      const open = await platform(`mqtt://127.0.0.1:${line.port}`);
      const seal = await client(broker, 'S1');
      const letGo = await lockFixes(store.pool);
      await publish(seal, [1, 2, 3]);
      await waitFor(async () => (await waitingCommits(store.pool)) > 0);
      line.cut();
      await waitFor(async () => (await open.messages()) === 6, 15_000, 'the messages once more');
      await letGo();
      await untilStored(3);
      await open.road.pipeline.drain();
      expect(await stored(3)).toBe(true);
      expect(await refused()).toEqual([]);
      // nothing is left at the broker: the session's next connection brings nothing
      line.cut();
      await waitFor(() => open.broker.fault() !== undefined);
      await open.untilConnected();
      await publish(seal, [4]);
      await untilStored(4);
      expect(await open.messages()).toBe(7);
    });

    it('cut again and again under load, nothing is lost and nothing doubled', async () => {
      const broker = await mosquitto();
      const line = await TcpProxy.start(broker.port);
      closing.push(() => line.close());
      const open = await platform(`mqtt://127.0.0.1:${line.port}`);
      const seal = await client(broker, 'S1');
      const published = publish(seal, upTo(5_000));
      for (const after of [500, 1_500, 3_000]) {
        await waitFor(async () => (await open.messages()) >= after, 20_000, `${after} messages`);
        line.cut();
      }
      await published;
      await untilStored(5_000);
      await open.road.pipeline.drain();
      expect(await refused()).toEqual([]);
      expect(open.road.directory.seal('S1')!.last!.seq).toBe(4_999);
    });

    it('what is published while the platform is away waits, through a restart of the broker too', async () => {
      const broker = await mosquitto();
      await (await openExternal(store, broker.url)).close();
      const seal = await client(broker, 'S1');
      await publish(seal, upTo(1_500));
      await seal.endAsync();
      await broker.down('SIGTERM');
      await broker.up();
      await platform(broker.url);
      await untilStored(1_500);
    });

    it('with the default limit of its queue the broker acknowledges and drops: the docs raise it', async () => {
      const broker = await mosquitto('max_queued_messages 1000', 'max_inflight_messages 20');
      await (await openExternal(store, broker.url)).close();
      const seal = await client(broker, 'S1');
      await publish(seal, upTo(1_500));
      const open = await platform(broker.url);
      await waitFor(async () => (await open.messages()) >= 1_000, 15_000, 'the messages that were kept');
      await publish(seal, [6_000]);
      await waitFor(async () => (await open.road.count('fixes', 'seq = 6000')) === 1);
      expect(await open.road.count('fixes')).toBeLessThan(1_100);
    });

    it('a broker that keeps nothing forgets the session, and the platform says so', async () => {
      const broker = await mosquitto('persistence false');
      const open = await platform(broker.url);
      expect(open.broker.warnings()).toEqual([]);
      await broker.down();
      await waitFor(() => open.broker.fault() !== undefined);
      expect(open.broker.fault()).toMatch(/^external broker: ./);
      await expect(open.broker.publish('x', 'y')).rejects.toThrow('the external broker is not connected');
      await broker.up();
      await open.untilConnected();
      expect(open.broker.warnings()).toEqual([
        'the external broker did not keep our session: what it had for us meanwhile may be lost (persistence?)',
      ]);
      const seal = await client(broker, 'S1');
      await publish(seal, [1]);
      await untilStored(1);
    });

    it('a kept session is no warning', async () => {
      const broker = await mosquitto();
      const open = await platform(broker.url);
      await broker.down();
      await waitFor(() => open.broker.fault() !== undefined);
      await broker.up();
      await open.untilConnected();
      expect(open.broker.warnings()).toEqual([]);
    });

    it('a session of an earlier version that took less gets the new subscriptions', async () => {
      const broker = await mosquitto();
      const earlier = await client(broker, 'haidang-platform', false);
      await earlier.subscribeAsync('haidang/v1/seals/+/fixes', { qos: 1 });
      await earlier.endAsync();
      const open = await platform(broker.url);
      const camera = await client(broker, 'camera');
      const passage = {
        id: 'P1',
        time: new Date(start).toISOString(),
        direction: 'out',
        container: CONTAINERS[0],
      };
      await camera.publishAsync(topics.passages('PORT-1'), JSON.stringify(passage), { qos: 1 });
      await waitFor(async () => (await open.road.count('passages')) === 1);
    });

    it('decisions reach the gates', async () => {
      const broker = await mosquitto();
      const open = await platform(broker.url);
      const gate = await client(broker, 'gate');
      const heard: string[] = [];
      gate.on('message', (_, payload) => heard.push(payload.toString()));
      await gate.subscribeAsync(topics.decisions('PORT-1'), { qos: 1 });
      await open.broker.publish(topics.decisions('PORT-1'), 'pass');
      await waitFor(() => heard.length === 1);
      expect(heard).toEqual(['pass']);
    });

    it('a decision under way when the line breaks is said to have failed, and not waited for', async () => {
      const broker = await mosquitto();
      const line = await TcpProxy.start(broker.port);
      closing.push(() => line.close());
      const open = await platform(`mqtt://127.0.0.1:${line.port}`);
      const sent = open.broker.publish(topics.decisions('PORT-1'), 'pass');
      line.lower();
      await expect(sent).rejects.toThrow('the connection closed before the external broker had the message');
    });

    it('paused, it lets messages go by unacknowledged and still hears of its own; they come at the next start', async () => {
      const broker = await mosquitto();
      const open = await openExternal(store, broker.url);
      const seal = await client(broker, 'S1');
      await open.broker.pause();
      await publish(seal, upTo(50));
      await open.broker.publish(topics.decisions('PORT-1'), 'pass');
      await open.close();
      expect(await stored(0)).toBe(true);
      await platform(broker.url);
      await untilStored(50);
    });

    it('it stops within its time when the broker is gone', async () => {
      const broker = await mosquitto();
      const open = await openExternal(store, broker.url);
      await broker.down('SIGKILL');
      await waitFor(() => open.broker.fault() !== undefined);
      const before = performance.now();
      await open.close();
      expect(performance.now() - before).toBeLessThan(2_000);
    });

    it('with no room left the broker has to wait, and then goes on', async () => {
      const broker = await mosquitto();
      const open = await platform(broker.url);
      const seal = await client(broker, 'S1');
      const locker = await store.pool.connect();
      await locker.query('begin');
      await locker.query('lock table quarantine in access exclusive mode');
      // 900 x 100 kB are more than the 64 MiB that may be under way; 671 of them are the first to reach that
      const payload = Buffer.alloc(100_000, 0x20);
      await Promise.all(upTo(900).map(() => seal.publishAsync(topics.fixes('S1'), payload, { qos: 1 })));
      await waitFor(async () => (await open.messages()) === 672, 20_000, '672 messages');
      await locker.query('commit');
      locker.release();
      await waitFor(async () => (await open.road.count('quarantine')) === 900, 30_000, '900 refusals');
      expect(await open.messages()).toBe(900);
    });
  });
});
