import { LOCK_STATES, SEAL_EVENTS } from '@haidang/domain';
import { z } from 'zod';

const seconds = z.number().min(0);
/** When a fault begins, in seconds after the scenario's start, and how long it lasts. */
const span = { at: seconds, duration: seconds.min(1) };
const GeoPosition = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);

/** What a scenario can make go wrong. Distances are metres. */
export const Fault = z.discriminatedUnion('kind', [
  /** Position errors of this deviation, new with every fix. `claimed`: the accuracy the seal reports all the same. */
  z.strictObject({
    kind: z.literal('jitter'),
    ...span,
    metres: z.number().positive(),
    claimed: z.number().positive().optional(),
  }),
  /** Every fix of the span lies this far off and looks as accurate as ever: all to one side (degrees from north), or each where chance has it. */
  z.strictObject({
    kind: z.literal('jump'),
    ...span,
    metres: z.number().positive(),
    towards: z.number().min(0).max(360).optional(),
  }),
  /** No radio: the seal records and sends everything afterwards, oldest first. */
  z.strictObject({ kind: z.literal('gap'), ...span }),
  /** No radio, and a firmware that empties its memory from the newest fix backwards, `batch` fixes a message. */
  z.strictObject({ kind: z.literal('late_backlog'), ...span, batch: z.int().min(1).max(500).default(500) }),
  /** What is recorded in the span is sent `late` seconds after it was recorded, while all else goes at once. */
  z.strictObject({ kind: z.literal('held'), ...span, late: seconds.min(1) }),
  /** Switched off: records nothing. */
  z.strictObject({ kind: z.literal('silent'), ...span }),
  /** Sends the last acknowledged fixes once more. */
  z.strictObject({ kind: z.literal('repeats'), at: seconds, fixes: z.int().min(1).max(500) }),
  /** The seal's clock is wrong by `seconds` (ahead if positive), and by `perHour` more with every hour. */
  z.strictObject({
    kind: z.literal('clock_drift'),
    ...span,
    seconds: z.number(),
    perHour: z.number().default(0),
  }),
  /** Somebody works on the seal: reported at once, in a fix of its own. */
  z.strictObject({
    kind: z.literal('tamper'),
    at: seconds,
    events: z.array(z.enum(SEAL_EVENTS)).min(1),
    lock: z.enum(LOCK_STATES).optional(),
    card: z.string().min(1).max(64).optional(),
  }),
  /** Every fix of the span says these, as a device does that reports a state and not a moment. */
  z.strictObject({ kind: z.literal('status'), ...span, events: z.array(z.enum(SEAL_EVENTS)).min(1) }),
  /** Runs beside the route, `aside` metres to its right (left if negative), for `length` metres of it. */
  z.strictObject({
    kind: z.literal('detour'),
    at: seconds,
    aside: z.number(),
    length: z.number().min(500),
  }),
  /** Leaves the route for these places (`[lon, lat]`) and comes back to it. */
  z.strictObject({ kind: z.literal('detour_by'), at: seconds, places: z.array(GeoPosition).min(1) }),
  /** Drives into a zone of the register and comes back to the route. */
  z.strictObject({ kind: z.literal('visit_zone'), at: seconds, zone: z.string().min(1) }),
  z.strictObject({ kind: z.literal('stop'), ...span }),
  /** Fixes without a position. */
  z.strictObject({ kind: z.literal('no_gnss'), ...span }),
  /** Turns, drives back along its way for so many metres, and turns again. */
  z.strictObject({ kind: z.literal('turn_back'), at: seconds, metres: z.number().positive() }),
  /** Under a charger: the battery gains `perHour` points an hour. */
  z.strictObject({ kind: z.literal('charging'), ...span, perHour: z.number().positive() }),
  /** The battery falls to this percentage. */
  z.strictObject({ kind: z.literal('low_battery'), at: seconds, level: z.number().min(0).max(100) }),
  /** Its container, or one with its number, stands at this gate to go out, while truck and seal are where they are. Only played live. */
  z.strictObject({ kind: z.literal('double'), at: seconds, gate: z.string().min(1) }),
]);
export type Fault = z.infer<typeof Fault>;
export type FaultKind = Fault['kind'];
type Of<K extends FaultKind> = Extract<Fault, { kind: K }>;
type LastingKind = Extract<Fault, { duration: number }>['kind'];

/** The faults of one truck, asked by the seconds that passed since the scenario's start. */
export class FaultPlan {
  readonly #faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    this.#faults = faults;
  }

  /** The fault of this kind that is on at `elapsed`: from `at` (included) for `duration`. */
  active<K extends LastingKind>(kind: K, elapsed: number): Of<K> | undefined {
    for (const fault of this.#faults) {
      if (fault.kind !== kind || !('duration' in fault)) continue;
      if (fault.at <= elapsed && elapsed < fault.at + fault.duration) return fault as Of<K>;
    }
    return undefined;
  }

  /** The faults of this kind that begin after `before` and not after `now`. */
  beginning<K extends FaultKind>(kind: K, before: number, now: number): Of<K>[] {
    return this.#faults.filter(
      (fault): fault is Of<K> => fault.kind === kind && before < fault.at && fault.at <= now,
    );
  }
}
