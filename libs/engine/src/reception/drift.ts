import type { Instant, Millis } from '@haidang/domain';
import type { Episode } from '../episode.js';
import { newEpisode, resumed } from './episodes.js';
import type { DriftRun, ReceptionSettings, SealReception } from './seal.js';

/**
 * A live message was off by so much (positive: the clock is behind). Drift is `driftFixes` in a row off by more than `clockDrift`, steadily, over
 * at least as long as that: a backlog delivered together is off too, but comes all at once.
 */
export function drifted(
  seal: SealReception,
  mark: Instant,
  off: Millis,
  settings: ReceptionSettings,
): SealReception {
  const { clockDrift } = seal.rules;
  if (Math.abs(off) <= clockDrift) {
    // an alarm that is open has a run that goes on
    if (seal.run === null) return seal;
    const drift = seal.drift?.end === null ? { ...seal.drift, end: mark, settled: mark } : seal.drift;
    return { ...seal, run: null, drift };
  }
  const run = longer(seal.run, mark, off, settings.driftSpread);
  const enough = run.count >= settings.driftFixes && mark - run.since >= clockDrift;
  if (!enough || seal.drift?.end === null) return { ...seal, run };
  return { ...seal, run, drift: opened(seal, run, mark, off, settings) };
}

function longer(run: DriftRun | null, mark: Instant, off: Millis, spread: Millis): DriftRun {
  if (run !== null) {
    const [low, high] = [Math.min(run.low, off), Math.max(run.high, off)];
    if (high - low <= spread) return { since: run.since, count: run.count + 1, low, high };
  }
  return { since: mark, count: 1, low: off, high: off };
}

function opened(
  seal: SealReception,
  run: DriftRun,
  mark: Instant,
  off: Millis,
  settings: ReceptionSettings,
): Episode {
  const { clockDrift, rejoin } = seal.rules;
  const again = resumed(seal.drift, run.since, rejoin, mark);
  if (again !== undefined) return again;
  return newEpisode(`${seal.transitId}/${seal.sealId}`, seal.place, run.since, mark, 'minor', {
    rule: 'clock_drift',
    settings: { clockDrift, driftFixes: settings.driftFixes, rejoin },
    measured: { offset: off, fixes: run.count },
  });
}
