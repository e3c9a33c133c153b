import type { TrainingLineView, TrainingSheetView } from '@haidang/contract';
import { SECOND, type PlantedAlarm } from '@haidang/domain';
import type { Sandbox } from './sandbox.js';
import type { SandboxAlarm } from './sandbox-alarm.js';

/**
 * What a session came to, from what was planted and what was done. An alarm that counts gives a point each for being seen, for being acknowledged in time,
 * for being resolved rightly, and for somebody having been sent where somebody was to be. Each false resolution and each needless dispatch takes one.
 * What had not come yet when the session ended counts for nothing.
 */
export function sheetOf(sandbox: Sandbox): TrainingSheetView {
  const { recording } = sandbox.setting;
  const lines: TrainingLineView[] = [];
  const listed = new Set<SandboxAlarm>();
  for (const planted of recording.planted) {
    const alarm = sandbox.alarms.find((one) => isOf(one, planted));
    if (alarm !== undefined) listed.add(alarm);
    lines.push(lineOf(planted, alarm, sandbox));
  }
  const falseResolutions = lines.filter(isWrong).length;
  const needlessDispatches = lines.filter(({ sentNeedlessly }) => sentNeedlessly === true).length;
  const sum = (of: (line: TrainingLineView) => number) => lines.reduce((total, line) => total + of(line), 0);
  return {
    points: Math.max(0, sum(({ points }) => points) - falseResolutions - needlessDispatches),
    of: sum(({ of }) => of),
    missed: lines.filter(({ missed, counts }) => missed && counts).length,
    ...{ falseResolutions, needlessDispatches },
    refusedActs: sandbox.tally.refused,
    acts: sandbox.tally.acts,
    told: Math.floor(sandbox.told / SECOND),
    seconds: recording.lasts / SECOND,
    lines,
  };
}

function isOf({ truck, episode }: SandboxAlarm, { sealId, kind }: PlantedAlarm): boolean {
  return truck.sealId === sealId && episode.kind === kind;
}

/** Resolved by the trainee, and otherwise than it is. */
function isWrong({ ending, endings, resolvedAfter }: TrainingLineView): boolean {
  return resolvedAfter !== undefined && ending !== undefined && !endings.includes(ending);
}

function lineOf(planted: PlantedAlarm, alarm: SandboxAlarm | undefined, sandbox: Sandbox): TrainingLineView {
  const { sealId, kind, endings, counts = true, send = false } = planted;
  const truck = sandbox.setting.recording.trucks.find((one) => one.sealId === sealId)!;
  const about = { kind, containerNumber: truck.container, sealId, counts, endings: [...endings] };
  if (alarm === undefined) return { ...about, severity: 'minor', missed: false, points: 0, of: 0 };
  const { raisedAt, seenAt, acknowledgedAt, resolvedAt, ending, episode, dispatches } = alarm;
  const { severity } = episode;
  const after = (at: number | undefined) => (at === undefined ? undefined : sandbox.seconds(raisedAt, at));
  const times = {
    seenAfter: after(seenAt),
    acknowledgedAfter: after(acknowledgedAt),
    resolvedAfter: after(resolvedAt),
  };
  const goalMs = sandbox.setting.goals[severity];
  const goal = goalMs === undefined ? undefined : goalMs / SECOND;
  // who resolves it has acknowledged it
  const heeded = times.acknowledgedAfter ?? times.resolvedAfter;
  const isRight = ending !== null && (endings as readonly string[]).includes(ending);
  const wasSent = dispatches.length > 0;
  const reached = [
    times.seenAfter !== undefined,
    heeded !== undefined && heeded <= (goal ?? Infinity),
    isRight,
    ...(send ? [wasSent] : []),
  ];
  return {
    ...about,
    severity,
    raisedAfter: sandbox.seconds(sandbox.setting.begun, raisedAt),
    ...given(times),
    ...(goal !== undefined && { goal }),
    ...(ending !== null && { ending }),
    ...(send && { sent: wasSent }),
    ...(!send && wasSent && { sentNeedlessly: true }),
    missed: heeded === undefined,
    points: counts ? reached.filter(Boolean).length : 0,
    of: counts ? reached.length : 0,
  };
}

/** What is there of it. */
function given<T extends object>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
