import type { AlarmView } from '@haidang/contract';
import { FLOOD_OVER, RATE_WINDOW } from '@haidang/contract';
import type { AlarmKind, Severity } from '@haidang/domain';

/** Alarms of one cause, or of one transit. */
export interface AlarmGroup {
  readonly key: string;
  /** Of a group by cause. */
  readonly kind: AlarmKind | undefined;
  /** Where, or whose: the name of the zone, the route's or region's id, the transit's number; undefined: everywhere. */
  readonly place: string | undefined;
  readonly severity: Severity;
  /** In the order of the queue; the first stands for them all while the group is folded. */
  readonly ids: readonly string[];
  /** Of them nobody has acknowledged. */
  readonly open: number;
}

export type Folding = 'none' | 'cause' | 'transit';

/** A line of the queue: an alarm, or the head of a group whose alarms, or the first of them, follow. */
export type QueueItem = { readonly key: string; readonly group?: AlarmGroup };

/** Fewer new alarms in the stretch end a flood (ISA-18.2): not the same number that began it, or it would come and go. */
const FLOOD_ENDS_UNDER = 5;

/** @param before whether it was one at the last look @param now the server's clock */
export function isFlood(before: boolean, alarms: Iterable<AlarmView>, now: number): boolean {
  let fresh = 0;
  for (const { raisedAt } of alarms) if (Date.parse(raisedAt) > now - RATE_WINDOW) fresh++;
  return before ? fresh >= FLOOD_ENDS_UNDER : fresh > FLOOD_OVER;
}

/** Where alarms of one kind belong together: zone, region of a lost feed, gate, facility or route. */
function causeOf({ why, routeId, gateId, facilityId }: AlarmView) {
  const { name, zone, region } = why.measured;
  const place = name ?? zone ?? region ?? gateId ?? facilityId ?? routeId;
  return place === undefined ? undefined : String(place);
}

/**
 * The queue in groups: each stands where its first alarm stood, so that the gravest still come first; an alarm alone is no group.
 * @param opened keys of the groups that show all of theirs
 */
export function fold(
  rows: readonly string[],
  alarmOf: (id: string) => AlarmView | undefined,
  how: Folding,
  opened: ReadonlySet<string>,
): QueueItem[] {
  if (how === 'none') return rows.map((key) => ({ key }));
  const groups = new Map<string, AlarmView[]>();
  const keyOf = (alarm: AlarmView): string => {
    if (how === 'transit') return alarm.transitId ?? alarm.id;
    return `${alarm.kind} ${causeOf(alarm) ?? ''}`;
  };
  const alarms = rows.flatMap((id) => alarmOf(id) ?? []);
  for (const alarm of alarms) {
    const key = keyOf(alarm);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [alarm]);
    else group.push(alarm);
  }
  return [...groups].flatMap(([key, of]): QueueItem[] => {
    const first = of[0]!;
    if (of.length === 1) return [{ key: first.id }];
    const group = {
      key,
      ...{
        kind: how === 'cause' ? first.kind : undefined,
        severity: first.severity,
        ids: of.map(({ id }) => id),
      },
      place: how === 'cause' ? causeOf(first) : first.transitNumber,
      open: of.filter(({ state }) => state === 'open').length,
    };
    const shown = opened.has(key) ? of : [first];
    return [{ key: `group ${key}`, group }, ...shown.map(({ id }) => ({ key: id }))];
  });
}
