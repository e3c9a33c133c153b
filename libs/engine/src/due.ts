import type { Instant } from '@haidang/domain';
import { Book } from './book.js';
import { lastIn } from './numbers.js';
import type { Plan } from './plan.js';
import { TIMED_RULES } from './rules/index.js';
import { NEVER, type Scene } from './rules/rule.js';
import { nextDue, type WatchState } from './state.js';

/**
 * The next time of which a watch is to be told though nothing is heard; a very large one without. One that was last judged by another
 * version of its plan, or by none, is told when the newest says so, at the earliest when that comes into force; and of its coming into
 * force itself where that may end an alarm.
 */
export function dueBy(watch: WatchState, newest: Plan): Instant {
  const due = nextDue(watch);
  if (watch.plan === newest.version) return due;
  const mayEnd = watch.episodes.some(({ end }) => end === null);
  return Math.min(due, mayEnd ? newest.from : Math.max(newest.from, dueUnder(watch, newest)));
}

/** When a rule wants to be asked first, were the watch judged by this plan. */
function dueUnder(watch: WatchState, plan: Plan): Instant {
  const book = new Book();
  book.take(watch.episodes, plan, plan.from, plan.from);
  const last = lastIn(watch.numbers);
  const scene: Scene = {
    ...{ plan, book, last, phase: watch.phase, time: plan.from },
    numbers: watch.numbers.slice(),
  };
  let due = NEVER;
  for (const { index, rule } of TIMED_RULES)
    if (rule.phases.includes(watch.phase)) due = Math.min(due, rule.due!(watch.rules[index], scene));
  return due;
}
