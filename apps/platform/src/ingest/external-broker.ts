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

/**
 * Any MQTT 3.1.1 broker, read through a persistent session: what the broker has for us waits there while we are away, and it
 * gets its PUBACK when the facts are committed. docs/external-broker.md says how the broker must be set up for that to be durable.
 */
export class ExternalBroker implements MessageSource {
  readonly name = 'external-broker';
  private client: MqttClient | undefined;
  private lastError: string | undefined = 'not connected yet';
  private sessionSeen = false;
  private sessionLost = false;

  constructor(
    private readonly options: ExternalBrokerOptions,
    private readonly pipeline: Pipeline,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {}

  start(): Promise<void> {
    const { url, clientId } = this.options;
    const settings: IClientOptions = {
      clientId,
      clean: false,
      protocolVersion: 4,
      reconnectPeriod: 1_000,
      connectTimeout: 10_000,
      resubscribe: false,
    };
    const client = mqtt.connect(url, settings);
    const hold = holdPubacks(client);
    let acks = new OrderedAcks();
    client.on('connect', ({ sessionPresent }) => {
      acks = new OrderedAcks();
      this.connected(client, sessionPresent);
    });
    client.on('close', () => (this.lastError ??= 'the connection is closed'));
    client.on('error', (error) => {
      this.lastError = error.message;
      this.logger.warn({ err: error }, 'external broker');
    });
    client.handleMessage = (packet, next) => {
      this.metrics.messages.inc({ source: this.name });
      this.pipeline.take(packet.topic, packet.payload as Buffer, acks.hold(hold(packet)));
      // reading on before the acknowledgement is what makes micro-batches; with no room left the broker has to wait
      void Promise.resolve(this.pipeline.room()).then(() => next());
    };
    this.client = client;
    return Promise.resolve();
  }

  async publish(topic: string, payload: string): Promise<void> {
    if (this.client?.connected !== true) throw new Error('the external broker is not connected');
    await this.client.publishAsync(topic, payload, { qos: 1 });
  }

  pause(): Promise<void> {
    if (this.client !== undefined) this.client.handleMessage = () => undefined;
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    await this.client?.endAsync();
  }

  fault(): string | undefined {
    return this.client?.connected === true ? undefined : `external broker: ${this.lastError}`;
  }

  warnings(): readonly string[] {
    if (!this.sessionLost) return [];
    return [
      'the external broker did not keep our session: what it had for us meanwhile may be lost (persistence?)',
    ];
  }

  private connected(client: MqttClient, sessionPresent: boolean): void {
    this.lastError = undefined;
    this.sessionLost = this.sessionSeen && !sessionPresent;
    this.sessionSeen = true;
    this.logger.info({ sessionPresent }, 'connected to the external broker');
    if (sessionPresent) return;
    client.subscribe([...INBOUND_FILTERS], { qos: 1 }, (error) => {
      if (error !== null) this.lastError = `could not subscribe: ${error.message}`;
    });
  }
}
