import { topics } from '@haidang/wire';
import type { FixMemory } from '../device/fix-memory.js';
import { DeviceConnection, type Backoff } from './connection.js';
import type { Log } from './log.js';
import type { Tally } from './tally.js';

export interface UplinkOptions {
  readonly broker: string;
  readonly sealId: string;
  readonly secret?: string | undefined;
  readonly memory: FixMemory;
  readonly tally: Tally;
  readonly log: Log;
  readonly backoff?: Backoff;
  /** Takes a command and gives the reply; without it the seal listens to none. */
  readonly onCommand?: (payload: Buffer) => object;
}

/** The radio of a seal: empties its memory into the broker, and tells the memory what was acknowledged and what was lost. */
export class Uplink {
  readonly #options: UplinkOptions;
  readonly #connection: DeviceConnection;

  constructor(options: UplinkOptions) {
    this.#options = options;
    const { broker, sealId, secret, log, backoff, memory, onCommand } = options;
    this.#connection = new DeviceConnection({
      broker,
      clientId: sealId,
      secret,
      log,
      ...(backoff !== undefined && { backoff }),
      ...(onCommand !== undefined && { listen: [topics.commands(sealId)], keepsSession: true }),
      onUp: () => this.send(),
      onDown: () => memory.connectionLost(),
      onMessage: (_topic, payload) => this.#command(payload),
    });
  }

  get up(): boolean {
    return this.#connection.up;
  }

  open(): void {
    this.#connection.open();
  }

  /** @param hard lost radio, not a farewell */
  close(hard = false): Promise<void> {
    return this.#connection.close(hard);
  }

  /** Sends what waits, as far as the window allows; called again by every PUBACK. */
  send(): void {
    const { memory, sealId, tally } = this.#options;
    while (this.#connection.up) {
      const message = memory.next();
      if (message === undefined) return;
      const { id, fixes } = message;
      tally.sent += fixes.length;
      const payload = JSON.stringify(fixes.length === 1 ? fixes[0] : fixes);
      this.#connection.publish(topics.fixes(sealId), payload, (acknowledged) => {
        if (!acknowledged) return;
        tally.acknowledged += memory.acknowledge(id);
        this.send();
      });
    }
  }

  #command(payload: Buffer): void {
    const { onCommand, sealId, log } = this.#options;
    if (onCommand === undefined) return;
    const reply = onCommand(payload);
    log('command', { seal: sealId, command: payload.toString(), reply: JSON.stringify(reply) });
    this.#connection.publish(topics.replies(sealId), JSON.stringify(reply), () => this.send());
  }
}
