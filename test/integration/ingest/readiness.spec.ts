import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import { readConfig } from '../../../apps/platform/src/config/config.js';
import { startPlatform, type Platform } from '../../../apps/platform/src/platform.js';
import { SECOND } from '@haidang/domain';
import { failOnLeaks, freePort, waitFor, withStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { pino } from 'pino';
import { afterAll, beforeEach, expect, it, vi } from 'vitest';
import { TcpProxy } from '../../fault/tcp-proxy.js';
import { anHourAgo, clearLog, fixAt, registerTransits } from '../road.js';
import { lockFixes, waitingCommits } from './embedded.js';
import { publishPacket, RawDevice } from './raw-device.js';

failOnLeaks();

const data = mkdtempSync(path.join(tmpdir(), 'haidang-data-'));
afterAll(() => rmSync(data, { recursive: true }));

interface Report {
  readonly ready: boolean;
  readonly checks: Readonly<Record<string, { ok: boolean; detail?: string }>>;
  readonly warnings: readonly string[];
}
const FINE = { broker: { ok: true }, database: { ok: true }, lag: { ok: true }, jobs: { ok: true } };

/** GET /health/ready on a whole platform in this process. */
withStore((store) => {
  const start = anHourAgo();
  let line: TcpProxy;
  let platform: Platform;
  let mqttPort: number;

  beforeEach(async () => {
    await clearLog(store.pool);
    await store.pool.query('truncate seals, facilities, routes, transits cascade');
    await registerTransits(store.pool, ['S1'], start);
    line = await TcpProxy.start(Number(new URL(store.url).port));
    await startOn({});
    return async () => {
      vi.useRealTimers();
      await platform.stop(1_000);
      await line.close();
    };
  });
  async function startOn(env: Record<string, string>): Promise<void> {
    const database = new URL(store.url);
    database.port = String(line.port);
    mqttPort = await freePort();
    const all = {
      PORT: '0',
      MQTT_PORT: String(mqttPort),
      DATABASE_URL: database.href,
      DATA_DIR: data,
      ...env,
    };
    platform = await startPlatform(readConfig(all), pino({ level: 'silent' }));
  }
  async function ready(): Promise<{ status: number; body: Report }> {
    const answer = await fetch(`${platform.address}/health/ready`);
    return { status: answer.status, body: (await answer.json()) as Report };
  }
  async function metric(name: string): Promise<number> {
    const text = await (await fetch(`${platform.address}/metrics`)).text();
    return Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
  }

  it('is 200 when messages flow', async () => {
    expect(await ready()).toEqual({ status: 200, body: { ready: true, checks: FINE, warnings: [] } });
  });

  it('warns of HTTP that is open to a network without TLS', async () => {
    const warningsOn = async (env: Record<string, string>) => {
      await platform.stop(1_000);
      await startOn(env);
      return (await ready()).body.warnings;
    };
    expect(await warningsOn({ HOST: '0.0.0.0' })).toEqual([
      expect.stringMatching(/^HOST=0\.0\.0\.0: HTTP is open to a network without TLS: /),
    ]);
    expect(await warningsOn({ HOST: '0.0.0.0', PUBLIC_URL: 'https://haidang.example' })).toEqual([]);
  });

  it('is 503 and says so while the database is away, and 200 when it is back; the process lives all along', async () => {
    line.lower();
    const { status, body } = await ready();
    expect(status).toBe(503);
    expect(body).toMatchObject({ ready: false, checks: { broker: { ok: true }, database: { ok: false } } });
    expect(body.checks['database']!.detail).toMatch(/./);
    expect((await fetch(`${platform.address}/health/live`)).status).toBe(200);
    line.raise();
    await waitFor(async () => (await ready()).status === 200);
  });

  it('is 503 when a message waits for longer than 10 s, with how many and how long', async () => {
    const letGo = await lockFixes(store.pool);
    const seal = await RawDevice.connect(mqttPort, 'S1');
    seal.send(publishPacket(topics.fixes('S1'), fixAt(1, start + SECOND, 1), { messageId: 1 }));
    await waitFor(async () => (await waitingCommits(store.pool)) > 0);
    expect((await ready()).status).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 12 * SECOND });
    const { status, body } = await ready();
    expect(status).toBe(503);
    expect(body.checks['lag']!.detail).toMatch(/^1 messages wait, the oldest for 1[23] s$/);
    expect(await metric('haidang_pending_messages')).toBe(1);
    expect(await metric('haidang_lag_seconds')).toBeGreaterThan(11);
    vi.useRealTimers();
    await letGo();
    await seal.untilAnswered('puback', 1);
    expect((await ready()).status).toBe(200);
    await seal.cut();
  });

  it('stays 200 when the round over the time tables fails: that needs a person, not a restart', async () => {
    await platform.stop();
    await store.pool.query(`create function no_more() returns event_trigger language plpgsql as $$
      begin
        if current_query() ~ 'attach partition' then raise exception 'no space left on device'; end if;
      end $$`);
    await store.pool.query(
      `create event trigger no_more on ddl_command_start when tag in ('ALTER TABLE') execute function no_more()`,
    );
    await store.pool.query(`drop table if exists ${await partitionToday()}`);
    try {
      await startOn({});
      const { status, body } = await ready();
      expect(status).toBe(200);
      expect(body.checks['jobs']).toEqual({
        ok: false,
        detail: 'keeping the time tables: no space left on device',
      });
    } finally {
      await store.pool.query('drop event trigger no_more');
      await store.pool.query('drop function no_more');
    }
  });
  async function partitionToday(): Promise<string> {
    const { rows } = await store.pool.query<{ name: string }>(
      `select 'fixes_' || to_char(now() at time zone 'UTC', 'YYYYMMDD') as name`,
    );
    return rows[0]!.name;
  }

  it('is 503 behind an external broker that is not there, and names it', async () => {
    await platform.stop();
    await startOn({ MQTT_URL: `mqtt://127.0.0.1:${await freePort()}` });
    const { status, body } = await waitFor(async () => {
      const answer = await ready();
      return answer.body.checks['broker']?.detail?.includes('ECONNREFUSED') === true && answer;
    });
    expect(status).toBe(503);
    expect(body.checks['broker']!.detail).toMatch(/^external broker: .*ECONNREFUSED/);
  });
});
