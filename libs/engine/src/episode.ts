import type { AlarmChange, AlarmKind, AlarmReason, Instant, LatLon, Severity } from '@haidang/domain';
import { SEVERITIES } from '@haidang/domain';
import type { Plan } from './plan.js';

/**
 * One alarm's life, as last said: open while `end` is null. Rules keep the last one of each cause in their state, and
 * everything they say of it is said through the functions here.
 */
export type Episode = AlarmChange;

/** What a rule found when it opens. */
export interface Opening {
  readonly kind: AlarmKind;
  /** The cause among several of one kind, such as a zone's id; empty when there is only one. */
  readonly cause: string;
  readonly severity: Severity;
  readonly start: Instant;
  readonly place: LatLon;
  readonly why: AlarmReason;
}

export function isOpen(episode: Episode | null): episode is Episode {
  return episode !== null && episode.end === null;
}

/** True when what starts at `start` is the episode before it, going on. */
export function rejoins(before: Episode | null, start: Instant, plan: Plan): before is Episode {
  return before !== null && before.end !== null && start - before.end <= plan.rules.rejoin;
}

/**
 * A new episode, or the one before it open again when it resumes within `rejoin`. The key names the episode by what
 * it is and when it began, so the same history gives the same keys.
 */
export function openEpisode(before: Episode | null, opening: Opening, plan: Plan): Episode {
  if (rejoins(before, opening.start, plan)) {
    const again = { ...before, end: null };
    return isWorse(opening.severity, before.severity)
      ? raiseSeverity(again, opening.severity, opening.why)
      : again;
  }
  const { kind, cause, severity, start, place, why } = opening;
  const key = `${plan.transitId}/${plan.sealId}/${kind}/${cause}/${start}`;
  return { key, kind, severity, start, end: null, place, why };
}

/** The episode at a higher severity, with the measurements that showed it. */
export function raiseSeverity(episode: Episode, severity: Severity, why: AlarmReason): Episode {
  return { ...episode, severity, why };
}

export function endEpisode(episode: Episode, end: Instant): Episode {
  return { ...episode, end };
}

function isWorse(a: Severity, b: Severity): boolean {
  return SEVERITIES.indexOf(a) > SEVERITIES.indexOf(b);
}
