import { byEventTime, formatInstant, mergeRules, type AlarmChange, type Fix } from '@haidang/domain';
import { startWatch, stepAll, type Plan } from '@haidang/engine';
import { Corridor, ZoneIndex } from '@haidang/geo';
import { decodeFixes, Rejection } from '@haidang/wire';
import type { GoldenAlarm } from './alarms.js';
import { country, type Story } from './story.js';

/** Straight into the engine, each seal's fixes once and in the order of their own times, decoded as the platform does. */
export function playOnEngine({ deliveries, routes }: Story): GoldenAlarm[] {
  const bySeal = new Map<string, Map<number, Fix>>();
  for (const { sealId, fixes, at } of deliveries) {
    const decoded = decodeFixes(Buffer.from(JSON.stringify(fixes)), Math.max(at, Date.now()));
    if (decoded instanceof Rejection || decoded.rejected.length > 0) throw new Error('a fix was refused');
    const known = bySeal.get(sealId) ?? new Map<number, Fix>();
    for (const fix of decoded.fixes) known.set(fix.seq, fix);
    bySeal.set(sealId, known);
  }
  return [...bySeal].flatMap(([sealId, fixes]) => {
    const { changes } = stepAll(
      startWatch(),
      [...fixes.values()].sort(byEventTime),
      planOf(sealId, routes.get(sealId)!),
    );
    return lastWords(changes).map((alarm) => toGolden(sealId, alarm));
  });
}

function planOf(sealId: string, routeId: string): Plan {
  const { legs, rules } = country.routes.get(routeId)!;
  const zones = ZoneIndex.of([...country.zones.values()]);
  return {
    transitId: `T-${sealId}`,
    sealId,
    corridor: Corridor.of(legs),
    zones,
    rules: mergeRules(rules ?? undefined),
  };
}

/** The last that was said of each episode, in the order of their beginnings. */
function lastWords(changes: readonly AlarmChange[]): AlarmChange[] {
  const episodes = new Map(changes.map((change) => [change.key, change]));
  return [...episodes.values()].sort((a, b) => a.start - b.start);
}

function toGolden(seal: string, { kind, severity, start, end }: AlarmChange): GoldenAlarm {
  const clock = (time: number) => formatInstant(time).slice(11, 19);
  return { seal, kind, severity, start: clock(start), end: end === null ? 'never' : clock(end) };
}
