import type { LockState, SealEvent } from '@haidang/domain';

/** A fix as a seal writes it into its memory and onto the wire (the public contract's form). Absent values are left out. */
export interface DeviceFix {
  readonly seq: number;
  /** RFC 3339, by the seal's own clock. */
  readonly time: string;
  readonly lat?: number;
  readonly lon?: number;
  readonly accuracy?: number;
  readonly speed?: number;
  readonly heading?: number;
  readonly satellites?: number;
  readonly battery?: number;
  readonly charging?: boolean;
  readonly lock?: LockState;
  readonly events?: readonly SealEvent[];
  readonly card?: string;
  /** Recorded while there was no connection. Fixed when recorded, so that a repeat is the same message. */
  readonly buffered?: boolean;
}
