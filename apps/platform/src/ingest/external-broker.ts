import type { Socket } from 'node:net';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import { INBOUND_FILTERS } from '@haidang/wire';
import type { Metrics } from '../metrics/metrics.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { holdPubacks } from './held-pubacks.js';
import { OrderedAcks } from './ordered-acks.js';
import type { MessageSource } from './source.js';

export interface ExternalBrokerOptions {
  readonly url: string;
  readonly clientId: string;
}

/** A return code of the SUBACK, MQTT 3.1.1, 3.9.3. */
const SUBSCRIBE_REFUSED = 0x80;

/**
 * Any MQTT 3.1.1 broker, read through a persistent session: what the broker has for us waits there while we are away, and it
 * gets its PUBACK when the facts are committed. docs/external-broker.md says how the broker must be set up for that to be durable.
 */
export class ExternalBroker implements MessageSource {
  readonly name = 'external-broker';
  private client: MqttClient | undefined;
  private lastError: string | undefined = 'not connected yet';
  private subscribeFault: string | undefined;
  private sessionSeen = false;
  private sessionLost = false;
  private acks = inOrder();
  private readonly messages: { count: number };
  private paused = false;
  /** Published and not acknowledged by the broker yet. */
  private sending = 0;

  constructor(
    private readonly options: ExternalBrokerOptions,
    private readonly pipeline: Pipeline,
    metrics: Metrics,
    private readonly logger: Logger,
  ) {
    this.messages = metrics.messagesOf(this.name);
  }

  start(): Promise<void> {
    const { clientId } = this.options;
    const { address, ...account } = accountOf(this.options.url);
    const settings: IClientOptions = {
      ...account,
      clientId,
      clean: false,
      protocolVersion: 4,
      reconnectPeriod: 1_000,
      connectTimeout: 10_000,
      resubscribe: false,
    };
    const client = mqtt.connect(address, settings);
    const hold = holdPubacks(client);
    client.on('connect', ({ sessionPresent }) => {
      // what is small and comes alone, as a decision does, must not wait until what went before it is confirmed
      (client.stream as Socket).setNoDelay(true);
      this.connected(client, sessionPresent);
    });
    client.on('close', () => {
      // the next connection's messages can be here before its `connect` event: a new order begins with the end of the old one
      this.acks = inOrder();
      this.lastError ??= 'the connection is closed';
    });
    client.on('error', (error) => {
      this.lastError = error.message;
      this.logger.warn({ err: error }, 'external broker');
    });
    client.handleMessage = (packet, next) => {
      const acknowledge = hold(packet);
      // after `pause` a message goes by without its PUBACK: the broker keeps it, and what follows it can still be read
      if (this.paused) return next();
      this.messages.count++;
      this.pipeline.take(packet.topic, packet.payload as Buffer, this.acks.hold(acknowledge));
      // reading on before the acknowledgement is what makes micro-batches; with no room left the broker has to wait
      void Promise.resolve(this.pipeline.room()).then(() => next());
    };
    this.client = client;
    return Promise.resolve();
  }

  /** @throws Error when the broker is away or goes before it has said that it has the message; it may then have it all the same */
  async publish(topic: string, payload: string): Promise<void> {
    const { client } = this;
    if (client?.connected !== true) throw new Error('the external broker is not connected');
    this.sending++;
    const done = new Promise<void>((sent, failed) => {
      const gone = () =>
        failed(new Error('the connection closed before the external broker had the message'));
      client.once('close', gone);
      client.publish(topic, payload, { qos: 1 }, (error) => {
        client.off('close', gone);
        if (error == null) sent();
        else failed(error);
      });
    });
    await done.finally(() => this.sending--);
  }

  pause(): Promise<void> {
    this.paused = true;
    return Promise.resolve();
  }

  /** Says goodbye; when nobody listens, or something sent is not acknowledged, the connection just ends. */
  async stop(): Promise<void> {
    const { client } = this;
    if (client === undefined) return;
    await client.endAsync(!client.connected || this.sending > 0);
  }

  fault(): string | undefined {
    if (this.client?.connected !== true) return `external broker: ${this.lastError}`;
    return this.subscribeFault === undefined ? undefined : `external broker: ${this.subscribeFault}`;
  }

  warnings(): readonly string[] {
    if (!this.sessionLost) return [];
    return [
      'the external broker did not keep our session: what it had for us meanwhile may be lost (persistence?)',
    ];
  }

  /** Subscribes at each connection, in a kept session too: it may be that of a version which took less. */
  private connected(client: MqttClient, sessionPresent: boolean): void {
    this.lastError = undefined;
    this.sessionLost = this.sessionSeen && !sessionPresent;
    this.sessionSeen = true;
    this.logger.info({ sessionPresent }, 'connected to the external broker');
    client.subscribe([...INBOUND_FILTERS], { qos: 1 }, (error, _granted, suback) => {
      const refused = INBOUND_FILTERS.filter((_, index) => suback?.granted[index] === SUBSCRIBE_REFUSED);
      if (refused.length > 0) this.subscribeFault = `it refuses us ${refused.join(', ')}`;
      else this.subscribeFault = error === null ? undefined : `could not subscribe: ${error.message}`;
    });
  }
}

/** MQTT.js takes a password with a colon apart at the wrong place. */
function accountOf(url: string): { address: string; username?: string; password?: string } {
  const address = new URL(url);
  const { username, password } = address;
  address.username = '';
  address.password = '';
  return {
    address: address.href,
    ...(username !== '' && { username: decodeURIComponent(username) }),
    ...(password !== '' && { password: decodeURIComponent(password) }),
  };
}

function inOrder(): OrderedAcks<() => void> {
  return new OrderedAcks((send) => send());
}
