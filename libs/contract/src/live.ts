import type { Severity } from '@haidang/domain';
import { z } from 'zod';
import type { AlarmView } from './alarms.js';
import type { CaseView } from './cases.js';
import type { DeadlineView } from './deadlines.js';
import type { PassageView } from './gates.js';
import type { OutageView } from './outages.js';
import type { NoticeView } from './papers.js';
import type { TransitView } from './transits.js';
import { MARK_STATES, SNAPSHOT_LIMIT } from './values.js';

export type MarkState = (typeof MARK_STATES)[number];

/**
 * What a client wants to see. `bbox`: west, south, east, north in degrees; west may exceed east across the antimeridian. `clusterAbove`: with more seals in view than
 * that, the quiet ones come as {@link Cluster}s of some 64 px at this zoom; without it, and of a route, a carrier or a place alone, they come one by one, up to `SNAPSHOT_LIMIT`.
 */
export const WatchRequest = z.object({
  bbox: z.tuple([
    z.number().min(-180).max(180),
    z.number().min(-90).max(90),
    z.number().min(-180).max(180),
    z.number().min(-90).max(90),
  ]),
  zoom: z.number().min(0).max(24),
  filters: z
    .object({
      states: z.array(z.enum(MARK_STATES)).optional(),
      transitId: z.string().optional(),
      routeId: z.string().optional(),
      carrierId: z.string().optional(),
      facilityId: z.string().optional().meta({ description: 'where its transit leaves, or is bound for' }),
      besides: z.array(z.enum(MARK_STATES)).optional().meta({
        description:
          'states that are shown whatever their route, carrier and place: an alarm elsewhere is not missed',
      }),
    })
    .default({}),
  clusterAbove: z.number().int().min(1).max(SNAPSHOT_LIMIT).optional(),
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

export const PositionAnswer: z.ZodType<Position> = z
  .object({
    sealId: z.string(),
    container: z.string().nullable(),
    transitId: z.string().nullable(),
    lat: z.number(),
    lon: z.number(),
    heading: z.number().nullable(),
    speed: z.number().nullable(),
    battery: z.number().nullable(),
    lock: z.string().nullable(),
    time: z.string().meta({ format: 'date-time', description: "the fix's own time, UTC" }),
    state: z.enum(MARK_STATES),
    staleAfter: z.number().meta({ description: 'milliseconds after which the seal is stale' }),
  })
  .meta({ id: 'Position' });

export interface Counts {
  inTransit: number;
  stale: number;
  openAlarms: Record<Severity, number>;
}

/** Seals near one another, told as one: where they are on average, and how many there are of each state. Those with a major or critical alarm are never among them. */
export interface Cluster {
  /** The same as long as the view's zoom is. */
  id: string;
  lat: number;
  lon: number;
  /** 0: there is none any more; then it has no place. */
  count: number;
  states: Partial<Record<MarkState, number>>;
}

/**
 * The answer to `watch`, and what comes when the view has grown too full for what was sent. `total` says how many are in view; at most `SNAPSHOT_LIMIT` are sent.
 * `clusters` where the view is clustered: it stays so until the next snapshot.
 */
export interface Snapshot {
  serverTime: string;
  positions: Position[];
  total: number;
  clusters?: Cluster[];
  alarms: AlarmView[];
  counts: Counts;
}

/** At most one a second: what moved and is in view; `gone` left the view or the register; in a clustered view, the clusters that changed. */
export interface Positions {
  serverTime: string;
  positions: Position[];
  gone: string[];
  clusters?: Cluster[];
  counts: Counts;
}

export interface Heartbeat {
  serverTime: string;
}
export const HEARTBEAT_MS = 5_000;

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
  /** Something will soon be due, and is not done; once it is missed there is an alarm. */
  deadline: (deadline: DeadlineView) => void;
  /** A facility works on paper, or its line is back. */
  outage: (outage: OutageView) => void;
  heartbeat: (heartbeat: Heartbeat) => void;
  problem: (problem: { code: string; detail: string }) => void;
}

export interface ClientToServer {
  watch: (request: WatchRequest) => void;
}
