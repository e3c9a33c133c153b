import { randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { insertCredentials, insertDevices, inTransaction } from '@haidang/store';
import { failOnLeaks, freePort, waitFor, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { revoke } from '../../../apps/platform/src/devices/issue.js';
import { quarantined, type EmbeddedRoad } from '../ingest/embedded.js';
import { connectPacket, RawDevice } from '../ingest/raw-device.js';
import { anHourAgo, clearLog, fixAt, registerTransits } from '../road.js';
import { Authority, type Certificate } from './certificates.js';
import { openDoor, seal, SECRETS } from './door.js';

failOnLeaks();

/** MQTT over TLS, with certificates made here. */
withStore((store) => {
  const start = anHourAgo();
  const fix = (seq: number) => JSON.stringify(fixAt(seq, start + seq * 1000, seq));
  const folder = mkdtempSync(path.join(tmpdir(), 'haidang-tls-'));
  const [certFile, keyFile] = [path.join(folder, 'server.crt'), path.join(folder, 'server.key')];
  const clients: MqttClient[] = [];
  let authority: Authority;
  let makers: Authority;
  let open: EmbeddedRoad;
  let port: number;

  beforeAll(async () => {
    await registerTransits(store.pool, ['S1', 'S2'], start);
    authority = await Authority.make(folder, 'Haidang-test');
    makers = await Authority.make(folder, 'Device-maker');
    put(await authority.issue('CN=localhost'));
    port = await freePort();
    open = await openDoor(store, {
      ...{ TLS_CERT: certFile, TLS_KEY: keyFile, MQTT_CLIENT_CA: makers.file },
      MQTTS_PORT: String(port),
    });
    // S2 has a certificate alone
    await store.pool.query(`delete from devices where name = 'S2'`);
  });
  afterAll(async () => {
    await open.close();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => clearLog(store.pool));
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.endAsync(true);
  });

  /** As whoever renews certificates does. */
  function put({ certFile: cert, keyFile: key }: Certificate): void {
    copyFileSync(cert, certFile);
    copyFileSync(key, keyFile);
  }
  async function connect(options: IClientOptions): Promise<MqttClient> {
    const client = await mqtt.connectAsync(`mqtts://127.0.0.1:${port}`, {
      ...{ ca: authority.pem, reconnectPeriod: 0, connectTimeout: 5_000, clientId: 'c' },
      ...options,
    });
    clients.push(client);
    return client;
  }
  async function allow(name: string, certificate: Buffer | null): Promise<void> {
    await insertDevices(store.pool, [seal(name)]);
    await insertCredentials(store.pool, [
      { id: randomUUID(), device: name, proof: { method: 'certificate', certificate } },
    ]);
  }
  const withdraw = () => store.pool.query(`delete from devices where name = 'S2'`);
  /** The certificate that the server shows. */
  async function shown(): Promise<string> {
    const socket = await new Promise<TLSSocket>((ready, failed) => {
      const made: TLSSocket = connectTls({ port, host: '127.0.0.1', ca: authority.pem }, () => ready(made));
      made.once('error', failed);
    });
    const { subject } = socket.getPeerCertificate();
    socket.destroy();
    return subject.CN as string;
  }

  it('a device without a certificate comes in with its secret', async () => {
    const client = await connect({ username: 'S1', password: SECRETS.S1 });
    await client.publishAsync(topics.fixes('S1'), fix(1), { qos: 1 });
    expect(await open.road.count('fixes')).toBe(1);
    await expect(connect({ username: 'S1', password: SECRETS.S2 })).rejects.toThrow(
      'Bad username or password',
    );
  });

  it('plain MQTT on the port of mqtts gets nothing', async () => {
    const plain = await RawDevice.open(port);
    plain.send(connectPacket('S1'));
    await plain.untilClosed();
    expect(plain.received).toEqual([]);
  });

  describe('a client certificate', () => {
    afterEach(withdraw);

    it('proves by its common name whose it is, with and without the user name beside it', async () => {
      await allow('S2', null);
      const { cert, key } = await makers.issue('CN=S2');
      for (const [seq, extra] of [{}, { username: 'S2' }].entries()) {
        const client = await connect({ cert, key, ...extra });
        await client.publishAsync(topics.fixes('S2'), fix(seq + 1), { qos: 1 });
      }
      const client = await connect({ cert, key });
      await client.publishAsync(topics.fixes('S1'), fix(1), { qos: 1 });
      expect(await quarantined(store.pool)).toEqual(['wrong_sender: S2 does not speak for this topic']);
      expect(await open.road.count('fixes')).toBe(2);
    });

    it.each([
      ['of another authority', () => authority.issue('CN=S2'), {}],
      ['that has expired', () => makers.issue('CN=S2', [-10, -1]), {}],
      ['with the name of nobody', () => makers.issue('CN=S7'), {}],
      ['with two names', () => makers.issue('CN=S2, CN=S1'), {}],
      ['without a name', () => makers.issue('O=Maker'), {}],
      [
        'that is of another than the user name says',
        () => makers.issue('CN=S2'),
        { username: 'S1', password: SECRETS.S1 },
      ],
      [
        'of another authority beside a good secret',
        () => authority.issue('CN=S1'),
        { username: 'S1', password: SECRETS.S1 },
      ],
    ] as const)('%s is refused', async (_, make, claim) => {
      await allow('S2', null);
      const { cert, key } = await make();
      await expect(connect({ cert, key, ...claim })).rejects.toThrow('Bad username or password');
    });

    it('that is named by its fingerprint is the one that is good', async () => {
      const [one, other] = [await makers.issue('CN=S2'), await makers.issue('CN=S2')];
      await allow('S2', one.fingerprint);
      await connect({ cert: one.cert, key: one.key });
      await expect(connect({ cert: other.cert, key: other.key })).rejects.toThrow('Bad username or password');
    });

    it('is worth nothing once it is revoked, and its connection ends at once', async () => {
      await allow('S2', null);
      const { cert, key } = await makers.issue('CN=S2');
      const client = await connect({ cert, key });
      const closed = new Promise<void>((end) => client.once('close', () => end()));
      const before = performance.now();
      await inTransaction(store.pool, (tx) => revoke(tx, 'S2', 'key leaked'));
      await closed;
      expect(performance.now() - before).toBeLessThan(1_000);
      await expect(connect({ cert, key })).rejects.toThrow('Bad username or password');
    });

    it('is asked for again when a TLS session is resumed', async () => {
      await allow('S2', null);
      const { cert, key } = await makers.issue('CN=S2');
      const session = await new Promise<Buffer>((got, failed) => {
        const socket = connectTls({ port, host: '127.0.0.1', ca: authority.pem, cert, key });
        socket.once('error', failed);
        socket.once('session', (bytes: Buffer) => {
          socket.destroy();
          got(bytes);
        });
      });
      const client = await connect({ session } as IClientOptions & { session: Buffer });
      await client.publishAsync(topics.fixes('S2'), fix(5), { qos: 1 });
      expect(await open.road.count('fixes')).toBe(1);
    });
  });

  describe('certificates that are renewed on disk', () => {
    it('are shown to who comes from then on, and who is there stays', async () => {
      const before = await connect({ username: 'S1', password: SECRETS.S1 });
      expect(await shown()).toBe('localhost');
      put(await authority.issue('CN=renewed.localhost'));
      open.tls!.refresh();
      expect(await shown()).toBe('renewed.localhost');
      await before.publishAsync(topics.fixes('S1'), fix(8), { qos: 1 });
      expect(open.tls!.warnings()).toEqual([]);
    });

    it('and cannot be used change nothing, and are warned of', async () => {
      const name = await shown();
      writeFileSync(certFile, 'half a file');
      open.tls!.refresh();
      expect(await shown()).toBe(name);
      expect(open.tls!.warnings()).toEqual([
        expect.stringMatching(/^TLS_CERT, TLS_KEY: they cannot be used: /),
      ]);
      put(await authority.issue('CN=localhost', [-1, 3]));
      open.tls!.refresh();
      expect(open.tls!.warnings()).toEqual([expect.stringMatching(/^TLS_CERT: the certificate ends at 20/)]);
    });
  });

  it('a handshake that fails is counted', async () => {
    const failures = async () =>
      (await open.road.metrics.mqttRefused.get()).values.find(({ labels }) => labels.why === 'handshake')
        ?.value ?? 0;
    const before = await failures();
    const old = connectTls({
      port,
      host: '127.0.0.1',
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      rejectUnauthorized: false,
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    old.on('error', () => undefined);
    await waitFor(async () => (await failures()) > before);
  });
});
