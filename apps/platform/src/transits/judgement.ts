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
  const { told, byItself } = stage;
  const proposal = proposalOf(stage, found);
  const takes = proposal !== null && stage.confirms[proposal.step] === 'itself' ? proposal : null;
  const { departedAt, arrivedAt } = found;
  const checkpoints = found.checkpoints.filter(
    ({ passedAt, missedAt }) => passedAt !== null || missedAt !== null,
  );
  return {
    takes,
    journey: { departedAt, arrivedAt, checkpoints, proposal: takes === null ? proposal : null },
    notes: [
      ...(takes === null ? proposalNotes(told.proposal, proposal) : []),
      ...contradictionNotes('depart', byItself.depart, told.departedAt, departedAt),
      ...contradictionNotes('arrive', byItself.arrive, told.arrivedAt, arrivedAt),
    ],
  };
}

function proposalNotes(before: Proposal | null, now: Proposal | null): JourneyNote[] {
  if (now === null) return before === null ? [] : [{ ...before, what: 'proposal_withdrawn' }];
  if (before?.step !== now.step) return [{ ...now, what: 'proposed' }];
  return Math.abs(before.at - now.at) < NEWS ? [] : [{ ...now, what: 'proposal_moved' }];
}

/** A step that a setting took stands, since the office may have acted on it; that evidence speaks against it is said. */
function contradictionNotes(
  step: FoundStep,
  taken: Instant | null,
  before: Instant | null,
  now: Instant | null,
): JourneyNote[] {
  if (taken === null || before === now) return [];
  const agrees = (at: Instant | null): boolean => at !== null && Math.abs(at - taken) < NEWS;
  if (!agrees(now)) return [{ what: 'contradicted', step, at: now }];
  return agrees(before) ? [] : [{ what: 'contradiction_withdrawn', step, at: now }];
}
