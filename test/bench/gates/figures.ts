import type { FigureKind } from '../report.js';
import type { Run } from '../run.js';

/** The figures of `gates`. */
export const FIGURES = {
  decisionP99: { unit: 'ms', goal: 50, good: 'under' },
  // a call of ten thousand lines in two seconds
  bulkEligibilityRate: { unit: 'line/s', goal: 5_000, good: 'at least' },
} as const satisfies Record<string, FigureKind>;
export type Key = keyof typeof FIGURES;

export type GatesRun = Run<Key>;
