import { FOUND_STEPS, MINUTE, type FoundStep, type Instant, type Millis } from '@haidang/domain';
import { proposalOf, type Proposal, type TransitJourney } from '@haidang/engine';
import type { JourneyNote, JourneyRecord, StagedJourney, TakenRecord } from '@haidang/store';

/** Late evidence moves a crossing by seconds all the time; a smaller move is no news. */
const NEWS: Millis = MINUTE;

/** A time that a person entered, by the clock on the wall or a paper, is no more exact. */
const ENTERED: Millis = 30 * MINUTE;

/** What a transit's journey, as its seals tell it now, means for what was told of it before. */
export interface Judgement {
  readonly journey: JourneyRecord;
  /** What is to be said beside. */
  readonly notes: readonly JourneyNote[];
  /** The step that the office's setting takes by itself. */
  readonly takes: Proposal | null;
}

/** Pure: the same stage and journey give the same judgement, whatever led to them. */
export function judge(stage: StagedJourney, found: TransitJourney): Judgement {
  const { told, taken, gate } = stage;
  const proposal = first(proposalOf(stage, found), proposalOf(stage, { ...found, ...gate }));
  const takes = proposal !== null && stage.confirms[proposal.step] === 'itself' ? proposal : null;
  const { departedAt, arrivedAt } = found;
  const [before, now] = [witnessesOf(told), witnessesOf({ departedAt, arrivedAt, gate })];
  const contradicted = FOUND_STEPS.filter((step) =>
    isContradicted(taken[step], told.contradicted.includes(step), before[step], now[step]),
  );
  const checkpoints = found.checkpoints.filter(
    ({ passedAt, missedAt }) => passedAt !== null || missedAt !== null,
  );
  return {
    takes,
    journey: {
      ...{ departedAt, arrivedAt, gate, checkpoints, contradicted },
      proposal: takes === null ? proposal : null,
    },
    notes: [
      ...(takes === null ? proposalNotes(told.proposal, proposal) : []),
      ...FOUND_STEPS.flatMap((step) => [
        ...witnessNotes(step, before[step], now[step]),
        ...contradictionNotes(step, told, contradicted, before[step], now[step]),
      ]),
    ],
  };
}

function proposalNotes(before: Proposal | null, now: Proposal | null): JourneyNote[] {
  if (now === null) return before === null ? [] : [{ ...before, what: 'proposal_withdrawn' }];
  if (before?.step !== now.step) return [{ ...now, what: 'proposed' }];
  return isMoved(before.at, now.at) ? [{ ...now, what: 'proposal_moved' }] : [];
}

/** When a step happened, by its seals and by gates. */
interface Witnesses {
  readonly seal: Instant | null;
  readonly gate: Instant | null;
}

function witnessesOf({
  departedAt,
  arrivedAt,
  gate,
}: Pick<JourneyRecord, 'departedAt' | 'arrivedAt' | 'gate'>): Record<FoundStep, Witnesses> {
  return {
    depart: { seal: departedAt, gate: gate.departedAt },
    arrive: { seal: arrivedAt, gate: gate.arrivedAt },
  };
}

/** Whichever speaks first. */
function first(a: Proposal | null, b: Proposal | null): Proposal | null {
  if (a === null || b === null) return a ?? b;
  return b.at < a.at ? b : a;
}

/** What one witness told of and the other has seen now is confirmed by it. */
function witnessNotes(step: FoundStep, before: Witnesses, now: Witnesses): JourneyNote[] {
  if (now.seal === null || now.gate === null) return [];
  if (before.seal !== null && before.gate === null) return [{ what: 'gate_confirmed', step, at: now.gate }];
  if (before.gate !== null && before.seal === null) return [{ what: 'seal_confirmed', step, at: now.seal }];
  return [];
}

/**
 * A step that was taken stands, whoever took it, since others may have acted on it; whether any witness agrees with it is a matter of its own. Where
 * none has ever spoken of what a person entered, nothing is against it.
 */
function isContradicted(taken: TakenRecord | null, was: boolean, before: Witnesses, now: Witnesses): boolean {
  if (taken === null) return false;
  const times = timesOf(now);
  if (times.length === 0) return was || taken.how !== null || timesOf(before).length > 0;
  const within = taken.how === null ? ENTERED : NEWS;
  return !times.some((at) => Math.abs(at - taken.at) < within);
}

/** That is said once, and again when it moves; so is that it does not hold any more. */
function contradictionNotes(
  step: FoundStep,
  told: JourneyRecord,
  contradicted: readonly FoundStep[],
  before: Witnesses,
  now: Witnesses,
): JourneyNote[] {
  const [was, at] = [told.contradicted.includes(step), said(now)];
  if (!contradicted.includes(step)) return was ? [{ what: 'contradiction_withdrawn', step, at }] : [];
  return was && !isMoved(said(before), at) ? [] : [{ what: 'contradicted', step, at }];
}

function timesOf({ seal, gate }: Witnesses): Instant[] {
  return [seal, gate].filter((at) => at !== null);
}

function said({ seal, gate }: Witnesses): Instant | null {
  return seal ?? gate;
}

function isMoved(before: Instant | null, now: Instant | null): boolean {
  return before === null || now === null ? before !== now : Math.abs(before - now) >= NEWS;
}
