import { sealEventBit, type AlarmReason, type Fix, type Instant } from '@haidang/domain';
import { KMH, distance } from '@haidang/geo';
import { longer, type Row } from './row.js';
import { placeOf, TRAVELLING, type Hearing, type Rule } from './rule.js';

export interface JammingState {
  /** It was at `movingSpeed` or more with the last fix that told, by its speed or its position, and nothing since makes that too old. */
  readonly moving: boolean;
  /** Fixes without satellites, begun while moving: the first and the last of them. */
  readonly dark: { readonly since: Instant; readonly last: Instant } | null;
  /** While an alarm is open: normal fixes in a row. */
  readonly normal: Row | null;
}

/** What nearly all remember: two objects for all watches. */
const STANDING: JammingState = { moving: false, dark: null, normal: null };
const MOVING: JammingState = { moving: true, dark: null, normal: null };
const JAMMED = sealEventBit('jamming');

/**
 * The seal's receiver is being jammed: the device says so, or its satellites drop to none while it moves and it still talks. A fix
 * is **dark** when it counts 0 satellites; one with neither a count nor a position says nothing of them; any other **sees** them. It
 * moves when the last fix that saw satellites told `movingSpeed` km/h or more, or told no speed and was that fast on the way from the believed position before;
 * of a seal that stood nothing is concluded, it may have been driven under a roof.
 *
 * Opens with the event `jamming`, or with dark fixes in a row over at least `jammingAfter`, from the first of them. No more than `maxGap` may
 * lie between two of them, nor between the last believed position and the first: longer silence tells nothing of what was in it. Ends with
 * `endFixes` usable fixes in a row that see satellites and do not say `jamming`, at the first of them; other fixes that neither are dark nor
 * say it do not count either way.
 */
export const jamming: Rule<JammingState> = {
  kind: 'jamming',
  phases: TRAVELLING,
  start: STANDING,
  hear(state, hearing) {
    if (isQuiet(state, hearing)) return state;
    const next = { ...watchedSky(state, hearing), normal: normalRow(state, hearing) };
    const { fix, plan, book } = hearing;
    if (book.open('jamming') === undefined) {
      const lasted = next.dark === null ? -1 : fix.time - next.dark.since;
      if (says(fix)) begin(hearing, fix.time);
      else if (lasted >= plan.rules.jammingAfter) begin(hearing, next.dark!.since);
    }
    if (next.normal !== null && next.normal.fixes >= plan.rules.endFixes) {
      book.end('jamming', '', next.normal.since);
      next.normal = null;
    }
    if (next.dark === null && next.normal === null) return next.moving ? MOVING : STANDING;
    const isSame = next.moving === state.moving && next.dark === state.dark && next.normal === state.normal;
    return isSame ? state : next;
  },
  flat: {
    width: 1,
    lay({ moving, dark, normal }, row, at) {
      row[at] = moving ? 1 : 0;
      return dark === null && normal === null;
    },
    take(row, at) {
      return row[at] === 1 ? MOVING : STANDING;
    },
  },
};

/** The usual fix: nothing open, nothing dark, satellites seen, and it moves as before. */
function isQuiet({ moving, dark, normal }: JammingState, hearing: Hearing): boolean {
  const { fix, book } = hearing;
  if (dark !== null || normal !== null || says(fix) || !seesSatellites(fix)) return false;
  if (book.open('jamming') !== undefined) return false;
  return isMoving(moving, hearing) === moving;
}

/**
 * By the speed that the fix tells; without one by the way from the believed position before, at most `maxGap` ago, where that proves it with the accuracies taken off
 * or added; else as it was.
 */
function isMoving(wasMoving: boolean, { fix, plan, before, last }: Hearing): boolean {
  const { movingSpeed, maxGap } = plan.rules;
  if (fix.speed !== null) return fix.speed >= movingSpeed;
  if (before === null || last === null || last === before || last.time - before.time > maxGap)
    return wasMoving;
  const [apart, blur] = [distance(before, last), before.accuracy + last.accuracy];
  const least = (movingSpeed * (last.time - before.time)) / KMH;
  return apart - blur >= least || (wasMoving && apart + blur >= least);
}

/** What is known of movement and darkness after one fix more. */
function watchedSky(state: JammingState, hearing: Hearing): Pick<JammingState, 'moving' | 'dark'> {
  const { fix, before, plan } = hearing;
  const { moving, dark } = state;
  if (seesSatellites(fix)) return { moving: isMoving(moving, hearing), dark: null };
  if (!isDark(fix)) return { moving, dark };
  const heard = dark?.last ?? before?.time ?? -Infinity;
  if (!moving || fix.time - heard > plan.rules.maxGap) return { moving: false, dark: null };
  return { moving, dark: { since: dark?.since ?? fix.time, last: fix.time } };
}

function normalRow({ normal }: JammingState, { fix, book, last, before }: Hearing): Row | null {
  if (book.open('jamming') === undefined || isDark(fix) || says(fix)) return null;
  return last !== before && seesSatellites(fix) ? longer(normal, fix.time) : normal;
}

function isDark(fix: Fix): boolean {
  return fix.satellites === 0;
}

function seesSatellites(fix: Fix): boolean {
  return fix.satellites === null ? fix.lat !== null : fix.satellites > 0;
}

function says(fix: Fix): boolean {
  return (fix.events & JAMMED) !== 0;
}

function begin(hearing: Hearing, start: Instant): void {
  const place = placeOf(hearing);
  hearing.book.begin({ kind: 'jamming', severity: 'major', start, place, why: why(hearing, start) });
}

function why({ fix, plan }: Hearing, start: Instant): AlarmReason {
  const { jammingAfter, movingSpeed, maxGap, endFixes, rejoin } = plan.rules;
  const measured = says(fix) ? { events: 'jamming' } : { satellites: 0, lasted: fix.time - start };
  return { rule: 'jamming', settings: { jammingAfter, movingSpeed, maxGap, endFixes, rejoin }, measured };
}
