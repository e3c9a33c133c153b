import { readFileSync } from 'node:fs';
import { DEFAULT_RECEPTION } from '@haidang/engine';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.js';
import { Environment } from './environment.js';

/** The rows of the tables in docs/configuration.md: variable, default, meaning. */
function documented(): { name: string; byDefault: string; meaning: string }[] {
  const text = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
  return [...text.matchAll(/^\| `([A-Z_0-9]+)` +\| ([^|]+) \| ([^|]+) \|$/gm)].map(
    ([, name, byDefault, meaning]) => ({
      name: name!,
      byDefault: byDefault!.trim(),
      meaning: meaning!.trim(),
    }),
  );
}

/** The variables as environment.ts declares them, with the comment above each. */
function declared(): { name: string; byDefault: string; meaning: string }[] {
  const source = readFileSync(new URL('environment.ts', import.meta.url), 'utf8');
  const defaults = Environment.parse({}) as Record<string, unknown>;
  return Object.keys(Environment.shape).map((name) => {
    const [, meaning] = new RegExp(String.raw`/\*\* ([^/]+?) \*/\s+${name}:`).exec(source) ?? [];
    const value = defaults[name];
    return {
      name,
      byDefault: value === undefined ? 'unset' : `\`${value === false ? '0' : String(value)}\``,
      meaning: meaning ?? '',
    };
  });
}

describe('docs/configuration.md', () => {
  it('lists every variable that is read, with its default', () => {
    const shown = ({ name, byDefault }: { name: string; byDefault: string }) => `${name} = ${byDefault}`;
    expect(documented().map(shown).sort()).toEqual(declared().map(shown).sort());
  });

  it('and environment.ts say the same of each', () => {
    const differing = declared().filter(
      ({ name, meaning }) => documented().find((row) => row.name === name)?.meaning !== meaning,
    );
    expect(differing).toEqual([]);
  });
});

describe('the environment', () => {
  /** What the operator reads on his terminal. */
  const refusal = (env: Record<string, string>) => {
    try {
      readConfig(env);
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      return (error as Error).message;
    }
    throw new Error('nothing was refused');
  };

  it('that says nothing means the embedded broker and database, on loopback, no demo', () => {
    expect(readConfig({})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      publicUrl: undefined,
      trustedProxies: [],
      oidc: undefined,
      session: { lifeMs: 43_200_000, idleMs: 3_600_000 },
      tls: undefined,
      mqtt: {
        kind: 'embedded',
        port: 1883,
        securePort: undefined,
        limits: {
          connections: 120_000,
          perAddress: 20_000,
          device: { connections: 4, perSecond: 100, burst: 10_000 },
          forwarder: { connections: 2_000, perSecond: 50_000, burst: 500_000 },
        },
      },
      databaseUrl: undefined,
      databaseLogins: { ingest: undefined, serve: undefined, identity: undefined },
      dataDir: '.haidang',
      ediFolder: undefined,
      demo: false,
      map: { styleUrl: undefined, tiles: undefined, mapboxAccessToken: undefined },
      horizonMs: 259_200_000,
      retentionDays: 400,
      alarmHistoryDays: 400,
      transitDays: 1_830,
      papersDays: 1_830,
      trainingDays: 730,
      ledgerDataDays: 3_660,
      quarantineDays: 90,
      evidence: { dir: '.haidang/evidence', days: 1_830, maxBytes: 10 * 1024 * 1024 },
      compressAfterDays: 7,
      chunkHours: 24,
      checkpointMs: 60_000,
      ledger: {
        keyFile: '.haidang/ledger/key.pem',
        checkpointsFile: '.haidang/ledger/checkpoints.jsonl',
        checkpointMs: 900_000,
      },
      papersKeyFile: '.haidang/keys/papers.pem',
      escalateAfter: { critical: 180_000, major: 900_000 },
      reception: DEFAULT_RECEPTION,
      lanes: 2,
      logLevel: 'info',
    });
  });

  it('with MQTT_URL means an external broker', () => {
    const { mqtt } = readConfig({ MQTT_URL: 'mqtts://broker.example:8883', MQTT_CLIENT_ID: 'haidang-north' });
    expect(mqtt).toEqual({
      kind: 'external',
      url: 'mqtts://broker.example:8883',
      clientId: 'haidang-north',
    });
  });

  it('takes the numbers of what was heard of all seals together', () => {
    const env = {
      FEED_LOST_SHARE: '0.5',
      FEED_LOST_SEALS: '4',
      FEED_LOST_WINDOW_MINUTES: '1',
      FEED_LOST_AFTER_MINUTES: '0.5',
      FEED_LOST_REJOIN_MINUTES: '0',
      CLOCK_DRIFT_SPREAD_SECONDS: '30',
      CLOCK_DRIFT_FIXES: '5',
    };
    expect(readConfig(env).reception).toEqual({
      ...{ massShare: 0.5, massLeast: 4, massWindow: 60_000, feedLostAfter: 30_000, feedRejoin: 0 },
      ...{ driftSpread: 30_000, driftFixes: 5 },
    });
  });

  it('with MQTT_PORT=off leaves mqtts alone open', () => {
    const env = {
      MQTT_PORT: 'off',
      MQTTS_PORT: '8883',
      TLS_CERT: 'c.pem',
      TLS_KEY: 'k.pem',
      MQTT_CLIENT_CA: 'a.pem',
    };
    expect(readConfig(env)).toMatchObject({
      tls: { cert: 'c.pem', key: 'k.pem', clientCa: 'a.pem' },
      mqtt: { port: undefined, securePort: 8883 },
    });
  });

  it('takes an empty variable as unset, and other programs’ variables as none of its business', () => {
    expect(readConfig({ PORT: '', MQTT_URL: '', HOME: '/home/x', RETENTION_DAYS: undefined })).toEqual(
      readConfig({}),
    );
  });

  it.each([
    ['1', true],
    ['true', true],
    ['0', false],
    ['false', false],
  ])('reads HAIDANG_DEMO=%s', (text, demo) => {
    expect(readConfig({ HAIDANG_DEMO: text }).demo).toBe(demo);
  });

  it.each([
    [{ PORT: 'eighty' }, 'PORT=eighty: a whole number from 0 to 65535 is wanted'],
    [{ PORT: '65536' }, 'PORT=65536: a whole number from 0 to 65535 is wanted'],
    [{ PORT: '80.5' }, 'PORT=80.5: a whole number from 0 to 65535 is wanted'],
    [{ PORT: ' ' }, 'PORT= : a whole number from 0 to 65535 is wanted'],
    [{ PORT: '0x50' }, 'PORT=0x50: a whole number from 0 to 65535 is wanted'],
    [{ MQTT_PORT: '-1' }, 'MQTT_PORT=-1: a whole number from 0 to 65535, or off, is wanted'],
    [{ MQTT_PORT: 'off' }, 'MQTT_PORT=off: it needs MQTTS_PORT, or no device could connect'],
    [{ MQTTS_PORT: '8883' }, 'MQTTS_PORT: it needs TLS_CERT as well'],
    [{ TLS_CERT: 'cert.pem' }, 'TLS_CERT: it needs TLS_KEY as well'],
    [{ TLS_KEY: 'key.pem' }, 'TLS_KEY: it needs TLS_CERT as well'],
    [{ MQTT_CLIENT_CA: 'ca.pem' }, 'MQTT_CLIENT_CA: it needs MQTTS_PORT as well'],
    [{ MQTT_URL: 'http://x' }, 'MQTT_URL=…: an address beginning with mqtt:// or mqtts:// is wanted'],
    [{ MQTT_URL: 'mqtt://' }, 'MQTT_URL=…: an address beginning with mqtt:// or mqtts:// is wanted'],
    [
      { DATABASE_URL: 'mysql://root:secret@x/y' },
      'DATABASE_URL=…: an address beginning with postgres:// or postgresql:// is wanted',
    ],
    [{ HAIDANG_DEMO: 'yes' }, 'HAIDANG_DEMO=yes: 0, 1, false or true is wanted'],
    [{ HORIZON_HOURS: '0' }, 'HORIZON_HOURS=0: a number from 1 to 2160 is wanted'],
    [{ RETENTION_DAYS: 'forever' }, 'RETENTION_DAYS=forever: a whole number from 1 to 36500 is wanted'],
    [{ CHUNK_HOURS: '0' }, 'CHUNK_HOURS=0: a whole number from 1 to 8760 is wanted'],
    [{ CHECKPOINT_SECONDS: '3601' }, 'CHECKPOINT_SECONDS=3601: a whole number from 1 to 3600 is wanted'],
    [{ COMMIT_LANES: '17' }, 'COMMIT_LANES=17: a whole number from 1 to 16 is wanted'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL=loud: trace, debug, info, warn, error, fatal or silent is wanted'],
    [{ COMPRESS_AFTER_DAYS: '3' }, 'COMPRESS_AFTER_DAYS=3: must be longer than HORIZON_HOURS=72'],
    [{ RETENTION_DAYS: '2' }, 'RETENTION_DAYS=2: must not be shorter than HORIZON_HOURS=72'],
  ])('refuses %j in one line', (env, line) => {
    expect(refusal(env)).toBe(line);
  });

  it('never shows the inside of an address or a token', () => {
    for (const name of ['MQTT_URL', 'DATABASE_URL']) {
      expect(refusal({ [name]: 'ftp://user:secret@host' })).not.toMatch(/secret|user|host/);
    }
  });
});
