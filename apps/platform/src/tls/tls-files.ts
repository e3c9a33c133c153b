import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { DAY, formatInstant } from '@haidang/domain';
import type { Logger } from 'pino';

/** Injection token of the {@link TlsFiles}; undefined where there are none. */
export const TLS = Symbol('tls files');

/** Whoever renews certificates writes new files: they are looked at so often. SIGHUP looks at once. */
const LOOK_EVERY_MS = 30_000;
const WARN_BEFORE = 14 * DAY;

/**
 * Of HTTPS: what keeps a recording closed when the key leaks later (ephemeral keys), and lets nothing be changed on the way (AEAD). Devices are not
 * held to it: modems of seals know less.
 */
export const STRONG_SUITES = [
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'TLS_AES_128_GCM_SHA256',
  ...['AES256-GCM-SHA384', 'CHACHA20-POLY1305', 'AES128-GCM-SHA256'].flatMap((kind) => [
    `ECDHE-ECDSA-${kind}`,
    `ECDHE-RSA-${kind}`,
  ]),
].join(':');

/** Where the certificate, its key and the authority of devices' certificates are. */
export interface TlsPaths {
  readonly cert: string;
  readonly key: string;
  readonly clientCa: string | undefined;
}

/** What a TLS server wants. */
export interface TlsContext {
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly ca?: Buffer | undefined;
  readonly minVersion: 'TLSv1.2';
}

/** The files of TLS_CERT, TLS_KEY and MQTT_CLIENT_CA; renewed ones are taken up without a restart, and connections go on. */
export class TlsFiles {
  context: TlsContext;
  private timer: NodeJS.Timeout | undefined;
  private trouble: string | undefined;
  private readonly listeners: ((context: TlsContext) => void)[] = [];
  private readonly look = (): void => this.refresh();

  /** @throws Error with one line fit for the operator when they cannot be used */
  constructor(
    private readonly paths: TlsPaths,
    private readonly logger: Logger,
  ) {
    this.context = read(paths);
  }

  get hasClientAuthority(): boolean {
    return this.paths.clientCa !== undefined;
  }

  onChange(listener: (context: TlsContext) => void): void {
    this.listeners.push(listener);
  }

  watch(): void {
    this.timer = setInterval(this.look, LOOK_EVERY_MS).unref();
    process.on('SIGHUP', this.look);
  }

  stop(): void {
    clearInterval(this.timer);
    process.off('SIGHUP', this.look);
  }

  /** Half-written or wrong files change nothing: what is in use goes on, and readiness warns. */
  refresh(): void {
    try {
      const context = read(this.paths);
      if (this.trouble !== undefined) this.logger.info('the certificate files are good again');
      this.trouble = undefined;
      if (isSame(context, this.context)) return;
      this.context = context;
      for (const listener of this.listeners) listener(context);
      this.logger.info({ validTo: validTo(context) }, 'the certificate was renewed');
    } catch (error) {
      const { message } = error as Error;
      if (message !== this.trouble) this.logger.error({ err: error }, 'the certificate files cannot be used');
      this.trouble = message;
    }
  }

  /** What weakens the doors, one line each. */
  warnings(now = Date.now()): string[] {
    const warnings = this.trouble === undefined ? [] : [`${this.trouble}: the ones before are still in use`];
    const end = Date.parse(new X509Certificate(this.context.cert).validTo);
    if (end - now < WARN_BEFORE) warnings.push(`TLS_CERT: the certificate ends at ${formatInstant(end)}`);
    return warnings;
  }
}

function read({ cert, key, clientCa }: TlsPaths): TlsContext {
  const context: TlsContext = {
    cert: contentOf('TLS_CERT', cert),
    key: contentOf('TLS_KEY', key),
    ca: clientCa === undefined ? undefined : contentOf('MQTT_CLIENT_CA', clientCa),
    minVersion: 'TLSv1.2',
  };
  try {
    createSecureContext(context);
    validTo(context);
  } catch (error) {
    throw new Error(`TLS_CERT, TLS_KEY: they cannot be used: ${(error as Error).message}`, { cause: error });
  }
  return context;
}

function contentOf(variable: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Error(`${variable}=${file}: ${(error as Error).message}`, { cause: error });
  }
}

function validTo({ cert }: TlsContext): string {
  return new X509Certificate(cert).validTo;
}

function isSame(one: TlsContext, other: TlsContext): boolean {
  return (
    one.cert.equals(other.cert) &&
    one.key.equals(other.key) &&
    (one.ca === undefined ? other.ca === undefined : other.ca !== undefined && one.ca.equals(other.ca))
  );
}
