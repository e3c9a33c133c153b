import type { Millis, QuarantineReason } from '@haidang/domain';

/** Why something was not taken: a public code, and a sentence that names the field and what is wrong with it. */
export class Rejection {
  constructor(
    readonly reason: QuarantineReason,
    readonly detail: string,
    /** Of what is refused for its time, which says that a clock is off: by how much, positive: behind. */
    readonly off?: Millis,
  ) {}
}

/** The largest payload that is read as a message; 500 full fixes need about half of it. */
export const MAX_PAYLOAD_BYTES = 256 * 1024;

/** The most fixes one message may hold. */
export const MAX_BACKLOG = 500;
