import { DAY, HOUR, MINUTE, SECOND } from '@haidang/domain';

const COUNTS = [1, 2, 5];
const TIMES = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 4, 6, 12].map((n) => n * HOUR),
];
/** So many lines at most, beside the one at nought. */
const MOST = 4;

/** What stands beside a chart of counts: nought, and round numbers up to the largest value or above it. */
export function countTicks(most: number): number[] {
  for (let power = 1; ; power *= 10)
    for (const step of COUNTS) if (most <= MOST * step * power) return upTo(most, step * power);
}

/** The same of lengths of time, in steps that people count in; milliseconds. */
export function timeTicks(most: number): number[] {
  const step = TIMES.find((one) => most <= MOST * one);
  return step === undefined ? countTicks(most / DAY).map((days) => days * DAY) : upTo(most, step);
}

/** Of shares, which are at most one. */
export function shareTicks(): number[] {
  return [0, 0.25, 0.5, 0.75, 1];
}

function upTo(most: number, step: number): number[] {
  return Array.from({ length: Math.max(1, Math.ceil(most / step)) + 1 }, (_, i) => i * step);
}
