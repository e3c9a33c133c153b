import type { LockState, SealEvent } from '@haidang/domain';

/** One fix as the API answers it; absent values are left out. */
export interface FixView {
  seq: number;
  time: string;
  lat?: number;
  lon?: number;
  accuracy?: number;
  speed?: number;
  heading?: number;
  satellites?: number;
  battery?: number;
  charging?: boolean;
  lock?: LockState;
  events?: SealEvent[];
  card?: string;
  buffered: boolean;
  receivedAt: string;
  /** Older than the horizon when it came: stored, not evaluated. */
  tooOld?: boolean;
}

/** `GET /seals/{sealId}` */
export interface SealView {
  id: string;
  model?: string | undefined;
  interval: number;
  organisationId?: string | undefined;
  lastFix: FixView | null;
  transitId: string | null;
  battery: number | null;
  lock: LockState | null;
  /** When the platform last heard of it. */
  lastSeenAt: string | null;
  clockDrift: boolean;
}

/** `GET /quarantine` */
export interface QuarantineView {
  id: string;
  receivedAt: string;
  reason: string;
  detail: string;
  topic: string;
  /** What came, as text where it is text, else base64; cut to the limit, `bytes` is its whole size. */
  payload: string;
  encoding: 'utf8' | 'base64';
  bytes: number;
}
