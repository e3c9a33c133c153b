import type { AlarmChange, AlarmKind, Metres } from '@haidang/domain';
import type { Moment } from '../moment.js';

/** What a rule makes of a moment. */
export interface Outcome<State> {
  readonly state: State;
  /** What there is to say: an episode opened, resumed, grew worse or ended. Mostly nothing. */
  readonly changes: readonly AlarmChange[];
}

/**
 * One kind of alarm as a fold over usable positions. Its state is plain, bounded data that survives JSON; it depends on
 * nothing but its arguments and changes none of them.
 */
export interface Rule<Kind extends AlarmKind, State> {
  readonly kind: Kind;
  readonly start: State;
  /** @returns undefined when nothing changed, which is the usual case. */
  see(state: State, moment: Moment): Outcome<State> | undefined;
}

/** The outcome that says nothing. */
export const SILENT: readonly AlarmChange[] = [];

/** Metres for a reader: whole ones, and never the minus zero that JSON would not carry. */
export function wholeMetres(metres: Metres): Metres {
  return Math.round(metres) + 0;
}
