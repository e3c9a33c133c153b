import path from 'node:path';
import { DAY, HOUR, MINUTE } from '@haidang/domain';
import { z } from 'zod';

/** Injection token of the {@link Config}. */
export const CONFIG = Symbol('configuration');

const whole = (min: number, max: number) =>
  z
    .string()
    .refine((text) => /^-?\d+$/.test(text) && Number(text) >= min && Number(text) <= max, {
      message: `a whole number from ${min} to ${max} is wanted`,
    })
    .transform(Number);
const number = (min: number, max: number) =>
  z
    .string()
    .refine((text) => /^-?\d+(\.\d+)?$/.test(text) && Number(text) >= min && Number(text) <= max, {
      message: `a number from ${min} to ${max} is wanted`,
    })
    .transform(Number);
const oneOf = <const T extends readonly [string, ...string[]]>(...words: T) =>
  z.enum(words, { error: `${words.slice(0, -1).join(', ')} or ${words.at(-1)} is wanted` });
const url = (...schemes: string[]) =>
  z.string().refine((text) => isAddress(text, schemes), {
    message: `an address beginning with ${schemes.map((scheme) => `${scheme}://`).join(' or ')} is wanted`,
  });
const port = whole(0, 65_535);
const portOrOff = z.union([z.literal('off'), port], {
  error: 'a whole number from 0 to 65535, or off, is wanted',
});
const days = whole(1, 36_500);
const flag = oneOf('0', '1', 'false', 'true').transform((text) => text === '1' || text === 'true');

/** A forwarder that was away hands over what its seals said meanwhile. */
const FORWARDER_BURST_SECONDS = 10;

/**
 * Every variable of the environment that the platform reads, with its default and meaning.
 * docs/configuration.md lists the same; a test compares the two.
 */
export const Environment = z.object({
  /** The port of HTTP, REST, the live socket and the dashboards. */
  PORT: port.default(8080),
  /** The address that HTTP and the embedded broker listen on: this machine alone unless told otherwise, `0.0.0.0` for every network. */
  HOST: z.string().min(1).default('127.0.0.1'),
  /** The address people open, where that is not the platform's own: a proxy stands before it. */
  PUBLIC_URL: url('http', 'https').optional(),
  /** Addresses or networks, separated by commas, of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed. */
  TRUSTED_PROXIES: z.string().min(1).optional(),
  /** Hours after which a session ends, however much it is used. */
  SESSION_HOURS: number(0.1, 24 * 90).default(12),
  /** Minutes after which a session that is not used ends; an open page uses it. */
  SESSION_IDLE_MINUTES: number(1, 60 * 24 * 90).default(60),
  /** The embedded broker's port; `off` closes it, so that devices come by MQTTS_PORT alone. */
  MQTT_PORT: portOrOff.default(1883),
  /** The embedded broker's port of MQTT over TLS; it needs TLS_CERT and TLS_KEY. */
  MQTTS_PORT: port.optional(),
  /** The certificate of HTTPS and `mqtts` with those between it and its authority, a PEM file; set, HTTP is HTTPS. Renewed files are taken up within 30 s, or at SIGHUP. */
  TLS_CERT: z.string().min(1).optional(),
  /** The key of TLS_CERT, a PEM file. */
  TLS_KEY: z.string().min(1).optional(),
  /** The authority of devices' certificates, a PEM file: a device with one proves by its name who it is. */
  MQTT_CLIENT_CA: z.string().min(1).optional(),
  /** Connections to the embedded broker in all. */
  MQTT_CONNECTIONS: whole(1, 1_000_000).default(120_000),
  /** Connections to the embedded broker from one address; behind one address of a mobile network there are many devices. */
  MQTT_CONNECTIONS_PER_ADDRESS: whole(1, 1_000_000).default(20_000),
  /** Connections of one seal, gate or camera, and sessions that are kept for it; one more ends the oldest. */
  DEVICE_CONNECTIONS: whole(1, 1_000).default(4),
  /** Packets a second of one seal, gate or camera; more are left unread until there is room. */
  DEVICE_RATE: whole(1, 1_000_000).default(100),
  /** Packets that one seal, gate or camera may send at once before DEVICE_RATE holds it back: a backlog. */
  DEVICE_BURST: whole(1, 10_000_000).default(10_000),
  /** Connections of one forwarder, and sessions that are kept for it. */
  FORWARDER_CONNECTIONS: whole(1, 100_000).default(2_000),
  /** Packets a second of one forwarder, which speaks for many seals; its burst is ten seconds of it. */
  FORWARDER_RATE: whole(1, 10_000_000).default(50_000),
  /** The authority's own directory, an OpenID Connect issuer: people may sign in by it. Without TLS only on this machine. */
  OIDC_ISSUER: url('http', 'https').optional(),
  /** The platform's name at the directory; wanted with OIDC_ISSUER. */
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  /** Its secret there; a client without one is public and proves itself by PKCE alone. */
  OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  /** What the sign-in page calls the directory. */
  OIDC_NAME: z.string().min(1).max(60).default('OpenID Connect'),
  /** What is asked of the directory. */
  OIDC_SCOPE: z.string().min(1).default('openid profile'),
  /** The claim that names a person as an administrator did when making a user without a password for them. */
  OIDC_USERNAME_CLAIM: z.string().min(1).default('preferred_username'),
  /** The claim that holds a person's role; with OIDC_ORGANISATION_CLAIM, users are made and kept by the directory. */
  OIDC_ROLE_CLAIM: z.string().min(1).optional(),
  /** The claim that holds the id of a person's organisation. */
  OIDC_ORGANISATION_CLAIM: z.string().min(1).optional(),
  /** An external broker; then none is embedded. */
  MQTT_URL: url('mqtt', 'mqtts').optional(),
  /** The platform's name at an external broker: its persistent session hangs on it. */
  MQTT_CLIENT_ID: z.string().min(1).max(100).default('haidang-platform'),
  /** PostgreSQL, with TimescaleDB where the extension is there; unset: embedded PostgreSQL. */
  DATABASE_URL: url('postgres', 'postgresql').optional(),
  /** The login of the road, where DATABASE_URL's owner may not create roles; unset: `haidang_ingest`, made by the owner. */
  DATABASE_INGEST_URL: url('postgres', 'postgresql').optional(),
  /** The login that requests are served with, likewise; unset: `haidang_serve`. */
  DATABASE_SERVE_URL: url('postgres', 'postgresql').optional(),
  /** The login that alone reads accounts and credentials, likewise; unset: `haidang_identity`. */
  DATABASE_IDENTITY_URL: url('postgres', 'postgresql').optional(),
  /** The embedded database and uploaded evidence. */
  DATA_DIR: z.string().min(1).default('.haidang'),
  /** Seed the demo country. */
  HAIDANG_DEMO: flag.default(false),
  /** The deployer's own map style. */
  MAP_STYLE_URL: z.string().min(1).optional(),
  /** Vector tiles: a PMTiles file or address. */
  MAP_TILES_URL: z.string().min(1).optional(),
  /** Set: the map is drawn by mapbox-gl. */
  MAPBOX_ACCESS_TOKEN: z.string().min(1).optional(),
  /** The oldest backlog that is still evaluated, in hours; older fixes are stored and marked. */
  HORIZON_HOURS: number(1, 24 * 90).default(72),
  /** Days that fixes and passages are kept, but for what a hold keeps. */
  RETENTION_DAYS: days.default(400),
  /** Days that the history of alarms is kept; unset: as long as fixes. */
  ALARM_HISTORY_DAYS: days.optional(),
  /** Days that a transit is kept after its end, with its steps and alarms. */
  TRANSIT_DAYS: days.default(1_830),
  /** Days that the ledger keeps what its entries say; their hashes stay. */
  LEDGER_DATA_DAYS: days.default(3_660),
  /** Days that refused messages are kept. */
  QUARANTINE_DAYS: days.default(90),
  /** TimescaleDB compresses chunks older than this many days; it must lie past the horizon. */
  COMPRESS_AFTER_DAYS: days.default(7),
  /** Length of a TimescaleDB chunk in hours. */
  CHUNK_HOURS: whole(1, 24 * 365).default(24),
  /** Seconds between two writings of the seals' states; after a kill, at most this much of the log is read again. */
  CHECKPOINT_SECONDS: whole(1, 3_600).default(60),
  /** The private key that signs the ledger's checkpoints, a file; unset: one in DATA_DIR, made at the first start. */
  LEDGER_KEY: z.string().min(1).optional(),
  /** A file that each checkpoint is also written to, best on another machine's disk; unset: one in DATA_DIR. */
  LEDGER_CHECKPOINTS: z.string().min(1).optional(),
  /** Minutes between two signed checkpoints of the ledger. */
  LEDGER_CHECKPOINT_MINUTES: whole(1, 60).default(15),
  /** Commits under way at once; the fixes of a seal always go through the same one. */
  COMMIT_LANES: whole(1, 16).default(2),
  /** How much is logged: trace, debug, info, warn, error, fatal or silent. */
  LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('info'),
});

/** How much the embedded broker takes, of all and of each. */
export interface BrokerLimits {
  readonly connections: number;
  readonly perAddress: number;
  readonly device: { readonly connections: number; readonly perSecond: number; readonly burst: number };
  readonly forwarder: { readonly connections: number; readonly perSecond: number; readonly burst: number };
}

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Scheme, host and port of the address people open, where it is not our own. */
  readonly publicUrl: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly oidc:
    | {
        readonly issuer: string;
        readonly clientId: string;
        readonly clientSecret: string | undefined;
        readonly name: string;
        readonly scope: string;
        readonly usernameClaim: string;
        readonly roleClaim: string | undefined;
        readonly organisationClaim: string | undefined;
      }
    | undefined;
  readonly session: { readonly lifeMs: number; readonly idleMs: number };
  /** Files; undefined: no TLS. */
  readonly tls:
    { readonly cert: string; readonly key: string; readonly clientCa: string | undefined } | undefined;
  readonly mqtt:
    | {
        readonly kind: 'embedded';
        /** Plain MQTT; undefined: closed. */
        readonly port: number | undefined;
        /** Over TLS. */
        readonly securePort: number | undefined;
        readonly limits: BrokerLimits;
      }
    | { readonly kind: 'external'; readonly url: string; readonly clientId: string };
  readonly databaseUrl: string | undefined;
  /** Addresses of the platform's own logins; undefined: made by the owner. */
  readonly databaseLogins: Readonly<Record<'ingest' | 'serve' | 'identity', string | undefined>>;
  readonly dataDir: string;
  readonly demo: boolean;
  readonly map: {
    readonly styleUrl: string | undefined;
    readonly tilesUrl: string | undefined;
    readonly mapboxAccessToken: string | undefined;
  };
  readonly horizonMs: number;
  readonly retentionDays: number;
  readonly alarmHistoryDays: number;
  readonly transitDays: number;
  readonly ledgerDataDays: number;
  readonly quarantineDays: number;
  readonly compressAfterDays: number;
  readonly chunkHours: number;
  readonly checkpointMs: number;
  readonly ledger: {
    readonly keyFile: string;
    readonly checkpointsFile: string;
    readonly checkpointMs: number;
  };
  readonly lanes: number;
  readonly logLevel: z.infer<typeof Environment>['LOG_LEVEL'];
}

/** A variable that cannot be read; the message is one line fit for the operator. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the environment once, at boot. An empty variable counts as unset.
 * @throws ConfigError naming the variable, what it holds and what is wanted
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const name = String(issue.path[0]);
    throw new ConfigError(`${name}=${shown(name, given[name])}: ${issue.message}`);
  }
  const e = parsed.data;
  if (e.COMPRESS_AFTER_DAYS * DAY <= e.HORIZON_HOURS * HOUR) {
    throw new ConfigError(
      `COMPRESS_AFTER_DAYS=${e.COMPRESS_AFTER_DAYS}: must be longer than HORIZON_HOURS=${e.HORIZON_HOURS}`,
    );
  }
  if (e.RETENTION_DAYS * DAY < e.HORIZON_HOURS * HOUR) {
    throw new ConfigError(
      `RETENTION_DAYS=${e.RETENTION_DAYS}: must not be shorter than HORIZON_HOURS=${e.HORIZON_HOURS}`,
    );
  }
  checkTls(e);
  return {
    port: e.PORT,
    host: e.HOST,
    publicUrl: e.PUBLIC_URL === undefined ? undefined : new URL(e.PUBLIC_URL).origin,
    trustedProxies: e.TRUSTED_PROXIES?.split(',').map((text) => text.trim()) ?? [],
    oidc: oidcOf(e),
    session: { lifeMs: e.SESSION_HOURS * HOUR, idleMs: e.SESSION_IDLE_MINUTES * MINUTE },
    tls:
      e.TLS_CERT === undefined
        ? undefined
        : { cert: e.TLS_CERT, key: e.TLS_KEY!, clientCa: e.MQTT_CLIENT_CA },
    mqtt:
      e.MQTT_URL === undefined
        ? {
            kind: 'embedded',
            port: e.MQTT_PORT === 'off' ? undefined : e.MQTT_PORT,
            securePort: e.MQTTS_PORT,
            limits: brokerLimits(e),
          }
        : { kind: 'external', url: e.MQTT_URL, clientId: e.MQTT_CLIENT_ID },
    databaseUrl: e.DATABASE_URL,
    databaseLogins: {
      ingest: e.DATABASE_INGEST_URL,
      serve: e.DATABASE_SERVE_URL,
      identity: e.DATABASE_IDENTITY_URL,
    },
    dataDir: e.DATA_DIR,
    demo: e.HAIDANG_DEMO,
    map: { styleUrl: e.MAP_STYLE_URL, tilesUrl: e.MAP_TILES_URL, mapboxAccessToken: e.MAPBOX_ACCESS_TOKEN },
    horizonMs: e.HORIZON_HOURS * HOUR,
    retentionDays: e.RETENTION_DAYS,
    alarmHistoryDays: e.ALARM_HISTORY_DAYS ?? e.RETENTION_DAYS,
    transitDays: e.TRANSIT_DAYS,
    ledgerDataDays: e.LEDGER_DATA_DAYS,
    quarantineDays: e.QUARANTINE_DAYS,
    compressAfterDays: e.COMPRESS_AFTER_DAYS,
    chunkHours: e.CHUNK_HOURS,
    checkpointMs: e.CHECKPOINT_SECONDS * 1000,
    ledger: {
      keyFile: e.LEDGER_KEY ?? path.join(e.DATA_DIR, 'ledger/key.pem'),
      checkpointsFile: e.LEDGER_CHECKPOINTS ?? path.join(e.DATA_DIR, 'ledger/checkpoints.jsonl'),
      checkpointMs: e.LEDGER_CHECKPOINT_MINUTES * MINUTE,
    },
    lanes: e.COMMIT_LANES,
    logLevel: e.LOG_LEVEL,
  };
}

function brokerLimits(e: z.infer<typeof Environment>): BrokerLimits {
  return {
    connections: e.MQTT_CONNECTIONS,
    perAddress: e.MQTT_CONNECTIONS_PER_ADDRESS,
    device: { connections: e.DEVICE_CONNECTIONS, perSecond: e.DEVICE_RATE, burst: e.DEVICE_BURST },
    forwarder: {
      connections: e.FORWARDER_CONNECTIONS,
      perSecond: e.FORWARDER_RATE,
      burst: e.FORWARDER_RATE * FORWARDER_BURST_SECONDS,
    },
  };
}

/** A setting that does nothing without another is a mistake that would leave a door open or closed. */
function checkTls(e: z.infer<typeof Environment>): void {
  const wants = (name: string, ...others: (keyof typeof e)[]) => {
    const missing = others.find((other) => e[other] === undefined);
    if (e[name as keyof typeof e] !== undefined && missing !== undefined)
      throw new ConfigError(`${name}: it needs ${missing} as well`);
  };
  wants('TLS_CERT', 'TLS_KEY');
  wants('TLS_KEY', 'TLS_CERT');
  if (e.MQTT_URL !== undefined) return;
  wants('MQTTS_PORT', 'TLS_CERT', 'TLS_KEY');
  wants('MQTT_CLIENT_CA', 'MQTTS_PORT');
  if (e.MQTT_PORT === 'off' && e.MQTTS_PORT === undefined)
    throw new ConfigError('MQTT_PORT=off: it needs MQTTS_PORT, or no device could connect');
}

/** @throws ConfigError when half of it is there, or a secret would cross a network in the clear */
function oidcOf(e: z.infer<typeof Environment>): Config['oidc'] {
  if (e.OIDC_ISSUER === undefined) return undefined;
  if (e.OIDC_CLIENT_ID === undefined) throw new ConfigError('OIDC_CLIENT_ID: wanted with OIDC_ISSUER');
  const { protocol, hostname } = new URL(e.OIDC_ISSUER);
  if (protocol === 'http:' && !/^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname))
    throw new ConfigError('OIDC_ISSUER: an address beginning with https:// is wanted');
  return {
    issuer: e.OIDC_ISSUER,
    clientId: e.OIDC_CLIENT_ID,
    clientSecret: e.OIDC_CLIENT_SECRET,
    name: e.OIDC_NAME,
    scope: e.OIDC_SCOPE,
    usernameClaim: e.OIDC_USERNAME_CLAIM,
    roleClaim: e.OIDC_ROLE_CLAIM,
    organisationClaim: e.OIDC_ORGANISATION_CLAIM,
  };
}

/** PostgreSQL's addresses may leave the host out (`postgres:///db?host=/run/postgresql`), a broker's may not. */
function isAddress(text: string, schemes: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return schemes.includes(protocol.slice(0, -1)) && (hostname !== '' || protocol.startsWith('postgres'));
}

/** What an operator may read in a log: never the inside of an address, which can hold a password. */
function shown(name: string, value: string | undefined): string {
  return /URL|TOKEN|SECRET/.test(name) ? '…' : String(value);
}
