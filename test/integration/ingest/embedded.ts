import { readConfig } from '../../../apps/platform/src/config/config.js';
import { embeddedBroker } from '../../../apps/platform/src/ingest/create-source.js';
import type { EmbeddedBroker } from '../../../apps/platform/src/ingest/embedded-broker.js';
import { TlsFiles } from '../../../apps/platform/src/tls/tls-files.js';
import { freePort, type TestStore } from '@haidang/testkit';
import { pino } from 'pino';
import type pg from 'pg';
import { Road } from '../road.js';

/** The road with the embedded broker as its door, on a free loopback port. */
export interface EmbeddedRoad {
  readonly road: Road;
  readonly broker: EmbeddedBroker;
  readonly port: number;
  readonly tls: TlsFiles | undefined;
  /** Closes the door and waits for what is under way. */
  close(): Promise<void>;
}

export async function openEmbedded(
  store: TestStore,
  env: Readonly<Record<string, string>> = {},
): Promise<EmbeddedRoad> {
  const road = await Road.open(store);
  const port = await freePort();
  const logger = pino({ level: 'silent' });
  const config = readConfig({ MQTT_PORT: String(port), ...env });
  const { directory, pipeline, metrics } = road;
  const pool = store.as('identity');
  const tls = config.tls === undefined ? undefined : new TlsFiles(config.tls, logger);
  const { mqtt } = config;
  if (mqtt.kind !== 'embedded') throw new Error('the environment names an external broker');
  const broker = embeddedBroker({ config, pool, directory, pipeline, metrics, tls, logger }, mqtt);
  await broker.start();
  const close = async () => {
    await broker.pause();
    await road.pipeline.drain();
    await broker.stop();
  };
  return { road, broker, port, tls, close };
}

/** What stands in the quarantine: reason and detail, oldest first. */
export async function quarantined(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `select reason || ': ' || detail as line from quarantine order by received_at, detail`,
  );
  return rows.map(({ line }) => line);
}

/** A lock that nothing can be stored beside, as when the database stands still; call what it answers to let go. */
export async function lockFixes(pool: pg.Pool): Promise<() => Promise<void>> {
  const client = await pool.connect();
  await client.query('begin');
  await client.query('lock table fixes in access exclusive mode');
  return async () => {
    await client.query('commit');
    client.release();
  };
}

/** How many commits wait for a lock now. */
export async function waitingCommits(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ n: number }>(
    `select count(*)::int4 as n from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like '%fixes%'`,
  );
  return rows[0]!.n;
}
