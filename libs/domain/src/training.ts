import type { AlarmEnding, AlarmKind } from './alarm.js';
import type { FieldOutcome } from './field.js';
import type { LatLon } from './position.js';
import type { Route } from './route.js';
import type { RuleSettings } from './rules.js';
import type { Instant, Millis } from './time.js';
import type { TransitStep } from './transit.js';
import type { Zone } from './zone.js';

/** Of a session: given to somebody, worked on, over. */
export const TRAINING_STATES = ['waiting', 'running', 'ended'] as const;
export type TrainingState = (typeof TRAINING_STATES)[number];

/**
 * How a session ended: by the trainee, by a supervisor, by itself after the story, by a stop of the platform (without a score), or it was taken
 * back before it began.
 */
export const TRAINING_ENDINGS = ['finished', 'stopped', 'over', 'interrupted', 'withdrawn'] as const;
export type TrainingEnding = (typeof TRAINING_ENDINGS)[number];

/** How many times as fast as it happened a story may come in. */
export const TRAINING_SPEEDS = [1, 2, 5, 10, 30] as const;
export type TrainingSpeed = (typeof TRAINING_SPEEDS)[number];

/** Languages in which a story speaks. */
export const TRAINING_LANGUAGES = ['vi', 'en'] as const;
export type TrainingLanguage = (typeof TRAINING_LANGUAGES)[number];
export type Spoken = Readonly<Record<TrainingLanguage, string>>;

/** What an operator can find of an alarm. */
export type Resolution = Extract<AlarmEnding, 'true' | 'false' | 'permitted'>;

/** An alarm that the story raises, and what is right to do with it. */
export interface PlantedAlarm {
  readonly sealId: string;
  readonly kind: AlarmKind;
  /** How it may be resolved. */
  readonly endings: readonly Resolution[];
  /** Left out: it is noise that counts only when it is resolved wrongly. */
  readonly counts?: boolean | undefined;
  /** Somebody is to be sent there. */
  readonly send?: boolean | undefined;
  /** What those who are sent find; left out: nothing. */
  readonly found?: FieldOutcome | undefined;
}

/** Somebody tells the desk something about an alarm, by telephone as it were. */
export interface TrainingWord {
  /** After the alarm was raised, of the story. */
  readonly after: Millis;
  readonly sealId: string;
  readonly kind: AlarmKind;
  readonly by: Spoken;
  readonly text: Spoken;
}

/** A truck of a story, with its seal, container and papers. */
export interface TrainingTruck {
  readonly sealId: string;
  readonly container: string;
  readonly transitNumber: string;
  readonly plate: string;
  readonly routeId: string;
  readonly rules: RuleSettings;
  readonly cards: readonly string[];
  /** After the start; before it if negative. */
  readonly steps: readonly { readonly after: Millis; readonly step: TransitStep }[];
  readonly arriveBy?: Millis | undefined;
}

/** A message of a seal: the payload as it goes over MQTT, with its own times about {@link TrainingRecording.start}. */
export interface TrainingMessage {
  readonly after: Millis;
  readonly sealId: string;
  readonly fixes: readonly { readonly time: string }[];
}

/** Who may be sent. */
export interface TrainingPatrol extends LatLon {
  readonly id: string;
  readonly name: string;
  readonly contact: string;
}

/** A training story as its seals told it, with all that it is judged by. */
export interface TrainingRecording {
  readonly name: string;
  /** Its own beginning; when it is played it is moved. */
  readonly start: Instant;
  readonly lasts: Millis;
  readonly routes: readonly Route[];
  readonly zones: readonly Zone[];
  readonly trucks: readonly TrainingTruck[];
  /** In the order of arrival. */
  readonly messages: readonly TrainingMessage[];
  readonly planted: readonly PlantedAlarm[];
  readonly words: readonly TrainingWord[];
  readonly patrols: readonly TrainingPatrol[];
}
