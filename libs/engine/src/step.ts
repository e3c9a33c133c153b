import type { AlarmChange, Fix } from '@haidang/domain';
import type { Moment } from './moment.js';
import type { Plan } from './plan.js';
import { forbiddenZone } from './rules/forbidden-zone.js';
import { offRoute } from './rules/off-route.js';
import { SILENT, type Rule } from './rules/rule.js';
import type { RuleStates, WatchState } from './state.js';
import { STATE_VERSION } from './state.js';
import { believe, type Sighting } from './track.js';

/** What a fix leads to: the state from now on, and what there is to say of alarms, mostly nothing. */
export interface Step {
  readonly state: WatchState;
  readonly changes: readonly AlarmChange[];
}

/**
 * One fix further: decide which positions are believed, then ask each rule about each of them. Pure: the same state,
 * fix and plan give the same step, and none of them is changed. The fix must be later than the state's last by
 * (time, seq); the caller keeps that order.
 */
export function step(state: WatchState, fix: Fix, plan: Plan): Step {
  const { track, usable, jumped } = believe(state.track, fix, plan.rules);
  let { rules, place } = state;
  let changes = SILENT;
  let previous = state.track.last;
  for (let i = 0; i < usable.length; i++) {
    const here = usable[i]!;
    const moment = momentOf(here, previous, jumped && i === 0, place?.segment, plan);
    const verdict = judge(rules, moment);
    place = moment.place;
    previous = here;
    if (verdict === undefined) continue;
    rules = verdict.rules;
    if (verdict.changes.length > 0) changes = [...changes, ...verdict.changes];
  }
  return {
    state: { version: STATE_VERSION, lastTime: fix.time, lastSeq: fix.seq, track, place, rules },
    changes,
  };
}

/** Many fixes, each later than the one before: the same as stepping them one by one. */
export function stepAll(state: WatchState, fixes: Iterable<Fix>, plan: Plan): Step {
  const changes: AlarmChange[] = [];
  for (const fix of fixes) {
    const next = step(state, fix, plan);
    state = next.state;
    if (next.changes.length > 0) changes.push(...next.changes);
  }
  return { state, changes };
}

/** What the rules make of one moment. */
interface Verdict {
  readonly rules: RuleStates;
  readonly changes: readonly AlarmChange[];
}

/** The rules in the order in which they speak. A new rule is a file in rules/, a field in RuleStates, a line here. */
function judge(states: RuleStates, moment: Moment): Verdict | undefined {
  let verdict: Verdict | undefined;
  verdict = ask(offRoute, states, verdict, moment);
  verdict = ask(forbiddenZone, states, verdict, moment);
  return verdict;
}

/** Adds one rule's outcome to the verdict so far; undefined stays undefined while nothing changes. */
function ask<K extends keyof RuleStates>(
  rule: Rule<K, RuleStates[K]>,
  states: RuleStates,
  verdict: Verdict | undefined,
  moment: Moment,
): Verdict | undefined {
  const outcome = rule.see(states[rule.kind], moment);
  if (outcome === undefined) return verdict;
  const rules = { ...(verdict?.rules ?? states), [rule.kind]: outcome.state };
  return {
    rules,
    changes: verdict === undefined ? outcome.changes : [...verdict.changes, ...outcome.changes],
  };
}

function momentOf(
  here: Sighting,
  previous: Sighting | null,
  jumped: boolean,
  hint: number | undefined,
  plan: Plan,
): Moment {
  const linked = previous !== null && !jumped && here.time - previous.time <= plan.rules.maxGap;
  const from = linked ? previous : here;
  return {
    plan,
    here,
    before: linked ? previous : null,
    lastTime: previous?.time ?? null,
    place: plan.corridor.locate(here.lat, here.lon, hint),
    zones: plan.zones.near(from.lat, from.lon, here.lat, here.lon),
  };
}
