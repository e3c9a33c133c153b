import type { AlarmReason, Instant, LatLon, Millis, Severity } from '@haidang/domain';
import type { Episode } from '../episode.js';

/** An episode that opens at a time, having started before; it is named as those of a watch are. */
export function newEpisode(
  of: string,
  place: LatLon,
  start: Instant,
  now: Instant,
  severity: Severity,
  why: AlarmReason,
  cause = '',
): Episode {
  const [kind, key] = [why.rule, `${of}/${why.rule}/${cause}/${start}/${now}`];
  return {
    key,
    kind,
    cause,
    severity,
    start,
    end: null,
    place: { lat: place.lat, lon: place.lon },
    why,
    evidence: now,
    resolved: false,
    settled: now,
  };
}

/** The last episode going on, when what starts now follows it within `rejoin` and nobody resolved it. */
export function resumed(
  last: Episode | null,
  start: Instant,
  rejoin: Millis,
  now: Instant,
): Episode | undefined {
  if (last?.end == null || last.resolved || start - last.end > rejoin) return undefined;
  return { ...last, end: null, evidence: now, settled: now };
}

/** The episode once an officer resolved the alarm `key`, having seen its evidence up to `seen`. */
export function settled<T extends Episode | null>(one: T, key: string, seen: Instant): T {
  return one?.key === key && one.evidence <= seen ? { ...one, resolved: true } : one;
}
