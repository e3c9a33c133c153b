import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import { createServer, type AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { readConfig } from '../../../apps/platform/src/config/config.js';
import { startPlatform, type Platform } from '../../../apps/platform/src/platform.js';
import { SECOND } from '@haidang/domain';
import { failOnLeaks, freePort, waitFor, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { pino } from 'pino';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import { TcpProxy } from '../../fault/tcp-proxy.js';
import { anHourAgo, clearLog, fixAt, registerTransits } from '../road.js';
import { lockFixes, waitingCommits } from './embedded.js';
import { publishPacket, RawDevice } from './raw-device.js';

failOnLeaks();

const data = mkdtempSync(path.join(tmpdir(), 'haidang-data-'));
afterAll(() => rmSync(data, { recursive: true }));

/** A whole platform in this process: what its stop does with what is under way. */
withStore((store) => {
  const start = anHourAgo();
  const message = (messageId: number) =>
    publishPacket(topics.fixes('S1'), fixAt(messageId, start + messageId * SECOND, messageId), { messageId });
  let line: TcpProxy;
  let platform: Platform | undefined;
  let seal: RawDevice;
  let log: string[];

  beforeEach(async () => {
    await clearLog(store.pool);
    await store.pool.query('truncate seals, facilities, routes, transits cascade');
    await registerTransits(store.pool, ['S1'], start);
    line = await TcpProxy.start(Number(new URL(store.url).port));
    const database = new URL(store.url);
    database.port = String(line.port);
    const mqttPort = await freePort();
    const env = { PORT: '0', MQTT_PORT: String(mqttPort), DATABASE_URL: database.href, DATA_DIR: data };
    log = [];
    const lines = new Writable({
      write(chunk: Buffer, _encoding, done) {
        log.push(chunk.toString());
        done();
      },
    });
    platform = await startPlatform(readConfig(env), pino({ level: 'info' }, lines));
    seal = await RawDevice.connect(mqttPort, 'S1');
  });
  afterEach(async () => {
    await platform?.stop(100);
    await seal.cut();
    await line.close();
  });
  /** Stops it and tells how long that took, in milliseconds. */
  async function stopped(drainMs?: number): Promise<number> {
    const before = performance.now();
    await platform!.stop(drainMs);
    platform = undefined;
    return performance.now() - before;
  }
  const stored = async () => {
    const { rows } = await store.pool.query<{ seq: string }>('select seq from fixes order by seq');
    return rows.map(({ seq }) => Number(seq));
  };

  it('commits and acknowledges what it holds, and takes nothing more', async () => {
    const letGo = await lockFixes(store.pool);
    seal.send(message(1), message(2));
    await waitFor(async () => (await waitingCommits(store.pool)) > 0);
    const stopping = stopped();
    await letGo();
    expect(await stopping).toBeLessThan(5_000);
    expect(await stored()).toEqual([1, 2]);
    expect(seal.ids('puback')).toEqual([1, 2]);
    expect(seal.closed).toBe(true);
  });

  it('gives up in its time when the database is away, acknowledging nothing', async () => {
    line.lower();
    seal.send(message(1));
    await waitFor(() => log.some((entry) => entry.includes('commit failed')));
    expect(await stopped(500)).toBeLessThan(8_000);
    expect(seal.ids('puback')).toEqual([]);
    expect(await stored()).toEqual([]);
    expect(log.join('')).toContain('"messages":1,"msg":"stopping: the database takes nothing; given up"');
  });

  it('gives up in its time when the database stands still; what was in its hands may be committed, unacknowledged', async () => {
    const letGo = await lockFixes(store.pool);
    seal.send(message(1));
    await waitFor(async () => (await waitingCommits(store.pool)) > 0);
    expect(await stopped(500)).toBeLessThan(10_000);
    expect(seal.ids('puback')).toEqual([]);
    line.lower();
    await letGo();
  });

  it('a start whose port is taken is one line, and leaves nothing running', async () => {
    const taken = createServer();
    await new Promise<void>((listening) => taken.listen(0, '127.0.0.1', listening));
    const port = (taken.address() as AddressInfo).port;
    const env = {
      PORT: String(port),
      MQTT_PORT: String(await freePort()),
      DATABASE_URL: store.url,
      DATA_DIR: data,
    };
    await expect(startPlatform(readConfig(env), pino({ level: 'silent' }))).rejects.toThrow(
      `PORT=${port}: the port is taken`,
    );
    taken.close();
  });
});
