import type { Direction } from './passage.js';
import { MINUTE, type Instant, type Millis } from './time.js';

/** The source of a passage that was written on paper while the line was down. */
export const ON_PAPER = 'paper';

/** Two clocks, a camera's and a guard's: what was seen and written within so long is the same truck. */
export const PAPER_TOLERANCE: Millis = 15 * MINUTE;

/** Against what cameras saw: the same passage, none, or one that says otherwise. */
export const PAPER_COMPARISONS = ['matched', 'missing', 'contradicting'] as const;
export type PaperComparison = (typeof PAPER_COMPARISONS)[number];

/**
 * What a line and the rest of what is on file say differently: the plate, the carrier's seal, the direction or the place that a camera saw;
 * that the container did not stand here, or stood here already; that what let it pass came only after it had left.
 */
export const PAPER_DIFFERENCES = [
  'plate',
  'carrier_seal',
  'direction',
  'place',
  'not_standing',
  'stands_already',
  'eligible_since',
] as const;
export type PaperDifference = (typeof PAPER_DIFFERENCES)[number];

/** A line of a paper form. Absent values are `null`. */
export interface PaperLine {
  /** The form's own number, and the line on it: together the line's name. */
  readonly sheet: string;
  readonly line: number;
  readonly gateId: string;
  readonly direction: Direction;
  /** When it happened, as the guard wrote it. */
  readonly at: Instant;
  /** Normalised. */
  readonly container: string;
  readonly plate: string | null;
  readonly carrierSeal: string | null;
  readonly sealId: string | null;
  readonly note: string | null;
  /** Who saw it and answers for it: not who keyed it in. */
  readonly vouchedBy: string;
}
