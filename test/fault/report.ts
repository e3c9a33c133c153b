import { appendFileSync } from 'node:fs';

/**
 * Prints the result of a fault test as one line of JSON; `npm run soak` repeats it as the last line of its output
 * (HAIDANG_SOAK_RESULTS names the file that carries it there).
 */
export function report(soak: string, result: Readonly<Record<string, unknown>>): void {
  const line = JSON.stringify({ soak, ...result });
  console.log(line);
  const file = process.env['HAIDANG_SOAK_RESULTS'];
  if (file !== undefined) appendFileSync(file, `${line}\n`);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
