import type { TransitView } from '@haidang/contract';
import { STEP_TAKEN_AT, TRANSIT_STEPS } from '@haidang/domain';
import type { OfficerStep } from '../../shared/api/transits.js';

/** In the order of a transit. */
const STEPS: readonly OfficerStep[] = ['seal', 'approve', 'depart', 'arrive', 'close', 'cancel'];

type Standing = Pick<TransitView, 'state' | 'approvedAt' | 'proposed'>;

/** The step that it waits for; undefined: it is over. */
export function needOf({ state, approvedAt, proposed }: Standing): OfficerStep | undefined {
  if (proposed !== undefined) return proposed.step;
  if (state === 'sealed' && approvedAt === undefined) return 'approve';
  return STEPS.find((step) => isNext(step, state));
}

/** The steps that there are now, in their order, for somebody in charge of these places. */
export function stepsOf(
  { state, approvedAt, from, to }: Standing & Pick<TransitView, 'from' | 'to'>,
  own: ReadonlySet<string>,
): OfficerStep[] {
  const isOwn = { from: own.has(from), to: own.has(to), either: own.has(from) || own.has(to) };
  return STEPS.filter((step) => {
    if (!isOwn[STEP_TAKEN_AT[step]]) return false;
    if (step !== 'approve') return isNext(step, state);
    return approvedAt === undefined && (state === 'registered' || state === 'sealed');
  });
}

function isNext(step: OfficerStep, state: TransitView['state']): boolean {
  if (step === 'approve') return false;
  return (TRANSIT_STEPS[step].from as readonly string[]).includes(state);
}
