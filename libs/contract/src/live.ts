import type { Severity } from '@haidang/domain';
import { z } from 'zod';
import type { AlarmView } from './alarms.js';
import type { CaseView } from './cases.js';
import type { PassageView } from './gates.js';
import type { OutageView } from './outages.js';
import type { NoticeView } from './papers.js';
import type { TransitView } from './transits.js';

export const LIVE_NAMESPACE = '/live';

/** How a container shows on the map: `idle` seals belong to no transit under way. */
export const MARK_STATES = ['idle', 'on_route', 'minor', 'major', 'critical'] as const;
export type MarkState = (typeof MARK_STATES)[number];

/** What a client wants to see. `bbox`: west, south, east, north in degrees; west may exceed east across the antimeridian. */
export const WatchRequest = z.object({
  bbox: z.tuple([
    z.number().min(-180).max(180),
    z.number().min(-90).max(90),
    z.number().min(-180).max(180),
    z.number().min(-90).max(90),
  ]),
  zoom: z.number().min(0).max(24),
  filters: z
    .object({ states: z.array(z.enum(MARK_STATES)).optional(), transitId: z.string().optional() })
    .default({}),
});
export type WatchRequest = z.infer<typeof WatchRequest>;

/** Where a seal (and so its container) is now. */
export interface Position {
  sealId: string;
  container: string | null;
  transitId: string | null;
  lat: number;
  lon: number;
  heading: number | null;
  speed: number | null;
  battery: number | null;
  lock: string | null;
  /** The fix's own time, UTC. */
  time: string;
  state: MarkState;
  /** Milliseconds after which the seal is stale: three of its intervals. */
  staleAfter: number;
}

export interface Counts {
  inTransit: number;
  stale: number;
  openAlarms: Record<Severity, number>;
}

/** The answer to `watch`. `total` says how many are in view; at most `SNAPSHOT_LIMIT` are sent. */
export interface Snapshot {
  serverTime: string;
  positions: Position[];
  total: number;
  alarms: AlarmView[];
  counts: Counts;
}
export const SNAPSHOT_LIMIT = 10_000;

/** At most one a second: what moved and is in view; `gone` left the view or the register. */
export interface Positions {
  serverTime: string;
  positions: Position[];
  gone: string[];
  counts: Counts;
}

export interface Heartbeat {
  serverTime: string;
}
export const HEARTBEAT_MS = 5_000;
/** A feed silent for longer is shown as stale. */
export const STALE_FEED_MS = 10_000;

export interface ServerToClient {
  snapshot: (snapshot: Snapshot) => void;
  positions: (positions: Positions) => void;
  alarm: (alarm: AlarmView) => void;
  transit: (transit: TransitView) => void;
  passage: (passage: PassageView) => void;
  /** A message of customs to a port: sent, or received there. */
  notice: (notice: NoticeView) => void;
  /** A case was opened, or somebody did something with it. */
  case: (found: CaseView) => void;
  /** A facility works on paper, or its line is back. */
  outage: (outage: OutageView) => void;
  heartbeat: (heartbeat: Heartbeat) => void;
  problem: (problem: { code: string; detail: string }) => void;
}

export interface ClientToServer {
  watch: (request: WatchRequest) => void;
}
