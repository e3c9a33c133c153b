import type { Instant, Severity, TransitState } from '@haidang/domain';
import type { Plan } from '../plan.js';
import { NEVER, placeOf, type Rule } from './rule.js';

/** A time by which the transit is to have left a phase. */
export interface Deadline {
  readonly kind: 'late_departure' | 'late_arrival';
  readonly severity: Severity;
  readonly phases: readonly TransitState[];
  readonly of: 'departBy' | 'arriveBy';
}

/**
 * The deadline passes and the transit is still in the phase. Who leaves it at the very time is not late: it is known a millisecond after.
 * Starts at the deadline, or where an alarm about another one ended if that is later; ends when the phase is left, or when a plan that
 * comes into force puts the deadline off to the present or later, or drops it.
 */
export function deadlineRule({ kind, severity, phases, of }: Deadline): Rule<null> {
  const deadline = (plan: Plan): Instant => plan[of] ?? NEVER;
  return {
    kind,
    phases,
    start: null,
    due(_, { plan, book }) {
      if (plan[of] === null || book.open(kind) !== undefined) return NEVER;
      return deadline(plan) + 1;
    },
    strike(state, scene) {
      const by = deadline(scene.plan);
      const start = Math.max(by, scene.book.find(kind)?.end ?? by);
      const why = { rule: kind, settings: {}, measured: { [of]: by } } as const;
      scene.book.begin({ kind, severity, start, place: placeOf(scene), why });
      return state;
    },
    replan(state, { plan, time, book }) {
      if (deadline(plan) >= time) book.end(kind, '', time);
      return state;
    },
  };
}
