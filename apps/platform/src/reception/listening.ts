import type { Fix, LatLon } from '@haidang/domain';
import type { Listening, ReceptionStage, SealReception } from '@haidang/engine';
import type { SealEntry, SealTask } from '../directory/seal-entry.js';

/** So far the arrival of a message, as told here, may be from the mark of its commit: seconds, while silence is told in minutes. */
const NEAR = 5_000;

/** What a seal is listened for by; undefined while it is not under way. The office of departure is where a loss in common is looked for. */
export function listeningOf({ id, task }: SealEntry): Listening | undefined {
  if (task?.plan == null || task.departed === null) return undefined;
  const { rules, origin } = task.plan;
  return { sealId: id, transitId: task.transitId, region: origin, rules };
}

/** A seal's memory as it is stored: only what is its own of the objects that it shares with others. */
export function keptReception(seal: SealReception): SealReception {
  const { signalLostAfter, signalLostCritical, deadStretchAfter, clockDrift, rejoin } = seal.rules;
  return {
    ...seal,
    rules: { signalLostAfter, signalLostCritical, deadStretchAfter, clockDrift, rejoin },
  };
}

/** Where it was last, or begins. */
export function placeOf({ spot, task }: SealEntry): LatLon {
  return spot ?? task?.plan?.corridor.at(0) ?? { lat: 0, lon: 0 };
}

/** Where a fix was: the fix itself, of which there is one already. */
export function placeIn(fix: Fix | null): LatLon | undefined {
  return fix === null || fix.lat === null || fix.lon === null ? undefined : (fix as Fix & LatLon);
}

export function isDead(task: SealTask | null, { lat, lon }: LatLon): boolean {
  return task?.plan?.zones.at(lat, lon).some(({ kind }) => kind === 'dead_stretch') ?? false;
}

/** Nothing is to be remembered of a seal but when it last spoke, which the log says: so it is with nearly all. */
export function isInTheLog(
  seal: SealReception,
  entry: SealEntry,
  { receiving, feeds }: ReceptionStage,
): boolean {
  const { lost, drift, run, lastMark, lastUp, silentUp } = seal;
  return (
    lost === null &&
    drift === null &&
    run === null &&
    silentUp === lastUp &&
    lastUp === lastMark - receiving.deaf &&
    Math.abs(lastMark - entry.receivedAt) <= NEAR &&
    feeds.every(({ toUp }) => lastUp > toUp + NEAR)
  );
}

/** Such a seal again, after a restart. */
export function fromTheLog(
  entry: SealEntry,
  listening: Listening,
  { receiving }: ReceptionStage,
): SealReception {
  const lastMark = Math.max(entry.receivedAt, Math.min(entry.task?.departed ?? 0, receiving.now));
  const [place, up] = [placeOf(entry), lastMark - receiving.deaf];
  const last = { lastMark, lastUp: up, silentUp: up, silentMark: lastMark };
  return {
    ...listening,
    place,
    dead: isDead(entry.task, place),
    ...last,
    lost: null,
    drift: null,
    run: null,
  };
}
