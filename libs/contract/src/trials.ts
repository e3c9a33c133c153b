import {
  ALARM_KINDS,
  DAY,
  type AlarmKind,
  type AlarmReason,
  type LatLon,
  type Severity,
} from '@haidang/domain';
import { z } from 'zod';
import { AlarmKind as KindOfAlarm, LatLon as Place, Severity as Weight, Time } from './common.js';
import { Route, Zone } from './register.js';
import { TRIAL_OUTCOMES } from './values.js';

/** No trial looks further back, nor at a longer time. */
export const LONGEST_TRIAL = 30 * DAY;

/**
 * `POST /trials`: a zone or a route as somebody would have it, which need not be in the register; of one that is, the draft stands in its place. A
 * zone is tried on all transits of the time; a route on those that drove by it, one that is not registered on those from the same place to the same.
 */
export const TrialBody = z
  .object({
    zone: Zone.optional(),
    route: Route.optional(),
    from: Time.optional().meta({ format: 'date-time', description: '30 days before `to`, if absent' }),
    to: Time.optional().meta({ format: 'date-time', description: 'now, if absent' }),
    cursor: z.string().min(1).max(1000).optional().meta({
      description: '`next` of the answer before: goes on with the transits that were not looked at',
    }),
  })
  .refine(({ zone, route }) => (zone === undefined) !== (route === undefined), {
    path: ['zone'],
    message: 'a zone or a route is wanted, and only one of them',
  });
export type TrialBody = z.infer<typeof TrialBody>;

export type TrialOutcome = (typeof TRIAL_OUTCOMES)[number];

/** An alarm of a trial. One that is `gone` is told as it is without the draft, every other as it would be with it. */
export interface TrialAlarmView {
  outcome: TrialOutcome;
  kind: AlarmKind;
  severity: Severity;
  start: string;
  /** Left out: it goes on. */
  end?: string;
  place: LatLon;
  why: AlarmReason;
  transitId: string;
  transitNumber: string;
  containerNumber: string;
  sealId: string;
  /** The alarm of the desk that it is, where there is one. */
  alarmId?: string;
  /** Of one that is changed: how it is without the draft. */
  now?: { severity: Severity; start: string; end?: string };
}

export interface TrialView {
  from: string;
  to: string;
  /** What was looked at by this call, and how many transits there are to look at in all. */
  looked: { transits: number; of: number; fixes: number };
  /** What could not be looked at: transits of which older fixes are not kept any more, or no fix at all; fixes that came too late to be judged. */
  missed: { cut: number; silent: number; tooOld: number };
  /** Alarms that the draft may change and that a trial cannot tell of: they are not found in the log of one seal. */
  untried: AlarmKind[];
  items: TrialAlarmView[];
  /** There are transits that were not looked at: the same call with this `cursor` goes on. */
  next: string | null;
}

const text = z.string();
const count = z.int().min(0);
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });

export const TrialAnswer: z.ZodType<TrialView> = z
  .object({
    from: time,
    to: time,
    looked: z.object({ transits: count, of: count, fixes: count }),
    missed: z.object({ cut: count, silent: count, tooOld: count }),
    untried: z.array(KindOfAlarm),
    items: z.array(
      z.object({
        outcome: z.enum(TRIAL_OUTCOMES),
        kind: KindOfAlarm,
        severity: Weight,
        start: time,
        end: time.exactOptional(),
        place: Place,
        why: z.object({
          rule: z.enum(ALARM_KINDS),
          settings: z.record(text, z.number()),
          measured: z.record(text, z.union([z.number(), text])),
        }),
        transitId: text,
        transitNumber: text,
        containerNumber: text,
        sealId: text,
        alarmId: text.exactOptional(),
        now: z.object({ severity: Weight, start: time, end: time.exactOptional() }).exactOptional(),
      }),
    ),
    next: text.nullable(),
  })
  .meta({ id: 'Trial' });
