import type { FigureKind } from '../report.js';
import type { Run } from '../run.js';

/** The figures of `live`. */
export const FIGURES = {
  // 1 Mbit/s
  bytesPerOperator: { unit: 'byte/s', goal: 125_000, good: 'under' },
  positionP99: { unit: 'ms', goal: 1_500, good: 'under' },
  alarmP99: { unit: 'ms', goal: 250, good: 'under' },
  ingestSlowdown: { unit: 'fraction', goal: 0.1, good: 'under' },
  clientUpdate10k: { unit: 'ms', goal: 16, good: 'under' },
  firstMap: { unit: 'ms', goal: 3_000, good: 'under' },
  yearQuery100M: { unit: 'ms', goal: 2_000, good: 'under' },
} as const satisfies Record<string, FigureKind>;
export type Key = keyof typeof FIGURES;

export type LiveRun = Run<Key>;

/** Operators who look at the whole country. */
export const OPERATORS = 200;
/** Seals in the country, and how often each tells where it is. */
export const SEALS = 100_000;
export const INTERVAL_S = 30;
