import { byEventTime, type Fix, type Instant } from '@haidang/domain';
import { step as stepEngine, type WatchState } from '@haidang/engine';
import type { AlarmRow, Facts, FixRow, PassageRow, QuarantineRow } from '@haidang/store';
import type { SealEntry } from '../directory/seal-entry.js';
import { decide, type GateKnowledge } from '../gates/decide.js';
import type { FixUnit, PassageUnit, Unit } from './message.js';
import { uuidOf } from './uuid-of.js';

/** What a seal will be once the batch is committed. Until then its entry stays as it was. */
export interface NextState {
  last: Fix | null;
  placed: Fix | null;
  watch: WatchState | null;
  /** The memory it was stepped from: when a transit began or ended meanwhile, the entry holds another. */
  readonly from: WatchState | null;
  moved: boolean;
}

/** A batch, evaluated and not yet true. */
export interface Stepped {
  readonly facts: Facts;
  readonly fixUnits: readonly FixUnit[];
  readonly passageUnits: readonly PassageUnit[];
  readonly next: ReadonlyMap<SealEntry, NextState>;
  /** Fixes behind what their seal had said already: stored, not evaluated. */
  readonly behind: number;
  /** Fixes that the engine failed on: stored, not evaluated, and a defect of ours. */
  readonly failures: readonly StepFailure[];
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
  const oldest = receivedAt - horizonMs;

  for (const unit of units) {
    if (unit.kind === 'fix') {
      const tooOld = unit.fix.time < oldest;
      fixes.push({ seal: unit.entry.key, fix: unit.fix, tooOld });
      fixUnits.push(unit);
      if (tooOld) continue;
      const ofSeal = bySeal.get(unit.entry);
      if (ofSeal === undefined) bySeal.set(unit.entry, [unit.fix]);
      else ofSeal.push(unit.fix);
    } else if (unit.kind === 'passage') {
      const { gateId, passage } = unit;
      passageUnits.push(unit);
      passages.push({ gateId, passage, decision: decide(gateId, passage, gates, receivedAt) });
    } else quarantine.push(unit.row);
  }

  const next = new Map<SealEntry, NextState>();
  const said: Said = { alarms: [], failures: [] };
  let behind = 0;
  for (const [entry, ofSeal] of bySeal) {
    if (!isSorted(ofSeal)) ofSeal.sort(byEventTime);
    const state: NextState = {
      last: entry.last,
      placed: entry.placed,
      watch: entry.watch,
      from: entry.watch,
      moved: false,
    };
    for (const fix of ofSeal) if (!stepSeal(entry, state, fix, said)) behind++;
    next.set(entry, state);
  }
  const { alarms, failures } = said;
  return {
    facts: { receivedAt, fixes, quarantine, alarms, passages },
    fixUnits,
    passageUnits,
    next,
    behind,
    failures,
  };
}

/** What the steps of a batch have to say. */
export interface Said {
  readonly alarms: AlarmRow[];
  readonly failures: StepFailure[];
}

/**
 * Takes one fix into a seal's next state. Should the engine throw, the fix is stored all the same and the engine's memory stays as it
 * was: one defect must not hold up every other seal.
 * @returns false when it lies behind the last one (or is its repeat): a repeat changes nothing, a late one is only stored
 */
export function stepSeal(entry: SealEntry, state: NextState, fix: Fix, said: Said): boolean {
  if (state.last !== null && byEventTime(fix, state.last) <= 0) return false;
  state.last = fix;
  if (fix.lat !== null) state.placed = fix;
  state.moved = true;
  const { task } = entry;
  if (task === null || task.plan === null || state.watch === null) return true;
  if (task.departedAt !== null && fix.time < task.departedAt) return true;
  let stepped: ReturnType<typeof stepEngine>;
  try {
    stepped = stepEngine(state.watch, fix, task.plan);
  } catch (error) {
    said.failures.push({ sealId: entry.id, fix, error });
    return true;
  }
  state.watch = stepped.state;
  for (const change of stepped.changes) {
    said.alarms.push({
      // the same episode, the same alarm
      id: uuidOf(change.key),
      cause: { seal: entry.key, fix },
      change,
      transitId: task.transitId,
      containerNumber: task.container,
      sealId: entry.id,
    });
  }
  return true;
}

function isSorted(fixes: readonly Fix[]): boolean {
  for (let i = 1; i < fixes.length; i++) if (byEventTime(fixes[i - 1]!, fixes[i]!) > 0) return false;
  return true;
}
