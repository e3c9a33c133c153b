import type { AlarmView, Position, TransitView } from '@haidang/contract';
import { normaliseContainerNumber } from '@haidang/domain';

/** Something a search found: always a seal, for that is what can be opened. */
export interface Found {
  sealId: string;
  container: string | null;
  transitNumber: string | null;
  hasAlarm: boolean;
  /** What held the text, where that is neither the seal, the container nor the transit's number. */
  by?: { what: 'declaration' | 'plate'; text: string };
}

interface Key {
  text: string;
  what?: 'declaration' | 'plate';
}

interface Known {
  positions: ReadonlyMap<string, Position>;
  alarms: ReadonlyMap<string, AlarmView>;
  transits: readonly TransitView[];
}

/**
 * What is known whose container, seal, transit number, declaration or plate holds the text; separators and case do not count.
 * Those that begin with it come first, then those with an alarm.
 */
export function search(text: string, known: Known, limit: number): Found[] {
  const wanted = normaliseContainerNumber(text);
  if (wanted === '') return [];
  const entries = collect(known);
  const hits: { found: Found; score: number }[] = [];
  for (const { found, keys } of entries.values()) {
    let place = -1;
    let by: Key | undefined;
    for (const key of keys) {
      const at = normaliseContainerNumber(key.text).indexOf(wanted);
      if (at < 0 || (place >= 0 && at >= place)) continue;
      place = at;
      by = key;
    }
    if (by === undefined) continue;
    const { what, text } = by;
    const hit = what === undefined ? found : { ...found, by: { what, text } };
    hits.push({ found: hit, score: (place === 0 ? 0 : 2) + (found.hasAlarm ? 0 : 1) });
  }
  hits.sort((a, b) => a.score - b.score || a.found.sealId.localeCompare(b.found.sealId));
  return hits.slice(0, limit).map(({ found }) => found);
}

function collect({ positions, alarms, transits }: Known) {
  const entries = new Map<string, { found: Found; keys: Key[] }>();
  const entry = (sealId: string) => {
    let known = entries.get(sealId);
    if (known === undefined) {
      known = {
        found: { sealId, container: null, transitNumber: null, hasAlarm: false },
        keys: [{ text: sealId }],
      };
      entries.set(sealId, known);
    }
    return known;
  };
  for (const { sealId, container } of positions.values()) name(entry(sealId), container, null);
  for (const transit of transits)
    for (const { sealId, number } of transit.containers) {
      if (sealId === undefined || isOver(transit)) continue;
      const known = entry(sealId);
      name(known, number, transit.number);
      const { plate, trailer } = transit.vehicle;
      known.keys.push({ what: 'declaration', text: transit.declaration }, { what: 'plate', text: plate });
      if (trailer !== undefined) known.keys.push({ what: 'plate', text: trailer });
    }
  for (const alarm of alarms.values()) {
    if (alarm.sealId === undefined) continue;
    const known = entry(alarm.sealId);
    name(known, alarm.containerNumber ?? null, alarm.transitNumber ?? null);
    known.found.hasAlarm = true;
  }
  return entries;
}

function name(
  { found, keys }: { found: Found; keys: Key[] },
  container: string | null,
  transitNumber: string | null,
): void {
  found.container ??= container;
  found.transitNumber ??= transitNumber;
  if (container !== null) keys.push({ text: container });
  if (transitNumber !== null) keys.push({ text: transitNumber });
}

/** A seal goes on to the next transit: those that are over do not name it any more. */
function isOver({ state }: TransitView): boolean {
  return state === 'closed' || state === 'cancelled';
}
