import type { LockState, SealEvent } from '@haidang/domain';
import { z } from 'zod';
import type { CaseView } from './cases.js';
import type { PassageView } from './gates.js';
import type { EligibilityView, ExpectedView, StayView } from './papers.js';
import { Seal } from './register.js';
import type { TransitView } from './transits.js';

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
  /** On the whole track of a transit (GeoJSON, CSV): no alarm rests on this position. */
  doubted?: boolean;
}

/** A fix on the track of a transit: which of its seals, closing which container. */
export interface TransitFixView extends FixView {
  sealId: string;
  container: string;
}

/** `POST /seals` with many: all of them or none. */
export const SealBatch = z.object({ items: z.array(Seal).min(1).max(10_000) });

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
  /** The device that sent it, as it proved to the embedded broker. */
  sender?: string;
  /** What came, as text where it is text, else base64; cut to the limit, `bytes` is its whole size. */
  payload: string;
  encoding: 'utf8' | 'base64';
  bytes: number;
}

/** `GET /containers/{number}`: where it is. */
export interface ContainerView {
  number: string;
  /** The transit under way, else the newest. */
  transit: TransitView | null;
  sealId: string | null;
  lastFix: FixView | null;
  /** The newest ten, at whatever gate. */
  passages: PassageView[];
  /** The newest ten of each, at whatever facility of one's own. */
  eligibilities: EligibilityView[];
  expected: ExpectedView[];
  stays: StayView[];
  discrepancies: CaseView[];
}
