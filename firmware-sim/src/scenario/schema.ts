import { ALARM_KINDS, LOCK_STATES, parseInstant } from '@haidang/domain';
import { z } from 'zod';
import { Fault } from './faults.js';
import { Papers } from './papers.js';

const Speed = z.number().min(5).max(100);
const Share = z.number().min(0).max(1);

/** One truck, told by hand. What is left out is drawn from the seed. */
export const TruckSpec = z.strictObject({
  seal: z.string().min(1).optional(),
  route: z.string().min(1),
  /** Kilometres along the route where it is at the start; 0 stands at the gate of departure. */
  startKm: z.number().min(0).default(0),
  /** Cruising speed in km/h. */
  speed: Speed.default(55),
  /** What its lock says at the start. */
  lock: z.enum(LOCK_STATES).default('locked'),
  faults: z.array(Fault).default([]),
  transit: Papers.prefault({}),
});

/** Many trucks of one route, spread evenly over a part of it. */
export const FleetSpec = z.strictObject({
  route: z.string().min(1),
  count: z.int().min(1).max(10_000),
  /** Shares of the route, 0 its beginning and 1 its end. */
  from: Share.default(0.02),
  to: Share.default(0.97),
  /** Cruising speeds in km/h, from and to. */
  speed: z.tuple([Speed, Speed]).default([45, 68]),
});

/** Chances, for each trip, that something happens on the way; an endless scenario lives by them. */
export const Mishaps = z.strictObject({
  detour: Share.default(0),
  stop: Share.default(0),
  gap: Share.default(0),
  jitter: Share.default(0),
  tamper: Share.default(0),
});

/** Trucks of a drill: as many as it has seals, `apartKm` behind one another. `at` of their faults and papers counts from where the drill begins. */
export const DrillTruck = TruckSpec.omit({ seal: true }).extend({
  seals: z.array(z.string().min(1)).min(1),
  apartKm: z.number().min(0).default(0),
});

/** A short story that is told again and again. */
export const Drill = z.strictObject({
  /** The kinds of alarm it shows, and no other. */
  kinds: z.array(z.enum(ALARM_KINDS)).min(1),
  /** Seconds into the first round. */
  at: z.int().min(0),
  trucks: z.array(DrillTruck).min(1),
});

/** The drills of an endless scenario: all of them soon after the start, then again at leisure. Seconds. */
export const Drills = z
  .strictObject({
    /** The first round takes so long. */
    firstRound: z.int().positive(),
    /** From here on, and every so often, comes another, its drills as far apart as the time allows. */
    laterFrom: z.int().positive(),
    laterEvery: z.int().positive(),
    /** After so long the trucks of a drill are called off, and its alarms resolved unless somebody has taken them on. */
    lasts: z.int().positive(),
    stories: z.array(Drill).min(1),
  })
  .refine(({ stories, firstRound }) => stories.every(({ at }) => at < firstRound), {
    message: 'a drill begins after the first round',
  })
  .refine(
    ({ lasts, laterFrom, laterEvery, firstRound }) =>
      lasts <= Math.min(laterFrom, laterEvery) && laterEvery >= firstRound,
    {
      message: 'a drill would begin again before it is over',
    },
  );

/** Trucks with papers at a port's gates, beside the transits: see docs/port-day.md. */
const PortTraffic = z.strictObject({
  perHour: z.number().positive().max(600),
  /** Of the trucks: what only looks odd. */
  odd: z.number().min(0).max(1).default(0),
  /** Of the trucks: what is held, for an ordinary reason, and raises no alarm. */
  held: z.number().min(0).max(1).default(0),
  /** How often each kind of discrepancy happens in twelve hours. */
  planted: z.int().min(0).default(0),
});

export const Scenario = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/, { message: 'small letters, digits and dashes' }),
  /** What it shows, in a sentence. */
  about: z.string().min(1),
  /** The literal start for offline use. Played live, a scenario starts when it is played. */
  start: z
    .string()
    .refine((text) => parseInstant(text) !== undefined, { message: 'not an RFC 3339 date-time' })
    .default('2026-11-22T01:00:00.000Z'),
  seed: z.int().default(1),
  /** Seconds between two fixes of a seal. */
  interval: z.int().min(1).max(3600).default(10),
  /** Seconds the story takes; absent in an endless one. */
  duration: z.int().positive().optional(),
  /** A truck that arrived is followed by a new trip on the same route. */
  endless: z.boolean().default(false),
  trucks: z.array(TruckSpec).default([]),
  fleets: z.array(FleetSpec).default([]),
  mishaps: Mishaps.optional(),
  drills: Drills.optional(),
  port: PortTraffic.optional(),
});
export type Scenario = z.infer<typeof Scenario>;
export type TruckSpec = z.infer<typeof TruckSpec>;
export type FleetSpec = z.infer<typeof FleetSpec>;
export type Drill = z.infer<typeof Drill>;
export type Drills = z.infer<typeof Drills>;
export type PortTraffic = z.infer<typeof PortTraffic>;
export type Mishaps = z.infer<typeof Mishaps>;
