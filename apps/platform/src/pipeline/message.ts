import { randomUUID } from 'node:crypto';
import type { Decision, Fix, Instant, Millis, Passage } from '@haidang/domain';
import type { Device, PassageOutcome, QuarantineRow } from '@haidang/store';
import { MAX_PAYLOAD_BYTES, type Rejection } from '@haidang/wire';
import type { SealEntry } from '../directory/seal-entry.js';

/** Told when all that came out of a message is committed: a source's place in the order of acknowledgements, or whoever else waits. */
export type Acknowledge = (() => void) | { due(): void };

const NOTHING = new Uint8Array(0);

/** A message as a source delivered it. A device's are thousands under way at a time: each is one object, and holds what may still be asked. */
export class Message {
  private unsettled = 0;
  isSettled = false;
  /** Of its payload, as it came. */
  readonly bytes: number;

  constructor(
    readonly topic: string,
    public payload: Uint8Array,
    readonly receivedAt: Instant,
    private readonly underWay: { done(message: Message): void } | null,
    private readonly acknowledge: Acknowledge,
    /** Who sent it, as the embedded broker found out; nobody asks who sent what an external broker has let through. */
    readonly sender?: Device,
  ) {
    this.bytes = payload.length;
  }

  /** One more thing came out of it that must be committed. */
  expect(things: number): void {
    this.unsettled += things;
  }

  /** One of them is committed; with the last the message is acknowledged. */
  settle(): void {
    if (--this.unsettled > 0) return;
    this.isSettled = true;
    this.underWay?.done(this);
    if (typeof this.acknowledge === 'function') this.acknowledge();
    else this.acknowledge.due();
  }

  /** All of it became fixes: should one be refused after that, the fix itself says what it was. */
  forgetPayload(): void {
    this.payload = NOTHING;
  }
}

/** What a message holds, each to be committed: a fix, a passage, or something that was refused. */
export type Unit = FixUnit | PassageUnit | RefusalUnit;

export interface FixUnit {
  readonly kind: 'fix';
  readonly message: Message;
  readonly entry: SealEntry;
  readonly fix: Fix;
}

export interface PassageUnit {
  readonly kind: 'passage';
  readonly message: Message;
  readonly gateId: string;
  readonly passage: Passage;
  /** Told when it is committed: what REST answers. */
  readonly decided?: ((outcome: PassageOutcome, decision: Decision) => void) | undefined;
}

export interface RefusalUnit {
  readonly kind: 'refusal';
  readonly message: Message;
  readonly row: QuarantineRow;
  /** A fix refused for its time: the seal is there, and its clock is so much off, positive: behind; undefined where the fix was held back. */
  readonly alive?: { readonly entry: SealEntry; readonly off: Millis | undefined };
}

/** @param value the element of a backlog that was refused; absent: the whole message */
export function refuse(message: Message, rejection: Rejection, value?: unknown): RefusalUnit {
  const payload = (value === undefined ? undefined : textOf(value)) ?? message.payload;
  return {
    kind: 'refusal',
    message,
    row: {
      id: randomUUID(),
      receivedAt: message.receivedAt,
      reason: rejection.reason,
      detail: rejection.detail,
      topic: message.topic,
      sender: message.sender?.name ?? null,
      payload: payload.subarray(0, MAX_PAYLOAD_BYTES),
      bytes: payload.length,
    },
  };
}

/** @returns undefined for what is nested too deep to be written down again, though it could be read */
function textOf(value: unknown): Buffer | undefined {
  try {
    return Buffer.from(JSON.stringify(value));
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
