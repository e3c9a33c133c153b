import type { FigureKind, Report } from '../report.js';

/** The figures of `engine`. */
export const FIGURES = {
  evaluateRate: { unit: 'fix/s', goal: 300_000, good: 'at least' },
  versusLibraries: { unit: 'fix/s', goal: 3, good: 'ratio at least' },
  zoneGrowth: { unit: 'times', goal: 1.3, good: 'at most' },
  lateFixP99: { unit: 'ms', goal: 5, good: 'under' },
  restart100k: { unit: 's', goal: 10, good: 'under' },
} as const satisfies Record<string, FigureKind>;
export type Key = keyof typeof FIGURES;
export const KEYS = Object.keys(FIGURES) as Key[];
export type EngineReport = Report<Key>;
