import type { MarkState, Position } from '@haidang/contract';
import { formatInstant, SEVERITIES, type Fix, type TrainingTruck } from '@haidang/domain';
import type { SandboxAlarm } from './sandbox-alarm.js';
import type { Stage } from './stage.js';

/** Where the trucks of a story are, as their seals have told so far, for the map; one that has told no place yet is left out. */
export function positionsOf(
  trucks: readonly TrainingTruck[],
  stage: Stage,
  alarms: readonly SandboxAlarm[],
): Position[] {
  return trucks.flatMap(({ sealId, container, transitNumber }) => {
    const fixes = (stage.trackOf(sealId) ?? []).map(({ fix }) => fix);
    const [last, placed] = [newest(fixes), newest(fixes.filter(({ lat }) => lat !== null))];
    if (last === undefined || placed === undefined) return [];
    return {
      ...{ sealId, container, transitId: transitNumber, lat: placed.lat!, lon: placed.lon! },
      ...{ heading: placed.heading, speed: placed.speed },
      ...{ battery: last.battery ?? placed.battery, lock: last.lock ?? placed.lock },
      time: formatInstant(last.time),
      state: stage.isUnderWay(sealId) ? stateOf(sealId, alarms) : 'idle',
      staleAfter: stage.silenceOf(sealId),
    };
  });
}

/** By its own time: a seal's memory comes in after what it says now. */
function newest(fixes: readonly Fix[]): Fix | undefined {
  return fixes.toSorted((a, b) => a.time - b.time || a.seq - b.seq).at(-1);
}

/** As the gravest alarm that goes on. */
function stateOf(sealId: string, alarms: readonly SandboxAlarm[]): MarkState {
  const standing = alarms.filter(
    ({ truck, state, episode }) => truck.sealId === sealId && state !== 'resolved' && episode.end === null,
  );
  return SEVERITIES.findLast((one) => standing.some(({ episode }) => episode.severity === one)) ?? 'on_route';
}
