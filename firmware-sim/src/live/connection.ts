import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import type { Log } from './log.js';

/** How long a device waits before it tries again: doubling from the first to the longest, in milliseconds. */
export interface Backoff {
  readonly first: number;
  readonly longest: number;
}
export const DEVICE_BACKOFF: Backoff = { first: 500, longest: 15_000 };

export interface ConnectionOptions {
  /** `mqtt://host:port`, `mqtts://…`; a user and password may stand in it. */
  readonly broker: string;
  readonly clientId: string;
  /** With the client id as its user name; absent: as the broker's address says. */
  readonly secret?: string | undefined;
  /** Topics to listen to, at QoS 1. */
  readonly listen?: readonly string[];
  /** True: the broker keeps what comes while the device is away (MQTT-3.1.2-4). */
  readonly keepsSession?: boolean;
  readonly backoff?: Backoff;
  readonly onUp?: () => void;
  readonly onDown?: () => void;
  readonly onMessage?: (topic: string, payload: Buffer) => void;
  readonly log: Log;
}

/**
 * A device's connection to the broker. Every attempt is a new client with nothing carried over, so that what must
 * survive is kept by its owner and not by the MQTT library: a publish that was not acknowledged has failed.
 */
export class DeviceConnection {
  readonly #options: ConnectionOptions;
  readonly #backoff: Backoff;
  #client: MqttClient | undefined;
  #retry: NodeJS.Timeout | undefined;
  #wait: number;
  #wanted = false;
  #up = false;
  /** Publishes of the present client without an answer. */
  #unanswered = 0;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#backoff = options.backoff ?? DEVICE_BACKOFF;
    this.#wait = this.#backoff.first;
  }

  get up(): boolean {
    return this.#up;
  }

  /** Connects, and stays connected until {@link close}. */
  open(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#attempt();
  }

  /** @param hard cuts the line, as lost radio does, in place of a DISCONNECT */
  async close(hard = false): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#retry);
    const client = this.#client;
    // A DISCONNECT would wait for PUBACKs that may never come.
    const cut = hard || this.#unanswered > 0;
    this.#client = undefined;
    this.#down();
    if (client !== undefined) await new Promise<void>((done) => client.end(cut, () => done()));
  }

  /**
   * Publishes at QoS 1.
   * @param done called once, with `true` on the PUBACK, and with `false` when it cannot come any more
   */
  publish(topic: string, payload: string, done: (acknowledged: boolean) => void): void {
    const client = this.#client;
    if (client === undefined || !this.#up) return done(false);
    this.#unanswered += 1;
    client.publish(topic, payload, { qos: 1 }, (error) => {
      const isCurrent = this.#client === client;
      if (isCurrent) this.#unanswered -= 1;
      done(error == null && isCurrent);
    });
  }

  #attempt(): void {
    const { broker, clientId, secret, keepsSession = false } = this.#options;
    const settings: IClientOptions = {
      clientId,
      ...(secret !== undefined && { username: clientId, password: secret }),
      clean: !keepsSession,
      reconnectPeriod: 0,
      connectTimeout: 10_000,
      keepalive: 30,
    };
    const client = connect(broker, settings);
    this.#unanswered = 0;
    this.#client = client;
    client.on('connect', () => this.#connected(client));
    client.on('message', (topic, payload) => this.#options.onMessage?.(topic, payload));
    client.on('error', (error) =>
      this.#options.log('no connection', { client: clientId, error: wordsOf(error) }),
    );
    client.on('close', () => this.#closed(client));
  }

  #connected(client: MqttClient): void {
    if (client !== this.#client) return;
    this.#wait = this.#backoff.first;
    this.#up = true;
    const { listen = [], log, clientId, onUp } = this.#options;
    if (listen.length > 0) {
      client.subscribe([...listen], { qos: 1 }, (error) => {
        if (error != null && client === this.#client)
          log('not subscribed', { client: clientId, error: error.message });
      });
    }
    onUp?.();
  }

  #closed(client: MqttClient): void {
    if (client !== this.#client) return;
    this.#client = undefined;
    client.end(true);
    this.#down();
    if (!this.#wanted) return;
    const pause = this.#wait * (0.5 + Math.random());
    this.#wait = Math.min(this.#wait * 2, this.#backoff.longest);
    this.#retry = setTimeout(() => this.#attempt(), pause);
  }

  #down(): void {
    if (!this.#up) return;
    this.#up = false;
    this.#options.onDown?.();
  }
}

/** Node gives an error without words when a name has several addresses and none answers. */
function wordsOf(error: Error & { code?: string | number }): string {
  return error.message === '' ? String(error.code ?? error.name) : error.message;
}
