import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { inTransaction } from '@haidang/store';
import { FLEET, letIn, NodeProcess, waitFor, withStore, withUser } from '@haidang/testkit';
import { INBOUND_FILTERS, topics } from '@haidang/wire';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { revoke, rotate } from '../../../apps/platform/src/devices/issue.js';
import { Mosquitto, mosquittoPath } from '../../fault/mosquitto.js';
import { anHourAgo, registerTransits } from '../road.js';
import { seal, SECRETS } from './door.js';

const CLI = fileURLToPath(new URL('../../../apps/platform/dist/cli.js', import.meta.url));
const GATE_SECRET = 'secret-of-the-gate';
const program = mosquittoPath();

/** `device acl --broker mosquitto`, and a real Mosquitto that reads what it wrote. */
describe.skipIf(program === undefined)('Mosquitto', () => {
  withStore((store) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'haidang-acl-'));
    const clients: MqttClient[] = [];
    let broker: Mosquitto;
    let platform: MqttClient;
    const taken: string[] = [];

    beforeAll(async () => {
      await registerTransits(store.pool, ['S1', 'S2'], anHourAgo());
      await store.pool.query(
        `insert into organisations (id, name, kind) values ('OTHER', 'Another', 'carrier')`,
      );
      await store.pool.query(
        `insert into seals (id, interval_s, organisation_id) values ('S3', 30, 'OTHER')`,
      );
      for (const id of ['S1', 'S2'] as const) await letIn(store.pool, seal(id), SECRETS[id]);
      await letIn(store.pool, { name: 'PORT-1', kind: 'gate', subject: 'PORT-1' }, GATE_SECRET);
      await write();
      broker = await Mosquitto.start(program!, [
        'allow_anonymous false',
        `password_file ${path.join(folder, 'passwords')}`,
        `acl_file ${path.join(folder, 'acl')}`,
      ]);
      platform = await mqtt.connectAsync(broker.url, {
        ...{ clientId: 'platform', username: 'haidang', password: 'p@ss:word' },
      });
      platform.on('message', (topic, payload) => taken.push(`${topic} ${payload.toString()}`));
      await platform.subscribeAsync([...INBOUND_FILTERS], { qos: 1 });
    });
    afterAll(async () => {
      await platform?.endAsync(true);
      await broker?.stop();
      rmSync(folder, { recursive: true });
    });
    afterEach(async () => {
      for (const client of clients.splice(0)) await client.endAsync(true);
    });
    async function write(): Promise<void> {
      const task = new NodeProcess({
        script: CLI,
        args: ['device', 'acl', '--broker', 'mosquitto', '--out', folder],
        env: {
          ...{ DATABASE_URL: store.url, DATA_DIR: folder },
          MQTT_URL: 'mqtt://haidang:p%40ss%3Aword@127.0.0.1',
        },
      });
      await task.ended;
      expect(task.log).toContain('are written');
    }
    async function connect(name: string, secret: string): Promise<MqttClient> {
      const client = await mqtt.connectAsync(withUser(broker.url, name, secret), {
        ...{ reconnectPeriod: 0, clientId: `${name}-${clients.length}` },
      });
      clients.push(client);
      return client;
    }
    /**
     * What comes to the platform of what is sent, each over a connection of its own: Mosquitto acknowledges what it withholds, or, set up
     * as we recommend, ends the connection (2.0.11).
     */
    async function says(name: string, secret: string, ...sent: string[]): Promise<string[]> {
      taken.length = 0;
      for (const topic of sent) {
        const client = await connect(name, secret);
        const cut = new Promise<void>((end) => client.once('close', () => end()));
        await Promise.race([client.publishAsync(topic, 'x', { qos: 1 }), cut]);
      }
      const last = await connect('S2', SECRETS.S2);
      await last.publishAsync(topics.replies('S2'), 'end', { qos: 1 });
      await waitFor(() => taken.includes(`${topics.replies('S2')} end`));
      return taken.filter((line) => line.endsWith(' x')).map((line) => line.split(' ')[0]!);
    }

    it('the files hold no secret, and are for their owner alone', () => {
      for (const name of ['passwords', 'acl']) {
        const file = path.join(folder, name);
        expect(statSync(file).mode & 0o777).toBe(0o600);
        expect(readFileSync(file, 'utf8')).not.toMatch(/secret-of|p@ss|no-worth/);
      }
    });

    it('a seal says its own, and nothing of others', async () => {
      const foreign = [
        topics.fixes('S2'),
        topics.passages('PORT-1'),
        topics.replies('S2'),
        topics.fixes('S9'),
      ];
      const own = [topics.fixes('S1'), topics.replies('S1')];
      expect(await says('S1', SECRETS.S1, own[0]!, ...foreign, own[1]!)).toEqual(own);
    });

    it('a forwarder says what the seals of its organisation and the gates of its facilities may', async () => {
      const own = [topics.fixes('S1'), topics.fixes('S2'), topics.passages('PORT-1')];
      expect(await says(FLEET.name, FLEET.secret, topics.fixes('S3'), ...own)).toEqual(own);
    });

    it('a gate hears its own decisions, and a seal none', async () => {
      const pair = [
        ['gate', await connect('PORT-1', GATE_SECRET)],
        ['seal', await connect('S1', SECRETS.S1)],
      ] as const;
      const heard: string[] = [];
      for (const [name, client] of pair) {
        client.on('message', (topic) => heard.push(`${name} ${topic}`));
        await client.subscribeAsync([topics.decisions('PORT-1'), topics.commands('S1')], { qos: 1 });
        await client.subscribeAsync('haidang/#', { qos: 1 });
      }
      await platform.publishAsync(topics.decisions('PORT-1'), 'pass', { qos: 1 });
      await platform.publishAsync(topics.commands('S1'), 'open', { qos: 1 });
      await waitFor(() => new Set(heard).size >= 2);
      expect([...new Set(heard)].sort()).toEqual([
        `gate ${topics.decisions('PORT-1')}`,
        `seal ${topics.commands('S1')}`,
      ]);
    });

    it.each([
      ['S1', SECRETS.S2],
      ['S9', SECRETS.S1],
      ['haidang', 'wrong'],
    ])('%s with a wrong secret is refused', async (name, secret) => {
      await expect(connect(name, secret)).rejects.toThrow('Not authorized');
    });

    it('after a revocation, a rotation, a new export and a reload the old ones are refused, and who is in is cut', async () => {
      const one = await connect('S1', SECRETS.S1);
      const closed = new Promise<void>((end) => one.once('close', () => end()));
      await inTransaction(store.pool, (tx) => revoke(tx, 'S1', 'stolen'));
      const [next] = await inTransaction(store.pool, (tx) => rotate(tx, ['PORT-1'], Date.now() + 60_000));
      await write();
      broker.reload();
      await closed;
      await expect(connect('S1', SECRETS.S1)).rejects.toThrow('Not authorized');
      await connect('PORT-1', next!.secret!);
      await expect(connect('PORT-1', GATE_SECRET)).rejects.toThrow('Not authorized');
    });
  });
});
