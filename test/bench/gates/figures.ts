import type { FigureKind } from '../report.js';
import type { Run } from '../run.js';

/** The figures of `gates`. */
export const FIGURES = {
  // a call of ten thousand lines in two seconds
  bulkEligibilityRate: { unit: 'line/s', goal: 5_000, good: 'at least' },
} as const satisfies Record<string, FigureKind>;
export type Key = keyof typeof FIGURES;

export type GatesRun = Run<Key>;
