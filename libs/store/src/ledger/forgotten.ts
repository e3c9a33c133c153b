import type { Queryable } from '../queries/queryable.js';

/** First and last position. */
export type Range = readonly [first: number, last: number];

/** What an entry of the kind `keeping.…` says of the data it forgot. */
export interface ForgottenData {
  readonly positions: readonly Range[];
}

/** Positions in as few ranges as they make. @param positions rising */
export function rangesOf(positions: readonly number[]): Range[] {
  const ranges: [number, number][] = [];
  for (const position of positions) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === position - 1) last[1] = position;
    else ranges.push([position, position]);
  }
  return ranges;
}

/**
 * Of which positions the ledger itself says that their data was forgotten. What such an entry says is checked where it stands in the chain.
 */
export async function readForgotten(db: Queryable): Promise<(position: number) => boolean> {
  const { rows } = await db.query<{ data: string }>(
    `select d.data from ledger l join ledger_data d using (position) where l.kind like 'keeping.%'
      union all select data::text from ledger_inbox where kind like 'keeping.%'`,
  );
  const ranges = rows
    .flatMap(({ data }) => (JSON.parse(data) as Partial<ForgottenData>).positions ?? [])
    .sort((a, b) => a[0] - b[0]);
  return within(joined(ranges));
}

function joined(ranges: readonly Range[]): Range[] {
  const all: [number, number][] = [];
  for (const [first, last] of ranges) {
    const before = all.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else all.push([first, last]);
  }
  return all;
}

/** By halving: the ranges rise and do not touch. */
function within(ranges: readonly Range[]): (position: number) => boolean {
  return (position) => {
    let [low, high] = [0, ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ranges[middle]![1] < position) low = middle + 1;
      else high = middle;
    }
    return ranges[low] !== undefined && ranges[low]![0] <= position;
  };
}
