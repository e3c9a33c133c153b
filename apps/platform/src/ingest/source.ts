import type { Addressees } from './addressees.js';

/** Injection token of the {@link MessageSource} in use. */
export const SOURCE = Symbol('message source');

/**
 * Where messages come from and decisions go: the embedded broker, an external one, later a queue. A source keeps one promise:
 * it acknowledges a message only when the pipeline says so, and in the order of arrival on its connection [MQTT-4.6.0-2].
 */
export interface MessageSource {
  readonly name: 'embedded-broker' | 'external-broker';
  /** @throws Error with one line fit for the operator when it cannot start */
  start(): Promise<void>;
  /** Sends to devices and gates with QoS 1; resolves when the broker has it. */
  publish(topic: string, payload: string): Promise<void>;
  /** Of a broker that forgets its sessions with us: who listens to their own topics, and what they have acknowledged. */
  readonly addressees?: Addressees | undefined;
  /** Takes nothing more; what was taken may still be acknowledged. */
  pause(): Promise<void>;
  stop(): Promise<void>;
  /** `undefined` when all is well, else what is wrong in one line. */
  fault(): string | undefined;
  /** What it sees that weakens the promise, one line each. */
  warnings(): readonly string[];
}
