import { DEFAULT_RULES, type AlarmChange, type Fix, type Leg, type Zone } from '@haidang/domain';
import { startWatch, stepAll, type Plan } from '@haidang/engine';
import { Corridor, ZoneIndex } from '@haidang/geo';

/** The only file here that knows the engine: when it changes its ways, this is what follows. */

/** An alarm as it stands after the last fix; `end` is null while it is open. */
export type Standing = Pick<AlarmChange, 'kind' | 'start' | 'end' | 'place'>;

export type { Plan };

/** The platform's own rules on these legs and zones. */
export function planOf(legs: readonly Leg[], zones: readonly Zone[] = []): Plan {
  return {
    transitId: 'T1',
    sealId: 'S1',
    corridor: Corridor.of(legs),
    zones: ZoneIndex.of(zones),
    rules: DEFAULT_RULES,
  };
}

/** The alarms that fixes in the order of their own times leave, by their beginnings. */
export function run(fixes: readonly Fix[], plan: Plan): Standing[] {
  return standing(stepAll(startWatch(), fixes, plan).changes);
}

function standing(changes: readonly AlarmChange[]): Standing[] {
  const last = new Map(changes.map((change) => [change.key, change]));
  return [...last.values()]
    .map(({ kind, start, end, place }) => ({ kind, start, end, place }))
    .sort((a, b) => a.start - b.start);
}
