import { MINUTE, type FoundStep, type Instant, type Millis } from '@haidang/domain';
import { proposalOf, type Proposal, type TransitJourney } from '@haidang/engine';
import type { JourneyNote, JourneyRecord, StagedJourney } from '@haidang/store';

/** Late evidence moves a crossing by seconds all the time; a smaller move is no news. */
const NEWS: Millis = MINUTE;

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
  const { told, byItself, gate } = stage;
  const proposal = first(proposalOf(stage, found), proposalOf(stage, { ...found, ...gate }));
  const takes = proposal !== null && stage.confirms[proposal.step] === 'itself' ? proposal : null;
  const { departedAt, arrivedAt } = found;
  const checkpoints = found.checkpoints.filter(
    ({ passedAt, missedAt }) => passedAt !== null || missedAt !== null,
  );
  return {
    takes,
    journey: { departedAt, arrivedAt, gate, checkpoints, proposal: takes === null ? proposal : null },
    notes: [
      ...(takes === null ? proposalNotes(told.proposal, proposal) : []),
      ...witnessNotes('depart', byItself.depart, departuresIn(told), departuresIn({ departedAt, gate })),
      ...witnessNotes('arrive', byItself.arrive, arrivalsIn(told), arrivalsIn({ arrivedAt, gate })),
    ],
  };
}

function proposalNotes(before: Proposal | null, now: Proposal | null): JourneyNote[] {
  if (now === null) return before === null ? [] : [{ ...before, what: 'proposal_withdrawn' }];
  if (before?.step !== now.step) return [{ ...now, what: 'proposed' }];
  return Math.abs(before.at - now.at) < NEWS ? [] : [{ ...now, what: 'proposal_moved' }];
}

/** When a step happened, by its seals and by gates. */
interface Witnesses {
  readonly seal: Instant | null;
  readonly gate: Instant | null;
}

function departuresIn({ departedAt, gate }: Pick<JourneyRecord, 'departedAt' | 'gate'>): Witnesses {
  return { seal: departedAt, gate: gate.departedAt };
}

function arrivalsIn({ arrivedAt, gate }: Pick<JourneyRecord, 'arrivedAt' | 'gate'>): Witnesses {
  return { seal: arrivedAt, gate: gate.arrivedAt };
}

/** Whichever speaks first. */
function first(a: Proposal | null, b: Proposal | null): Proposal | null {
  if (a === null || b === null) return a ?? b;
  return b.at < a.at ? b : a;
}

/**
 * What one witness told of and the other has seen now is confirmed by it. A step that a setting took stands, since the office may have acted on it;
 * that no witness agrees with it any more is said.
 */
function witnessNotes(
  step: FoundStep,
  taken: Instant | null,
  before: Witnesses,
  now: Witnesses,
): JourneyNote[] {
  const notes: JourneyNote[] = [];
  if (before.seal !== null && before.gate === null && now.seal !== null && now.gate !== null)
    notes.push({ what: 'gate_confirmed', step, at: now.gate });
  if (before.gate !== null && before.seal === null && now.seal !== null && now.gate !== null)
    notes.push({ what: 'seal_confirmed', step, at: now.seal });
  if (taken === null || (before.seal === now.seal && before.gate === now.gate)) return notes;
  const agrees = ({ seal, gate }: Witnesses): boolean =>
    [seal, gate].some((at) => at !== null && Math.abs(at - taken) < NEWS);
  const at = now.seal ?? now.gate;
  if (!agrees(now)) return [...notes, { what: 'contradicted', step, at }];
  return agrees(before) ? notes : [...notes, { what: 'contradiction_withdrawn', step, at }];
}
