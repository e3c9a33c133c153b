import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { formatInstant, HOUR } from '@haidang/domain';
import { ScopedPool, SeriesKeeper } from '@haidang/store';
import { position, signInAs, spot, usualRole, type TestStore } from '@haidang/testkit';
import { topics } from '@haidang/wire';
import { pino } from 'pino';
import { OpenAlarms } from '../../../apps/platform/src/alarms/open-alarms.js';
import { AppModule } from '../../../apps/platform/src/app.module.js';
import { readConfig } from '../../../apps/platform/src/config/config.js';
import { Directory } from '../../../apps/platform/src/directory/directory.js';
import { httpOptions, setUpHttp } from '../../../apps/platform/src/http/set-up.js';
import { actorNow } from '../../../apps/platform/src/identity/acting.js';
import { LiveFeed } from '../../../apps/platform/src/live/live-feed.js';
import { Pipeline } from '../../../apps/platform/src/pipeline/pipeline.js';
import { Journeys } from '../../../apps/platform/src/transits/journeys.js';
import { Meetings } from '../../../apps/platform/src/meetings/meetings.js';
import { Reviser } from '../../../apps/platform/src/watch/reviser.js';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else text. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test says what it expects in it
  readonly body: any;
}

/** The platform's REST half over HTTP on loopback, with the whole road behind it but no broker before it. */
export class Api {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly origin: string,
    /** What the platform logged as an error. */
    readonly errors: string[],
    /** What it logged as a warning. */
    readonly warnings: string[],
    /** Of those in whose name everything is asked that names nobody else. */
    readonly tokens: Readonly<Record<ReturnType<typeof usualRole>, string>>,
    readonly dataDir: string,
  ) {}

  /** @param options `live`: with the live socket; `env`: over the defaults */
  static async open(
    { pool, kind, as }: Pick<TestStore, 'kind' | 'pool' | 'as'>,
    {
      live = false,
      env = {},
    }: { readonly live?: boolean; readonly env?: Readonly<Record<string, string>> } = {},
  ): Promise<Api> {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'haidang-api-'));
    const config = readConfig({ DATA_DIR: dataDir, ...env });
    const keeper = new SeriesKeeper(pool, kind, config);
    await keeper.keep(Date.now());
    const pools = {
      road: as('ingest'),
      serving: new ScopedPool(as('serve'), actorNow),
      identity: as('identity'),
    };
    const errors: string[] = [];
    const warnings: string[] = [];
    const silent = () => undefined;
    const logger = {
      log: silent,
      warn: (message: unknown) => void warnings.push(String(message)),
      error: (message: unknown) => void errors.push(String(message)),
    };
    const app = await NestFactory.create<NestFastifyApplication>(
      AppModule.with({ config, logger: pino({ level: 'silent' }), pools, keeper }),
      new FastifyAdapter({ ...httpOptions(config), forceCloseConnections: true }),
      { logger, abortOnError: false },
    );
    const tokens = {
      administrator: await signInAs(pool, 'administrator'),
      auditor: await signInAs(pool, 'auditor'),
      shift_supervisor: await signInAs(pool),
    };
    setUpHttp(app);
    if (live) app.useWebSocketAdapter(new IoAdapter(app));
    await app.get(Directory).load();
    await app.get(OpenAlarms).load();
    await app.listen(0, '127.0.0.1');
    return new Api(app, await app.getUrl(), errors, warnings, tokens, dataDir);
  }

  async close(): Promise<void> {
    await this.app.get(Pipeline).drain();
    this.app.get(LiveFeed).stop();
    await this.app.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  patch(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  delete(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  /** Whose a call is that names nobody. */
  tokenFor(method: string, path: string): string {
    return this.tokens[usualRole(method, path)];
  }

  get token(): string {
    return this.tokens.shift_supervisor;
  }

  /** `path` below `/api/v1`; text, bytes and forms go out as they are, anything else as JSON. */
  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await fetch(path.startsWith('http') ? path : `${this.origin}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.tokenFor(method, path)}`,
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: asBody(body) }),
    });
    const text = await answer.text();
    const isJson = /^application\/([a-z]+\+)?json/.test(answer.headers.get('content-type') ?? '');
    return {
      status: answer.status,
      headers: answer.headers,
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
  }

  /** Sends a seal's fixes down the road and waits for their commit. */
  async fixes(sealId: string, fixes: readonly object[]): Promise<void> {
    const payload = Buffer.from(JSON.stringify(fixes));
    await new Promise<void>((committed) =>
      this.app.get(Pipeline).take(topics.fixes(sealId), payload, committed),
    );
    await this.app.get(Reviser).foldAll();
    await this.app.get(Meetings).settled();
  }

  /** Looks once what the seals have found of their transits' journeys, as the platform does every second. */
  journeys(): Promise<void> {
    return this.app.get(Journeys).round();
  }
}

function asBody(body: unknown): BodyInit {
  if (typeof body === 'string' || body instanceof FormData) return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

/** A port and a border gate, a road of 100 km along the equator with 500 m to either side, a gate, three seals. */
export async function registerCountry(api: Api): Promise<void> {
  const made = [
    await api.post('/organisations', { id: 'CARRIER', name: 'Carrier', kind: 'carrier' }),
    await api.post('/facilities', { id: 'PORT', name: 'Port', kind: 'seaport', place: { lat: 0, lon: 0 } }),
    await api.post('/facilities', {
      id: 'BORDER',
      name: 'Border',
      kind: 'border_gate',
      place: { lat: 0, lon: 0.9 },
    }),
    await api.post('/gates', { id: 'PORT-1', name: 'Gate 1', facilityId: 'PORT', place: { lat: 0, lon: 0 } }),
    await api.post('/routes', {
      id: 'R',
      name: 'Road',
      from: 'PORT',
      to: 'BORDER',
      legs: [
        { line: { type: 'LineString', coordinates: [position(0, 0), position(100_000, 0)] }, halfWidth: 500 },
      ],
    }),
    await api.post('/seals', { items: [{ id: 'S1' }, { id: 'S2' }, { id: 'S3', interval: 60 }] }),
  ];
  for (const { status, body } of made) if (status !== 201) throw new Error(JSON.stringify(body));
}

export const [BOX_1, BOX_2, BOX_3] = ['CSQU3054383', 'TCNU7200794', 'TOLU4734787'] as const;

/** A transit of the country's road as `POST /transits` takes it. */
export function newTransit(id: string, containers: readonly object[] = [{ number: BOX_1 }]) {
  return {
    id,
    number: `QT-${id}`,
    declaration: '10001',
    from: 'PORT',
    to: 'BORDER',
    vehicle: { plate: '15C-123.45' },
    containers,
    routeId: 'R',
  };
}

/** A fix so many metres along the road and beside it. */
export function fixAt(seq: number, time: number, east: number, north = 0): Record<string, unknown> {
  return { seq, time: formatInstant(time), ...spot(east, north), accuracy: 10, speed: 50 };
}

export function ago(hours: number): string {
  return formatInstant(Date.now() - hours * HOUR);
}
