import path from 'node:path';
import { DAY, HOUR, MINUTE, SECOND } from '@haidang/domain';
import type { ReceptionSettings } from '@haidang/engine';
import { Environment } from './environment.js';
import { mapTilesOf, type MapTiles } from '../http/map-tiles.js';

/** Injection token of the {@link Config}. */
export const CONFIG = Symbol('configuration');

/** A forwarder that was away hands over what its seals said meanwhile. */
const FORWARDER_BURST_SECONDS = 10;

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
        /** Who signs out here is asked to sign out there, too. */
        readonly signOut: boolean;
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
  /** Where terminals drop files; undefined: nowhere. */
  readonly ediFolder: string | undefined;
  readonly demo: boolean;
  readonly map: {
    readonly styleUrl: string | undefined;
    readonly tiles: MapTiles | undefined;
    readonly mapboxAccessToken: string | undefined;
  };
  readonly horizonMs: number;
  readonly retentionDays: number;
  readonly alarmHistoryDays: number;
  readonly transitDays: number;
  readonly papersDays: number;
  readonly ledgerDataDays: number;
  readonly quarantineDays: number;
  readonly trainingDays: number;
  readonly evidence: { readonly dir: string; readonly days: number; readonly maxBytes: number };
  readonly compressAfterDays: number;
  readonly chunkHours: number;
  readonly checkpointMs: number;
  readonly ledger: {
    readonly keyFile: string;
    readonly checkpointsFile: string;
    readonly checkpointMs: number;
  };
  readonly papersKeyFile: string;
  /** How long an alarm may wait for somebody to acknowledge it, in ms. */
  readonly escalateAfter: { readonly critical: number; readonly major: number };
  /** Of what was heard of all seals together; what holds for one seal is a rule's number. */
  readonly reception: ReceptionSettings;
  readonly lanes: number;
  readonly logLevel: Environment['LOG_LEVEL'];
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
    ediFolder: e.EDI_FOLDER,
    demo: e.HAIDANG_DEMO,
    map: { styleUrl: e.MAP_STYLE_URL, tiles: tilesOf(e), mapboxAccessToken: e.MAPBOX_ACCESS_TOKEN },
    horizonMs: e.HORIZON_HOURS * HOUR,
    retentionDays: e.RETENTION_DAYS,
    alarmHistoryDays: e.ALARM_HISTORY_DAYS ?? e.RETENTION_DAYS,
    transitDays: e.TRANSIT_DAYS,
    papersDays: e.PAPERS_DAYS,
    trainingDays: e.TRAINING_DAYS,
    ledgerDataDays: e.LEDGER_DATA_DAYS,
    quarantineDays: e.QUARANTINE_DAYS,
    evidence: {
      dir: path.join(e.DATA_DIR, 'evidence'),
      days: e.EVIDENCE_DAYS,
      maxBytes: e.EVIDENCE_MAX_MB * 1024 * 1024,
    },
    compressAfterDays: e.COMPRESS_AFTER_DAYS,
    chunkHours: e.CHUNK_HOURS,
    checkpointMs: e.CHECKPOINT_SECONDS * 1000,
    ledger: {
      keyFile: e.LEDGER_KEY ?? path.join(e.DATA_DIR, 'ledger/key.pem'),
      checkpointsFile: e.LEDGER_CHECKPOINTS ?? path.join(e.DATA_DIR, 'ledger/checkpoints.jsonl'),
      checkpointMs: e.LEDGER_CHECKPOINT_MINUTES * MINUTE,
    },
    papersKeyFile: e.PAPERS_KEY ?? path.join(e.DATA_DIR, 'keys/papers.pem'),
    escalateAfter: {
      critical: e.ESCALATE_CRITICAL_MINUTES * MINUTE,
      major: e.ESCALATE_MAJOR_MINUTES * MINUTE,
    },
    reception: {
      massShare: e.FEED_LOST_SHARE,
      massLeast: e.FEED_LOST_SEALS,
      massWindow: e.FEED_LOST_WINDOW_MINUTES * MINUTE,
      feedLostAfter: e.FEED_LOST_AFTER_MINUTES * MINUTE,
      feedRejoin: e.FEED_LOST_REJOIN_MINUTES * MINUTE,
      driftSpread: e.CLOCK_DRIFT_SPREAD_SECONDS * SECOND,
      driftFixes: e.CLOCK_DRIFT_FIXES,
    },
    lanes: e.COMMIT_LANES,
    logLevel: e.LOG_LEVEL,
  };
}

function brokerLimits(e: Environment): BrokerLimits {
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
function checkTls(e: Environment): void {
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

/** @throws ConfigError when it names a file that holds no tiles */
function tilesOf({ MAP_TILES_URL: given }: Environment): MapTiles | undefined {
  if (given === undefined) return undefined;
  try {
    return mapTilesOf(given);
  } catch (error) {
    throw new ConfigError(`MAP_TILES_URL=${given}: ${(error as Error).message}`);
  }
}

/** @throws ConfigError when half of it is there, or a secret would cross a network in the clear */
function oidcOf(e: Environment): Config['oidc'] {
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
    signOut: e.OIDC_SIGN_OUT,
  };
}

/** What an operator may read in a log: never the inside of an address, which can hold a password. */
function shown(name: string, value: string | undefined): string {
  return /URL|TOKEN|SECRET/.test(name) ? '…' : String(value);
}
