import { existsSync } from 'node:fs';
import type { Server as HttpsServer } from 'node:https';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { Sights } from './access/sights.js';
import { OpenAlarms } from './alarms/open-alarms.js';
import { AppModule } from './app.module.js';
import type { Config } from './config/config.js';
import { DemoAccounts } from './demo/demo-accounts.js';
import { DemoCountry } from './demo/demo-country.js';
import { DemoPatrols } from './field/demo-patrols.js';
import { DemoPapers } from './demo/demo-papers.js';
import { DemoDevices } from './devices/demo-devices.js';
import { Directory } from './directory/directory.js';
import { GateBook } from './gates/gate-book.js';
import { FirstAdministrator } from './identity/first-administrator.js';
import { Sessions } from './identity/sessions.js';
import { Keeping } from './health/keeping.js';
import { JoinWatch } from './join/join-watch.js';
import { guardBrowsers, guardEveryAnswer } from './http/browser-headers.js';
import { TILES_PATH, type MapTiles } from './http/map-tiles.js';
import { httpOptions, setUpHttp } from './http/set-up.js';
import { SOURCE, type MessageSource } from './ingest/source.js';
import { Ledger } from './ledger/ledger.js';
import { LiveFeed } from './live/live-feed.js';
import { nestLogger } from './logging.js';
import { Meetings } from './meetings/meetings.js';
import { HeldRows } from './outbox/held-rows.js';
import { Outbox } from './outbox/outbox.js';
import { Checkpoint } from './pipeline/checkpoint.js';
import { NoticeReminder } from './papers/reminder.js';
import { Signer } from './papers/signer.js';
import { Pipeline } from './pipeline/pipeline.js';
import { FolderDrop } from './port/folder-drop.js';
import { ReceptionClock } from './reception/clock.js';
import { Hearing } from './reception/hearing.js';
import { Journeys } from './transits/journeys.js';
import { WatchClock } from './watch/clock.js';
import { Reviser } from './watch/reviser.js';
import { shutDown, withinTime, type Closing } from './shut-down.js';
import { openStore } from './store.js';
import { STRONG_SUITES, TlsFiles } from './tls/tls-files.js';

export interface Platform {
  /** Where HTTP answers. */
  readonly address: string;
  /**
   * Takes nothing more, commits and acknowledges what it holds, sends what it owes, and closes.
   * @param drainMs how long the database may take to commit what is held; then the rest is given up, unacknowledged, and whoever
   * sent it sends it again
   */
  stop(drainMs?: number): Promise<void>;
}

const DRAIN_MS = 15_000;
/** How long the start waits for what is to be folded. */
const FOLD_MS = 10_000;
/** For each thing that is closed; less when the database is away and will hardly come back for the rest. */
const CLOSE_MS = 5_000;
const HURRIED_CLOSE_MS = 1_000;
/** An embedded PostgreSQL writes a last checkpoint. */
const STORE_CLOSE_MS = 40_000;

const DASHBOARDS = fileURLToPath(new URL('../../../dashboards/dist/', import.meta.url));

/** Addresses of the one page besides `/`: it shows by its address what is wanted. */
const PAGES = [
  '/centre',
  '/gatehouse',
  '/carrier',
  '/office',
  '/office/:page',
  '/handover',
  '/figures',
  '/transit/:id',
  '/map/:what',
  '/training',
  '/training/:id',
];

/** Names under assets/ carry a hash of the content: a browser may keep those for good, and asks for the others each time. */
const DASHBOARD_FILES = {
  root: DASHBOARDS,
  wildcard: false,
  cacheControl: false,
  // as the build put them beside their files; nobody asks for them by name
  preCompressed: true,
  globIgnore: ['**/*.br', '**/*.gz'],
  setHeaders: (reply: { setHeader(name: string, value: string): unknown }, file: string) => {
    const hashed = file.includes('/assets/');
    reply.setHeader('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
    reply.setHeader('vary', 'accept-encoding');
  },
};

/**
 * Starts the platform: store, memory, then the doors. The broker opens last, when everything behind it is ready.
 * @throws Error with one line fit for the operator; nothing is left running
 */
export async function startPlatform(config: Config, logger: Logger): Promise<Platform> {
  const tls = config.tls === undefined ? undefined : new TlsFiles(config.tls, logger);
  const store = await openStore(config, logger);
  let app: NestFastifyApplication;
  try {
    app = await NestFactory.create<NestFastifyApplication>(
      AppModule.with({ config, logger, pools: store.pools, keeper: store.keeper, tls }),
      httpAdapter(config, tls),
      { logger: nestLogger(logger), abortOnError: false },
    );
  } catch (error) {
    await store.close();
    throw error;
  }
  const source = app.get<MessageSource>(SOURCE);
  tls?.watch();
  const stop = async (drainMs = DRAIN_MS) => {
    tls?.stop();
    await source.pause();
    app.get(WatchClock).stop();
    app.get(ReceptionClock).stop();
    await withinTime(drainMs, app.get(FolderDrop).stop());
    await withinTime(drainMs, app.get(Journeys).stop());
    await withinTime(drainMs, app.get(JoinWatch).stop());
    await withinTime(drainMs, app.get(Reviser).stop());
    const drained = await drain(app.get(Pipeline), drainMs, logger);
    await withinTime(CLOSE_MS, app.get(Meetings).stop());
    await shutDown(closings(app, source, store.close, drained ? CLOSE_MS : HURRIED_CLOSE_MS), logger);
  };
  try {
    return { address: await open(app, source, config, logger), stop };
  } catch (error) {
    await stop();
    throw portTaken(error, config) ?? error;
  }
}

/** HTTP, or HTTPS where there is a certificate; a renewed one is for the connections that come. */
function httpAdapter(config: Config, tls: TlsFiles | undefined): FastifyAdapter {
  const options = { ...httpOptions(config), forceCloseConnections: true };
  if (tls === undefined) return new FastifyAdapter(options);
  const { cert, key, minVersion } = tls.context;
  const shared = { minVersion, ciphers: STRONG_SUITES };
  const adapter = new FastifyAdapter({ ...options, https: { cert, key, ...shared } });
  tls.onChange((context) => {
    const server = adapter.getHttpServer<HttpsServer>();
    server.setSecureContext({ cert: context.cert, key: context.key, ...shared });
  });
  return adapter;
}

/** @returns where HTTP answers */
async function open(
  app: NestFastifyApplication,
  source: MessageSource,
  config: Config,
  logger: Logger,
): Promise<string> {
  const [outbox, live, checkpoint] = [app.get(Outbox), app.get(LiveFeed), app.get(Checkpoint)];
  setUpHttp(app);
  app.useWebSocketAdapter(new IoAdapter(app));
  await guardBrowsers(app, config);
  if (existsSync(DASHBOARDS)) await serveFiles(app, config.map.tiles);
  outbox.channel('live', (rows) => live.deliver(rows));
  if (source.addressees !== undefined) outbox.holder((topic, row) => app.get(HeldRows).hold(topic, row));
  outbox.channel('mqtt', async (rows) => {
    if (source.addressees !== undefined) return app.get(HeldRows).deliver(rows);
    for (const { topic, payload } of rows) await source.publish(topic, JSON.stringify(payload));
  });

  await app.get(Keeping).start();
  await app.get(Ledger).start();
  await app.get(Signer).start();
  await app.get(Directory).load();
  await app.get(GateBook).load();
  await app.get(OpenAlarms).load();
  await app.get(Sights).learn(app.get(OpenAlarms).transits());
  await checkpoint.restore();
  await app.get(Meetings).restore();
  app.get(Meetings).start();
  await app.get(Reviser).restore();
  // mostly nothing: what an earlier start left to fold, and transits that no checkpoint knows; many of them go on after the doors are open
  await withinTime(FOLD_MS, app.get(Reviser).foldAll());
  await app.get(Hearing).restore();
  app.get(Reviser).start();
  await app.get(Sessions).start();
  if (!config.demo) {
    await app.get(DemoAccounts).close();
    await app.get(FirstAdministrator).ensure((text) => process.stdout.write(text));
  }
  await app.listen(config.port, config.host);
  guardEveryAnswer(app, config);
  const address = (await app.getUrl()).replace('[::1]', 'localhost');
  // the first administrator's centre, too
  await app.get(Directory).refreshOrganisations();
  if (config.demo) {
    await app.get(DemoAccounts).open((token) => app.get(DemoCountry).seed(token));
    await app.get(DemoAccounts).supervise((token) => app.get(DemoPapers).seed(token));
    await app.get(DemoAccounts).supervise((token) => app.get(DemoPatrols).seed(token));
  }
  if (config.demo && config.mqtt.kind === 'embedded') await app.get(DemoDevices).seed();
  app.get(HeldRows).start();
  await source.start();
  app.get(NoticeReminder).start();
  checkpoint.start();
  app.get(WatchClock).start();
  app.get(ReceptionClock).start();
  app.get(Journeys).start();
  await app.get(JoinWatch).start();
  app.get(FolderDrop).start();
  outbox.start();
  logger.info({ address, broker: source.name }, 'ready');
  return address;
}

/** The dashboards' files, and the map's tiles, hold nothing of the register: anybody may have them, and the page asks who it is. */
async function serveFiles(app: NestFastifyApplication, tiles: MapTiles | undefined): Promise<void> {
  await app.register((files: FastifyInstance, _options: object, done: () => void) => {
    files.addHook('onRoute', (route) => {
      route.config = { ...route.config, openness: 'public' };
    });
    void files.register(fastifyStatic, DASHBOARD_FILES);
    for (const page of PAGES) files.get(page, (_request, reply) => reply.sendFile('index.html'));
    // a part at a time, as the browser asks for it: a country's file has gigabytes
    if (tiles !== undefined && 'file' in tiles)
      files.get(TILES_PATH, (_request, reply) => reply.sendFile(basename(tiles.file), dirname(tiles.file)));
    done();
  });
}

/** @returns false when the database did not take what was held: it stays unacknowledged, and whoever sent it sends it again */
async function drain(pipeline: Pipeline, limitMs: number, logger: Logger): Promise<boolean> {
  if (await withinTime(limitMs, pipeline.drain())) return true;
  logger.warn({ messages: pipeline.state().underWay }, 'stopping: the database takes nothing; given up');
  pipeline.giveUp();
  return false;
}

/** What is closed when the platform stops, in this order. */
function closings(
  app: NestFastifyApplication,
  source: MessageSource,
  closeStore: () => Promise<void>,
  limitMs: number,
): Closing[] {
  return [
    { what: 'what is owed', limitMs, close: () => app.get(Outbox).stop(limitMs) },
    { what: 'the broker', limitMs, close: () => source.stop() },
    { what: 'what gates took', limitMs, close: () => app.get(HeldRows).stop() },
    { what: 'notices without a receipt', limitMs, close: () => app.get(NoticeReminder).stop() },
    { what: 'the live feed', limitMs, close: () => app.get(LiveFeed).stop() },
    { what: 'the hourly round', limitMs, close: () => app.get(Keeping).stop() },
    { what: 'the ends of sessions', limitMs, close: () => app.get(Sessions).stop() },
    { what: 'HTTP', limitMs: CLOSE_MS, close: () => app.close() },
    { what: 'the checkpoint', limitMs, close: () => app.get(Checkpoint).stop() },
    { what: 'the ledger', limitMs, close: () => app.get(Ledger).stop() },
    { what: 'the store', limitMs: STORE_CLOSE_MS, close: closeStore },
  ];
}

function portTaken(error: unknown, config: Config): Error | undefined {
  const { code, port } = error as { code?: string; port?: number };
  return code === 'EADDRINUSE' && port === config.port
    ? new Error(`PORT=${port}: the port is taken`)
    : undefined;
}
