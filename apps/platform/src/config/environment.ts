import { z } from 'zod';

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
  /** Who signs out here is taken to the directory to sign out there as well; it then wants the page's address as one to come back to. */
  OIDC_SIGN_OUT: flag.default(false),
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
  /** A folder that has one for each facility, in which terminals drop CODECO files; unset: none. */
  EDI_FOLDER: z.string().min(1).optional(),
  /** Seed the demo country. */
  HAIDANG_DEMO: flag.default(false),
  /** The deployer's own map style. */
  MAP_STYLE_URL: z.string().min(1).optional(),
  /** Roads, waters and buildings over the bundled ground: a PMTiles file here, its address, or the address of a tile with {z}, {x} and {y}. */
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
  /** Days that papers of gates, port messages and closed cases are kept from their end on, but for what a hold keeps. */
  PAPERS_DAYS: days.default(1_830),
  /** Days that the ledger keeps what its entries say; their hashes stay. */
  LEDGER_DATA_DAYS: days.default(3_660),
  /** Days that refused messages are kept. */
  QUARANTINE_DAYS: days.default(90),
  /** Days that evidence is kept, but for what a hold keeps. */
  EVIDENCE_DAYS: days.default(1_830),
  /** Days that training sessions are kept, with their score sheets, from their end on. */
  TRAINING_DAYS: days.default(730),
  /** The largest picture or paper that is taken as evidence, in MB of 1,048,576 bytes. */
  EVIDENCE_MAX_MB: whole(1, 100).default(10),
  /** TimescaleDB compresses chunks older than this many days; it must lie past the horizon. */
  COMPRESS_AFTER_DAYS: days.default(7),
  /** Length of a TimescaleDB chunk in hours. */
  CHUNK_HOURS: whole(1, 24 * 365).default(24),
  /** Seconds between two writings of the seals' states, each spread over half of them; after a kill, at most one and a half times as much of the log is read again. */
  CHECKPOINT_SECONDS: whole(1, 3_600).default(60),
  /** The private key that signs the ledger's checkpoints, a file; unset: one in DATA_DIR, made at the first start. */
  LEDGER_KEY: z.string().min(1).optional(),
  /** A file that each checkpoint is also written to, best on another machine's disk; unset: one in DATA_DIR. */
  LEDGER_CHECKPOINTS: z.string().min(1).optional(),
  /** Minutes between two signed checkpoints of the ledger. */
  LEDGER_CHECKPOINT_MINUTES: whole(1, 60).default(15),
  /** The private key that signs what ports are told, a file; unset: one in DATA_DIR, made at the first start. */
  PAPERS_KEY: z.string().min(1).optional(),
  /** Commits under way at once; the fixes of a seal always go through the same one. */
  COMMIT_LANES: whole(1, 16).default(2),
  /** Minutes that a critical alarm may wait for somebody to acknowledge it before it is handed up to the shift supervisor. */
  ESCALATE_CRITICAL_MINUTES: number(0.1, 24 * 60).default(3),
  /** Minutes that a major alarm may wait, likewise. */
  ESCALATE_MAJOR_MINUTES: number(0.1, 24 * 60).default(15),
  /** More than this part of the audible seals of a region, or of all, falling silent together is one loss of the feed. */
  FEED_LOST_SHARE: number(0.01, 1).default(0.3),
  /** When they are at least so many. */
  FEED_LOST_SEALS: whole(2, 100_000).default(10),
  /** Minutes within which their last messages came. */
  FEED_LOST_WINDOW_MINUTES: number(0.1, 60).default(5),
  /** Minutes that the platform itself receives nothing before that is an alarm; a restart is shorter. */
  FEED_LOST_AFTER_MINUTES: number(0.1, 60).default(2),
  /** Minutes within which a loss of the feed that begins again is the same alarm. */
  FEED_LOST_REJOIN_MINUTES: number(0, 24 * 60).default(5),
  /** Seconds by which the amounts that a seal's clock is off may differ, where it is steadily off. */
  CLOCK_DRIFT_SPREAD_SECONDS: number(0.1, 3_600).default(60),
  /** How many fixes in a row show that. */
  CLOCK_DRIFT_FIXES: whole(1, 100).default(3),
  /** How much is logged: trace, debug, info, warn, error, fatal or silent. */
  LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('info'),
});

/** The environment as it was read. */
export type Environment = z.infer<typeof Environment>;

/** PostgreSQL's addresses may leave the host out (`postgres:///db?host=/run/postgresql`), a broker's may not. */
function isAddress(text: string, schemes: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return schemes.includes(protocol.slice(0, -1)) && (hostname !== '' || protocol.startsWith('postgres'));
}
