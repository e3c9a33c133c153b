import {
  MINUTE,
  normalisePlate,
  ON_PAPER,
  PAPER_TOLERANCE,
  type ContainerPapers,
  type Direction,
  type HoldReason,
  type Instant,
  type PaperComparison,
  type PaperDifference,
  type PaperLine,
  type Passage,
} from '@haidang/domain';
import { decide, effectOf, type GateKnowledge, type PassageEffect } from '../gates/decide.js';
import { papersAfter } from '../gates/gate-book.js';

/** A passage that a camera told, about the time. */
export interface SeenPassage {
  readonly gateId: string;
  readonly id: string;
  readonly facilityId: string;
  readonly container: string;
  readonly time: Instant;
  readonly direction: Direction;
  readonly plate: string | null;
  readonly carrierSeal: string | null;
  /** As decided, or as an officer did otherwise. */
  readonly passed: boolean;
  readonly reasons: readonly HoldReason[];
}

export interface Difference {
  readonly what: PaperDifference;
  readonly paper?: string;
  readonly found?: string;
}

/** What a line changes, beside that it is kept. */
export interface PaperEffect extends PassageEffect {
  readonly at: Instant;
  /** Of a stay that begins: it was over before the paper came in. */
  readonly endedAt: Instant | null;
}

/** What happened at a gate and is told afterwards: a line of paper, or a passage that was decided without a network. */
export interface ToldAfterwards {
  readonly gateId: string;
  readonly at: Instant;
  readonly direction: Direction;
  /** Normalised. */
  readonly container: string;
  readonly plate: string | null;
  readonly carrierSeal: string | null;
  /** As the gates would have had it. */
  readonly passage: Passage;
}

export interface Reconciled extends ReconciledPassage {
  readonly line: PaperLine;
}

export interface ReconciledPassage {
  readonly comparison: PaperComparison;
  /** What would have been held, by what was known then. */
  readonly wouldHold: readonly HoldReason[];
  readonly differences: readonly Difference[];
  readonly seen: SeenPassage | null;
  /** null: what follows has followed already. */
  readonly effect: PaperEffect | null;
}

/** What is known of the containers, beside what the gates know. */
export interface PaperKnowledge {
  readonly gates: GateKnowledge;
  readonly facilityId: string;
  /** By container, in the order of time. */
  readonly seen: ReadonlyMap<string, readonly SeenPassage[]>;
  /** When each eligibility last changed its state. */
  readonly changedAt: ReadonlyMap<string, Instant>;
}

/** Seals' places of now prove nothing of then: long enough for {@link decide} not to ask for them. */
const LONG_AGO = 60 * MINUTE;

/** The papers once what stands on the lines before is taken into account. */
class Draft {
  private readonly changed = new Map<string, ContainerPapers>();

  constructor(private readonly gates: GateKnowledge) {}

  papersOf(container: string): ContainerPapers {
    return this.changed.get(container) ?? this.gates.papersOf(container);
  }

  take(effect: PassageEffect, at: Instant): void {
    this.changed.set(effect.container, papersAfter(this.papersOf(effect.container), effect, at));
  }
}

/** The name of a line's passage: the same however often it is entered. */
export function paperPassageId({ sheet, line }: Pick<PaperLine, 'sheet' | 'line'>): string {
  return `${ON_PAPER}:${sheet}:${line}`;
}

/**
 * Holds what was written on paper against everything else, line by line in the order of time. It happened: nothing is held any more; told is what
 * would have been held by what was known then, and what says otherwise. Papers are used up, and stays begin and end, at their true times.
 */
export function reconcile(lines: readonly PaperLine[], known: PaperKnowledge): Reconciled[] {
  const told = lines.map((line) => ({ ...line, passage: passageOf(line) }));
  return reconcilePassages(told, known).map((found, i) => ({ ...found, line: lines[i]! }));
}

/** The same of whatever is told afterwards. */
export function reconcilePassages(
  told: readonly ToldAfterwards[],
  known: PaperKnowledge,
): ReconciledPassage[] {
  const draft = new Draft(known.gates);
  const taken = new Set<SeenPassage>();
  const inOrder = [...told].sort((a, b) => a.at - b.at);
  const found = new Map(inOrder.map((line) => [line, reconcileLine(line, known, draft, taken)]));
  return told.map((line) => found.get(line)!);
}

function reconcileLine(
  line: ToldAfterwards,
  known: PaperKnowledge,
  draft: Draft,
  taken: Set<SeenPassage>,
): ReconciledPassage {
  const seenOfIt = known.seen.get(line.container) ?? [];
  const seen = nearest(line, known.facilityId, seenOfIt, taken);
  if (seen !== undefined) taken.add(seen);
  const against = [
    ...(seen === undefined ? elsewhere(line, known.facilityId, seenOfIt, taken) : otherwise(line, seen)),
  ];
  const papers = draft.papersOf(line.container);
  const effect = seen?.passed === true ? null : effectsOf(line, known, draft, seenOfIt);
  const wouldHold =
    seen === undefined
      ? heldThen(line.gateId, line.passage, known, (box) => draft.papersOf(box))
      : seen.reasons;
  const odd = seen?.passed === true ? [] : [...oddities(line, known.facilityId, papers, wouldHold)];
  if (effect !== null)
    draft.take({ ...effect, begins: effect.endedAt === null ? effect.begins : null }, line.at);
  return {
    ...{ wouldHold, effect, seen: seen ?? null, differences: [...against, ...odd] },
    comparison: against.length > 0 ? 'contradicting' : seen === undefined ? 'missing' : 'matched',
  };
}

function nearest(
  line: ToldAfterwards,
  facilityId: string,
  seen: readonly SeenPassage[],
  taken: ReadonlySet<SeenPassage>,
): SeenPassage | undefined {
  const apart = ({ time }: SeenPassage) => Math.abs(time - line.at);
  return seen
    .filter((one) => one.facilityId === facilityId && one.direction === line.direction && !taken.has(one))
    .filter((one) => apart(one) <= PAPER_TOLERANCE)
    .sort((a, b) => apart(a) - apart(b))[0];
}

/** A camera saw the same truck, and read something else. */
function* otherwise({ plate, carrierSeal }: ToldAfterwards, seen: SeenPassage): Generator<Difference> {
  if (differs(plate, seen.plate)) yield { what: 'plate', paper: plate!, found: seen.plate! };
  if (differs(carrierSeal, seen.carrierSeal))
    yield { what: 'carrier_seal', paper: carrierSeal!, found: seen.carrierSeal! };
}

/** At that time a camera saw it go the other way, or somewhere else. */
function* elsewhere(
  { at, direction }: ToldAfterwards,
  facilityId: string,
  seen: readonly SeenPassage[],
  taken: ReadonlySet<SeenPassage>,
): Generator<Difference> {
  for (const one of seen) {
    if (taken.has(one) || Math.abs(one.time - at) > PAPER_TOLERANCE) continue;
    if (one.facilityId !== facilityId) yield { what: 'place', paper: facilityId, found: one.gateId };
    else if (one.direction !== direction) yield { what: 'direction', paper: direction, found: one.direction };
  }
}

/** The gates' own rules, with what was known then in the place of what is known now. */
export function heldThen(
  gateId: string,
  passage: Passage,
  known: Pick<PaperKnowledge, 'gates' | 'changedAt'>,
  papersOf: (container: string) => ContainerPapers,
): readonly HoldReason[] {
  const at = passage.time;
  const then: GateKnowledge = {
    gate: (id) => known.gates.gate(id),
    papersOf: (container) => papersAt(papersOf(container), at, known.changedAt),
    taskOfContainer: (number) => {
      const task = known.gates.taskOfContainer(number);
      return task === undefined || task.registeredAt > at ? undefined : task;
    },
    seal: () => undefined,
    hasCriticalAlarm: () => false,
    suggest: () => [],
  };
  return decide(gateId, passage, then, at + LONG_AGO).decision.reasons;
}

/** What became of an eligibility after that time had not yet. */
function papersAt(
  { eligibilities, expected, stays }: ContainerPapers,
  at: Instant,
  changedAt: ReadonlyMap<string, Instant>,
): ContainerPapers {
  return {
    eligibilities: eligibilities
      .filter(({ issuedAt }) => issuedAt <= at)
      .map((one) => ((changedAt.get(one.id) ?? 0) > at ? { ...one, state: 'eligible' } : one)),
    expected,
    stays: stays.filter(({ inAt }) => inAt <= at),
  };
}

function effectsOf(
  line: ToldAfterwards,
  { facilityId, changedAt }: PaperKnowledge,
  draft: Draft,
  seen: readonly SeenPassage[],
): PaperEffect | null {
  const papers = draft.papersOf(line.container);
  const stay = papers.stays.find((one) => one.facilityId === facilityId);
  const effect = effectOf(line.gateId, line.passage, facilityId, () => papers);
  if (effect === null) return null;
  const { at } = line;
  // nobody has decided on what was suspended by then, and a stay that began later is another one
  const then = papersAt(papers, at, changedAt).eligibilities.find((one) => one.facilityId === facilityId);
  const uses = effect.uses?.state === 'eligible' || then?.state === 'eligible' ? effect.uses : null;
  const ends = stay !== undefined && stay.inAt > at ? null : effect.ends;
  const left = seen.find((one) => one.facilityId === facilityId && one.passed && one.time > at);
  const endedAt = effect.begins !== null && left?.direction === 'out' ? left.time : null;
  return { ...effect, uses, ends, at, endedAt };
}

function* oddities(
  { direction, at }: ToldAfterwards,
  facilityId: string,
  { eligibilities, stays }: ContainerPapers,
  wouldHold: readonly HoldReason[],
): Generator<Difference> {
  const stay = stays.find((one) => one.facilityId === facilityId);
  const stoodThen = stay !== undefined && stay.inAt <= at;
  if (direction === 'out' && !stoodThen) yield { what: 'not_standing' };
  if (direction === 'in' && stay !== undefined && !stoodThen)
    yield { what: 'stands_already', found: new Date(stay.inAt).toISOString() };
  const eligible = eligibilities.find((one) => one.facilityId === facilityId && one.state === 'eligible');
  if (wouldHold.includes('not_eligible') && eligible !== undefined)
    yield { what: 'eligible_since', found: new Date(eligible.issuedAt).toISOString() };
}

export function passageOf(line: PaperLine): Passage {
  const { at, direction, container, plate, carrierSeal, sealId } = line;
  return {
    ...{ id: paperPassageId(line), time: at, direction, lane: null, container, containerConfidence: null },
    ...{ plate: plate === null ? null : normalisePlate(plate), plateConfidence: null, sealId, carrierSeal },
    ...{ damage: null, images: [], source: ON_PAPER },
  };
}

function differs(one: string | null, other: string | null): boolean {
  return one !== null && other !== null && normalisePlate(one) !== normalisePlate(other);
}
