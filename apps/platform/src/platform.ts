import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { Logger } from 'pino';
import { OpenAlarms } from './alarms/open-alarms.js';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { DemoCountry } from './demo/demo-country.js';
import { Directory } from './directory/directory.js';
import { Keeping } from './health/keeping.js';
import { HTTP_OPTIONS, setUpHttp } from './http/set-up.js';
import { SOURCE, type MessageSource } from './ingest/source.js';
import { LiveFeed } from './live/live-feed.js';
import { nestLogger } from './logging.js';
import { Outbox } from './outbox/outbox.js';
import { Checkpoint } from './pipeline/checkpoint.js';
import { Pipeline } from './pipeline/pipeline.js';
import { openStore } from './store.js';

export interface Platform {
  /** Where HTTP answers. */
  readonly address: string;
  /** Takes nothing more, commits and acknowledges what it holds, sends what it owes, and closes. */
  stop(): Promise<void>;
}

const DASHBOARDS = fileURLToPath(new URL('../../../dashboards/dist/', import.meta.url));

/**
 * Starts the platform: store, memory, then the doors. The broker opens last, when everything behind it is ready.
 * @throws Error with one line fit for the operator; nothing is left running
 */
export async function startPlatform(config: Config, logger: Logger): Promise<Platform> {
  const store = await openStore(config, logger);
  let app: NestFastifyApplication | undefined;
  try {
    app = await NestFactory.create<NestFastifyApplication>(
      AppModule.with({ config, logger, pool: store.pool, keeper: store.keeper }),
      new FastifyAdapter({ ...HTTP_OPTIONS, forceCloseConnections: true }),
      { logger: nestLogger(logger), abortOnError: false },
    );
    return await open(app, config, logger, store.close);
  } catch (error) {
    await app?.close().catch(() => undefined);
    await store.close();
    throw portTaken(error, config) ?? error;
  }
}

async function open(
  app: NestFastifyApplication,
  config: Config,
  logger: Logger,
  closeStore: () => Promise<void>,
): Promise<Platform> {
  const source = app.get<MessageSource>(SOURCE);
  const [keeping, checkpoint, outbox, pipeline] = [
    app.get(Keeping),
    app.get(Checkpoint),
    app.get(Outbox),
    app.get(Pipeline),
  ];
  const live = app.get(LiveFeed);
  setUpHttp(app);
  app.useWebSocketAdapter(new IoAdapter(app));
  if (existsSync(DASHBOARDS)) await app.register(fastifyStatic, { root: DASHBOARDS, wildcard: false });
  outbox.channel('live', (rows) => live.deliver(rows));
  outbox.channel('mqtt', async (rows) => {
    for (const { topic, payload } of rows) await source.publish(topic, JSON.stringify(payload));
  });

  await keeping.start();
  await app.get(Directory).load();
  await app.get(OpenAlarms).load();
  await checkpoint.restore();
  await app.listen(config.port, config.host);
  const address = (await app.getUrl()).replace('[::1]', 'localhost');
  if (config.demo) await app.get(DemoCountry).seed(address);
  await source.start();
  checkpoint.start();
  outbox.start();
  logger.info({ address, broker: source.name }, 'ready');

  return {
    address,
    stop: async () => {
      await source.pause();
      await pipeline.drain();
      await outbox.stop();
      await source.stop();
      live.stop();
      keeping.stop();
      await app.close();
      await checkpoint.stop();
      await closeStore();
    },
  };
}

function portTaken(error: unknown, config: Config): Error | undefined {
  const { code, port } = error as { code?: string; port?: number };
  return code === 'EADDRINUSE' && port === config.port
    ? new Error(`PORT=${port}: the port is taken`)
    : undefined;
}
