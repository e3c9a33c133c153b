import type { Correction } from '@haidang/engine';
import type { RevisedAlarm, WithdrawnAlarm } from '@haidang/store';
import { uuidOf } from '../pipeline/uuid-of.js';

/** Corrections as the store takes them. */
export interface Corrected {
  readonly alarms: readonly RevisedAlarm[];
  readonly withdrawn: readonly WithdrawnAlarm[];
}

export function correctedBy(corrections: readonly Correction[]): Corrected {
  const alarms: RevisedAlarm[] = [];
  const withdrawn: WithdrawnAlarm[] = [];
  for (const one of corrections) {
    if (one.kind === 'withdrawn') {
      const intoId = one.into === null ? null : uuidOf(one.into);
      withdrawn.push({ id: uuidOf(one.key), ending: one.ending, intoId });
    } else alarms.push({ id: uuidOf(one.episode.key), change: one.episode, late: one.late });
  }
  return { alarms, withdrawn };
}
