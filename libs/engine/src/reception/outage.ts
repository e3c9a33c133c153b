import type { Instant, LatLon, Millis } from '@haidang/domain';
import type { Episode } from '../episode.js';
import { newEpisode, resumed } from './episodes.js';
import type { ReceptionSettings } from './seal.js';

/** An outage of the platform has no place. */
const NOWHERE: LatLon = { lat: 0, lon: 0 };

/** How much the platform received, and the alarm about its being deaf: plain data. */
export interface Receiving {
  /** The newest mark. */
  readonly now: Instant;
  /** How long the platform was deaf until now, all in all, but for the outage that goes on. */
  readonly deaf: Millis;
  readonly downSince: Instant | null;
  readonly outage: Episode | null;
}

export const RECEIVING: Receiving = { now: -Infinity, deaf: 0, downSince: null, outage: null };

/** A time by the clock that stands while the platform is deaf. */
export function upAt({ deaf, downSince }: Receiving, mark: Instant): Millis {
  return (downSince ?? mark) - deaf;
}

/** Time has passed: an outage that is long enough is an alarm. */
export function passed(
  receiving: Receiving,
  mark: Instant,
  settings: ReceptionSettings,
  seals: number,
): Receiving {
  if (mark <= receiving.now) return receiving;
  const { downSince: since, outage } = receiving;
  const [now, { feedLostAfter, feedRejoin }] = [mark, settings];
  if (since === null || outage?.end === null || now - since < feedLostAfter) return { ...receiving, now };
  const opened = since + feedLostAfter;
  const why = { rule: 'feed_lost', settings: { feedLostAfter, feedRejoin }, measured: { seals } } as const;
  const again = resumed(outage, since, feedRejoin, opened);
  const begun = again ?? newEpisode('feed', NOWHERE, since, opened, 'critical', why, 'platform');
  return { ...receiving, now, outage: begun };
}

/** The platform receives again. */
export function receives({ now, deaf, downSince, outage }: Receiving): Receiving {
  const ended = outage?.end === null ? { ...outage, end: now, settled: now } : outage;
  return { now, deaf: deaf + (downSince === null ? 0 : now - downSince), downSince: null, outage: ended };
}
