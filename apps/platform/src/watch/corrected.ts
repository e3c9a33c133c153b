import { LATE_AFTER, type Instant } from '@haidang/domain';
import type { Correction } from '@haidang/engine';
import type { RevisedAlarm, WithdrawnAlarm } from '@haidang/store';
import { uuidOf } from '../pipeline/uuid-of.js';

/** Corrections as the store takes them. */
export interface Corrected {
  readonly alarms: readonly RevisedAlarm[];
  readonly withdrawn: readonly WithdrawnAlarm[];
}

/** @param at when they are said */
export function correctedBy(corrections: readonly Correction[], at: Instant): Corrected {
  const alarms: RevisedAlarm[] = [];
  const withdrawn: WithdrawnAlarm[] = [];
  for (const one of corrections) {
    if (one.kind === 'withdrawn') {
      const intoId = one.into === null ? null : uuidOf(one.into);
      withdrawn.push({ id: uuidOf(one.key), ending: one.ending, intoId });
    } else {
      const late = one.late || at - one.proven > LATE_AFTER;
      alarms.push({ id: uuidOf(one.episode.key), change: one.episode, late });
    }
  }
  return { alarms, withdrawn };
}
