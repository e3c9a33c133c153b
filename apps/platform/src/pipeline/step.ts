import { byEventTime, type Fix, type Instant } from '@haidang/domain';
import {
  compareOrder,
  keepWatch,
  lastEvent,
  milestoneOf,
  misjudgedSince,
  outliersOf,
  step as stepEngine,
  type Plan,
  type WatchState,
} from '@haidang/engine';
import type { AlarmRow, Facts, FixRow, Milestone, PassageRow, QuarantineRow, StandRow } from '@haidang/store';
import type { SealEntry } from '../directory/seal-entry.js';
import { decide, type GateKnowledge } from '../gates/decide.js';
import type { FixUnit, PassageUnit, Unit } from './message.js';
import { uuidOf } from './uuid-of.js';

/** What a seal will be once the batch is committed. Until then its entry stays as it was. */
export interface NextState {
  last: Fix | null;
  placed: Fix | null;
  watch: WatchState | null;
  /** Which memory it was stepped from: when a transit began or ended meanwhile, the entry holds another. */
  readonly remembered: number;
  moved: boolean;
}

/** A batch, evaluated and not yet true. */
export interface Stepped {
  readonly facts: Facts;
  readonly fixUnits: readonly FixUnit[];
  readonly passageUnits: readonly PassageUnit[];
  readonly next: ReadonlyMap<SealEntry, NextState>;
  /** What each of these seals said, in event time. */
  readonly heard: ReadonlyMap<SealEntry, readonly Fix[]>;
  /** Of these, the newest that is too old to be judged: it shows that the seal is there. */
  readonly tooOld: ReadonlyMap<SealEntry, Fix>;
  /** Fixes that lie behind what their watch was told already, repeats among them: stored, and folded in afterwards. */
  readonly late: readonly LateFix[];
  /** States at the ends of hours that were passed. */
  readonly milestones: readonly Milestone[];
  /** Fixes that the engine failed on: stored, not evaluated, and a defect of ours. */
  readonly failures: readonly StepFailure[];
  /** How many positions were dropped, for nothing agreed with them. */
  readonly outliers: number;
}

export interface LateFix {
  readonly entry: SealEntry;
  readonly fix: Fix;
  /** From when the seal's events are to be folded again. */
  readonly from: Instant;
}

export interface StepFailure {
  readonly sealId: string;
  readonly fix: Fix;
  readonly error: unknown;
}

/**
 * Evaluates a batch: (states, units, plans) -> (next states, facts). It changes nothing outside itself, so a batch whose commit
 * fails can be evaluated again from the states as they then are.
 */
export function stepBatch(
  units: readonly Unit[],
  gates: GateKnowledge,
  receivedAt: Instant,
  horizonMs: number,
): Stepped {
  const fixes: FixRow[] = [];
  const fixUnits: FixUnit[] = [];
  const passageUnits: PassageUnit[] = [];
  const passages: PassageRow[] = [];
  const quarantine: QuarantineRow[] = [];
  const bySeal = new Map<SealEntry, Fix[]>();
  const old = new Map<SealEntry, Fix>();
  const oldest = receivedAt - horizonMs;

  for (const unit of units) {
    if (unit.kind === 'fix') {
      const tooOld = unit.fix.time < oldest;
      fixes.push({ seal: unit.entry.key, fix: unit.fix, tooOld });
      fixUnits.push(unit);
      if (tooOld) {
        if (unit.fix.time >= (old.get(unit.entry)?.time ?? -Infinity)) old.set(unit.entry, unit.fix);
        continue;
      }
      const ofSeal = bySeal.get(unit.entry);
      if (ofSeal === undefined) bySeal.set(unit.entry, [unit.fix]);
      else ofSeal.push(unit.fix);
    } else if (unit.kind === 'passage') {
      const { gateId, passage } = unit;
      passageUnits.push(unit);
      const { decision, effect } = decide(gateId, passage, gates, receivedAt);
      passages.push({ gateId, passage, decision, effect });
    } else quarantine.push(unit.row);
  }

  const next = new Map<SealEntry, NextState>();
  const said = newSaid();
  for (const [entry, ofSeal] of bySeal) {
    if (!isSorted(ofSeal)) ofSeal.sort(byEventTime);
    const { last } = entry;
    const state: NextState = {
      last,
      placed: last?.lat == null ? entry.placed : last,
      watch: entry.watch,
      remembered: entry.remembered,
      moved: false,
    };
    for (const fix of ofSeal) stepSeal(entry, state, fix, receivedAt, said);
    next.set(entry, state);
  }
  const { alarms, stands, failures, late, milestones, outliers } = said;
  return {
    facts: { receivedAt, fixes, quarantine, alarms, stands, passages },
    fixUnits,
    passageUnits,
    next,
    heard: bySeal,
    tooOld: old,
    late,
    milestones,
    failures,
    outliers,
  };
}

/** What the steps of a batch have to say. */
export interface Said {
  readonly alarms: AlarmRow[];
  readonly stands: StandRow[];
  readonly failures: StepFailure[];
  readonly late: LateFix[];
  readonly milestones: Milestone[];
  outliers: number;
}

export function newSaid(): Said {
  return { alarms: [], stands: [], failures: [], late: [], milestones: [], outliers: 0 };
}

/**
 * Takes one fix into a seal's next state. One that lies behind what its watch was told, or that may be about a transit which is over, is
 * left for the reviser. Should the engine throw,
 * the fix is stored all the same and the engine's memory stays as it was: one defect must not hold up every other seal.
 * @param mark the commit's
 */
export function stepSeal(entry: SealEntry, state: NextState, fix: Fix, mark: Instant, said: Said): void {
  if (state.last === null || byEventTime(fix, state.last) > 0) {
    state.last = fix;
    if (fix.lat !== null) state.placed = fix;
    state.moved = true;
  }
  const { task } = entry;
  const { watch } = state;
  const isWatched = task?.plan != null && watch !== null && fix.time >= task.since;
  const inTurn = isWatched && isInTurn(watch, fix, task.plan);
  if (isWatched && !inTurn)
    said.late.push({ entry, fix, from: Math.min(fix.time, misjudgedSince(watch, task.plan) ?? fix.time) });
  else if (fix.time <= entry.watchedUntil) said.late.push({ entry, fix, from: fix.time });
  if (!inTurn) return;
  let stepped: ReturnType<typeof stepEngine>;
  try {
    stepped = stepEngine(watch, { kind: 'fix', time: fix.time, fix, mark }, task.plan);
  } catch (error) {
    said.failures.push({ sealId: entry.id, fix, error });
    return;
  }
  state.watch = stepped.state;
  said.outliers += outliersOf(stepped.state) - outliersOf(watch);
  const { transitId } = task;
  const hour = milestoneOf(watch);
  if (hour !== null && hour !== milestoneOf(stepped.state))
    said.milestones.push({ seal: entry.key, transitId, hour, state: keepWatch(watch) });
  for (const stand of stepped.stands)
    said.stands.push({ seal: entry.key, sealId: entry.id, transitId, stand });
  for (const change of stepped.changes) {
    said.alarms.push({
      // the same episode, the same alarm
      id: uuidOf(change.key),
      cause: { seal: entry.key, fix },
      change,
      transitId,
      containerNumber: task.container,
      sealId: entry.id,
    });
  }
}

/** True when a watch can be told of it as it stands: it is the next, and what it was told before was judged by what then held. */
function isInTurn(watch: WatchState, { time, seq }: Fix, plan: Plan): boolean {
  return (
    compareOrder({ time, rank: 1, seq }, lastEvent(watch)) > 0 && misjudgedSince(watch, plan) === undefined
  );
}

function isSorted(fixes: readonly Fix[]): boolean {
  for (let i = 1; i < fixes.length; i++) if (byEventTime(fixes[i - 1]!, fixes[i]!) > 0) return false;
  return true;
}
