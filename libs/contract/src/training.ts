import {
  ALARM_KINDS,
  ALARM_ENDINGS,
  SEVERITIES,
  TRAINING_ENDINGS,
  TRAINING_LANGUAGES,
  TRAINING_SPEEDS,
  TRAINING_STATES,
  type AlarmEnding,
  type AlarmKind,
  type Severity,
  type TrainingEnding,
  type TrainingState,
} from '@haidang/domain';
import { z } from 'zod';
import {
  AlarmAct,
  AlarmCommentAct,
  AlarmEscalate,
  AlarmHistoryAnswer,
  AlarmResolve,
  AlarmShelve,
  type AlarmLineView,
  type AlarmView,
} from './alarms.js';
import { AlarmAnswer, FixAnswer, TransitAnswer } from './answers.js';
import { Id } from './common.js';
import {
  AlarmDispatch,
  DispatchesAnswer,
  FieldReport,
  RespondersAnswer,
  type DispatchView,
  type RespondersView,
} from './field.js';
import { PositionAnswer, type Position } from './live.js';
import { Route } from './register.js';
import type { FixView } from './seals.js';
import type { TransitView } from './transits.js';

/** `POST /training`: somebody of the own organisation is to work on a scenario. */
export const NewTrainingBody = z.object({
  scenario: Id,
  traineeId: z.uuid(),
  speed: z
    .literal([...TRAINING_SPEEDS])
    .default(1)
    .meta({ description: 'how many times as fast as it happened the story comes in' }),
});
export type NewTrainingBody = z.infer<typeof NewTrainingBody>;

/** `POST /training/{id}/begin`: in which language people of the story speak. */
export const TrainingBegin = z.object({ language: z.enum(TRAINING_LANGUAGES).default('vi') });

/** A scenario that somebody can be trained on; what is planted in it is not told. */
export interface TrainingScenarioView {
  name: string;
  /** Seconds it takes at its own speed. */
  seconds: number;
  trucks: number;
}

/** What became of an alarm of the story. Seconds are those of the trainee's own clock, whatever the speed. */
export interface TrainingLineView {
  kind: AlarmKind;
  severity: Severity;
  containerNumber: string;
  sealId: string;
  /** It is one of those that the trainee is scored by; the others count only when they are resolved wrongly. */
  counts: boolean;
  /** After the session began; left out: it had not come when the session ended, and counts for nothing. */
  raisedAfter?: number;
  /** After it was raised; left out: never. */
  seenAfter?: number;
  acknowledgedAfter?: number;
  resolvedAfter?: number;
  /** Within how long it is to be acknowledged; left out: no goal, but it is to be acknowledged. */
  goal?: number;
  ending?: AlarmEnding;
  /** What would be right. */
  endings: AlarmEnding[];
  /** Somebody was to be sent, and was; left out: nobody was to be. */
  sent?: boolean;
  /** Somebody was sent to it without need. */
  sentNeedlessly?: boolean;
  /** Neither acknowledged nor resolved. */
  missed: boolean;
  points: number;
  of: number;
}

/** The score sheet. `points` is the sum of its lines less one for each false resolution and each needless dispatch, and never under 0. */
export interface TrainingSheetView {
  points: number;
  of: number;
  missed: number;
  falseResolutions: number;
  needlessDispatches: number;
  /** Acts that were refused because the alarm's state did not permit them. */
  refusedActs: number;
  acts: number;
  /** Seconds of the story that had been told, and that it has. */
  told: number;
  seconds: number;
  lines: TrainingLineView[];
}

export interface TrainingView {
  id: string;
  organisationId: string;
  /** Left out to the trainee until it is over: the name would tell what is to be found. */
  scenario?: string;
  speed: number;
  state: TrainingState;
  ending?: TrainingEnding;
  trainee: string;
  traineeId: string;
  givenBy: string;
  createdAt: string;
  begunAt?: string;
  endedAt?: string;
  /** Of one that ended with a score. */
  points?: number;
  pointsOf?: number;
  /** Of one that ended; while it runs, to those who are not trained by it. In lists it is left out. */
  sheet?: TrainingSheetView;
}

/** What the trainee's desk shows that changed since. */
export interface TrainingDeskView {
  /** The sandbox's clock. */
  now: string;
  speed: number;
  /** Seconds of the trainee's own until it ends by itself. */
  left: number;
  /** The story is told to its end. */
  told: boolean;
  state: TrainingState;
  /** Given back as `after`, only what changes from now on is answered. */
  version: number;
  alarms: AlarmView[];
  /** Where the story's seals are: all of them, whatever changed. */
  positions: Position[];
}

/** What stands beside an alarm. */
export interface TrainingAlarmFileView {
  history: { items: AlarmLineView[] };
  responders: RespondersView;
  dispatches: { items: DispatchView[] };
}

/** What does not change while a session runs. */
export interface TrainingWorldView {
  routes: Route[];
  transits: TransitView[];
}

/** The acts of the desk, and `see`: somebody opened it. */
export const TRAINING_ACTS = [
  'see',
  'acknowledge',
  'assign',
  'comment',
  'escalate',
  'shelve',
  'unshelve',
  'resolve',
  'dispatch',
  'field',
] as const;
export type TrainingActName = (typeof TRAINING_ACTS)[number];

/** `POST /training/{id}/alarms/{alarmId}/act`: an act of the desk with what it takes there. */
export const TrainingAct = z.discriminatedUnion('act', [
  z.object({ act: z.literal('see') }),
  z.object({ act: z.literal('acknowledge'), ...AlarmAct.shape }),
  z.object({ act: z.literal('unshelve'), ...AlarmAct.shape }),
  z.object({ act: z.literal('assign'), ...AlarmAct.shape }),
  z.object({ act: z.literal('comment'), ...AlarmCommentAct.shape }),
  z.object({ act: z.literal('escalate'), ...AlarmEscalate.shape }),
  z.object({ act: z.literal('shelve'), ...AlarmShelve.shape }),
  z.object({ act: z.literal('resolve'), ...AlarmResolve.shape }),
  z.object({ act: z.literal('dispatch'), ...AlarmDispatch.shape }),
  z.object({ act: z.literal('field'), ...FieldReport.shape }),
]);
export type TrainingAct = z.infer<typeof TrainingAct>;

const text = z.string();
const count = z.int().min(0);
const time = text.meta({ format: 'date-time', description: 'UTC with milliseconds' });
const seconds = z.number().min(0).meta({ description: "seconds of the trainee's own clock" });

export const TrainingScenariosAnswer: z.ZodType<{ items: TrainingScenarioView[] }> = z
  .object({ items: z.array(z.object({ name: text, seconds: count, trucks: count })) })
  .meta({ id: 'TrainingScenarios' });

const line = z.object({
  kind: z.enum(ALARM_KINDS),
  severity: z.enum(SEVERITIES),
  containerNumber: text,
  sealId: text,
  counts: z.boolean(),
  raisedAfter: seconds.exactOptional(),
  seenAfter: seconds.exactOptional(),
  acknowledgedAfter: seconds.exactOptional(),
  resolvedAfter: seconds.exactOptional(),
  goal: seconds.exactOptional(),
  ending: z.enum(ALARM_ENDINGS).exactOptional(),
  endings: z.array(z.enum(ALARM_ENDINGS)),
  sent: z.boolean().exactOptional(),
  sentNeedlessly: z.boolean().exactOptional(),
  missed: z.boolean(),
  points: count,
  of: count,
});

const sheet: z.ZodType<TrainingSheetView> = z
  .object({
    points: count,
    of: count,
    missed: count,
    falseResolutions: count,
    needlessDispatches: count,
    refusedActs: count,
    acts: count,
    told: count,
    seconds: count,
    lines: z.array(line),
  })
  .meta({ id: 'TrainingSheet' });

export const TrainingAnswer: z.ZodType<TrainingView> = z
  .object({
    id: z.uuid(),
    organisationId: text,
    scenario: text.exactOptional().meta({ description: 'left out to the trainee until it is over' }),
    speed: z.int().min(1),
    state: z.enum(TRAINING_STATES),
    ending: z.enum(TRAINING_ENDINGS).exactOptional(),
    trainee: text,
    traineeId: text,
    givenBy: text,
    createdAt: time,
    begunAt: time.exactOptional(),
    endedAt: time.exactOptional(),
    points: count.exactOptional(),
    pointsOf: count.exactOptional(),
    sheet: sheet.exactOptional(),
  })
  .meta({ id: 'Training' });

export const TrainingDeskAnswer: z.ZodType<TrainingDeskView> = z
  .object({
    now: time.meta({ description: "the sandbox's clock" }),
    speed: z.int().min(1),
    left: seconds,
    told: z.boolean(),
    state: z.enum(TRAINING_STATES),
    version: count,
    alarms: z.array(AlarmAnswer),
    positions: z.array(PositionAnswer),
  })
  .meta({ id: 'TrainingDesk' });

export const TrainingAlarmFileAnswer: z.ZodType<TrainingAlarmFileView> = z
  .object({
    history: AlarmHistoryAnswer,
    responders: RespondersAnswer,
    dispatches: DispatchesAnswer,
  })
  .meta({ id: 'TrainingAlarmFile' });

export const TrainingWorldAnswer: z.ZodType<TrainingWorldView> = z
  .object({ routes: z.array(Route), transits: z.array(TransitAnswer) })
  .meta({ id: 'TrainingWorld' });

export const TrainingTrackAnswer: z.ZodType<{ items: FixView[] }> = z
  .object({ items: z.array(FixAnswer) })
  .meta({ id: 'TrainingTrack' });
