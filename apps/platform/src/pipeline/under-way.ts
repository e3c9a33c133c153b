import type { Device } from '@haidang/store';
import { Fifo } from './fifo.js';
import { Message, type Acknowledge } from './message.js';

/** What is under way at most before the sources are asked to wait: messages, and bytes of their payloads. */
const MAX_MESSAGES = 50_000;
const MAX_BYTES = 64 * 1024 * 1024;
/** So many that are acknowledged may wait behind one that is not. */
const MOST_BEHIND = 10_000;

/** The messages that were taken and are not acknowledged yet, and who waits until they are fewer: the platform's back-pressure. */
export class UnderWay {
  /** As they came; one that is acknowledged stays until those before it are. */
  private readonly messages = new Fifo<Message>();
  private settled = 0;
  private bytes = 0;
  private readonly waiting: (() => void)[] = [];
  private lettingIn = false;

  /** A message, counted and timed until it is acknowledged. */
  take(topic: string, payload: Uint8Array, acknowledge: Acknowledge, sender?: Device): Message {
    const message = new Message(topic, payload, Date.now(), this, acknowledge, sender);
    this.messages.push(message);
    this.bytes += message.bytes;
    return message;
  }

  /** Its message is about to be acknowledged. */
  done({ bytes }: Message): void {
    this.settled++;
    this.bytes -= bytes;
    for (; this.messages.first?.isSettled === true; this.settled--) this.messages.dropFirst();
    if (this.settled > MOST_BEHIND) {
      this.messages.keep(({ isSettled }) => !isSettled);
      this.settled = 0;
    }
    if (this.waiting.length > 0) this.letIn();
  }

  /** Resolves when there is room for more; undefined: there is. */
  room(): Promise<void> | undefined {
    if (this.hasRoom()) return undefined;
    return new Promise((go) => this.waiting.push(go));
  }

  get count(): number {
    return this.messages.length - this.settled;
  }

  /** How many are in memory: the acknowledged ones behind the oldest, too. */
  get kept(): number {
    return this.messages.length;
  }

  /** How long the oldest has been under way. */
  oldestMs(now: number): number {
    const { first } = this.messages;
    return first === undefined ? 0 : now - first.receivedAt;
  }

  private hasRoom(): boolean {
    return this.count < MAX_MESSAGES && this.bytes < MAX_BYTES;
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
