import type { Device } from '@haidang/store';
import { Message } from './message.js';

/** What is under way at most before the sources are asked to wait: messages, and bytes of their payloads. */
const MAX_MESSAGES = 50_000;
const MAX_BYTES = 64 * 1024 * 1024;

/** The messages that were taken and are not acknowledged yet, and who waits until they are fewer: the platform's back-pressure. */
export class UnderWay {
  private readonly messages = new Set<Message>();
  private bytes = 0;
  private readonly waiting: (() => void)[] = [];
  private lettingIn = false;

  /** A message, counted and timed until it is acknowledged. */
  take(topic: string, payload: Uint8Array, acknowledge: () => void, sender?: Device): Message {
    const done = () => {
      this.messages.delete(message);
      this.bytes -= payload.length;
      if (this.waiting.length > 0) this.letIn();
      acknowledge();
    };
    const message = new Message(topic, payload, Date.now(), done, sender);
    this.messages.add(message);
    this.bytes += payload.length;
    return message;
  }

  /** Resolves when there is room for more; undefined: there is. */
  room(): Promise<void> | undefined {
    if (this.hasRoom()) return undefined;
    return new Promise((go) => this.waiting.push(go));
  }

  get count(): number {
    return this.messages.size;
  }

  /** How long the oldest has been under way. */
  oldestMs(now: number): number {
    const [oldest] = this.messages;
    return oldest === undefined ? 0 : now - oldest.receivedAt;
  }

  private hasRoom(): boolean {
    return this.messages.size < MAX_MESSAGES && this.bytes < MAX_BYTES;
  }

  /** One waiting source at a time, each seeing what the one before it brought. */
  private letIn(): void {
    if (this.lettingIn) return;
    this.lettingIn = true;
    setImmediate(() => {
      this.lettingIn = false;
      if (this.waiting.length === 0 || !this.hasRoom()) return;
      this.waiting.shift()!();
      this.letIn();
    });
  }
}
