import type { FigureKind } from '../report.js';
import type { Run } from '../run.js';

/** The figures of `trust`. */
export const FIGURES = {
  ledgerAppendRate: { unit: 'entry/s', goal: 2_000, good: 'at least' },
  // ten million entries in five minutes
  ledgerVerifyRate: { unit: 'entry/s', goal: 33_334, good: 'at least' },
  // of the reads a second, what the permission checks take
  scopeOverhead: { unit: 'fraction', goal: 0.1, good: 'under' },
  floodP99Ratio: { unit: 'times', goal: 2, good: 'under' },
} as const satisfies Record<string, FigureKind>;
export type Key = keyof typeof FIGURES;

export type TrustRun = Run<Key>;
