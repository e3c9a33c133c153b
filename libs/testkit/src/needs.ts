import { describe, it } from 'vitest';

/** True where nothing may be missing: what a test needs and cannot find fails it instead of skipping it. */
export function nothingMayBeMissing(): boolean {
  return process.env['CI'] === 'true';
}

/**
 * A `describe` that needs something which may be missing (a data set, a broker, a database).
 * Missing, it is skipped, and the log says why; with CI=true it fails.
 * @param missing what is missing and how to get it; undefined when all is there
 */
export function describeNeeding(missing: string | undefined, name: string, body: () => void): void {
  if (missing === undefined) {
    describe(name, body);
    return;
  }
  if (nothingMayBeMissing()) {
    describe(name, () => {
      it('has what it needs', () => {
        throw new Error(missing);
      });
    });
    return;
  }
  describe.skip(`${name} (skipped: ${missing})`, body);
}

/** The short form in `npm test`, the long one in `npm run soak`. */
export function shortOrLong<T>(short: T, long: T): T {
  return process.env['HAIDANG_SOAK'] === '1' ? long : short;
}

/** How many histories a law is held to. `HAIDANG_RUNS` asks for another number: one flipped comparison is seen in fewer. */
export function lawRuns(short: number, long: number): number {
  const asked = Number(process.env['HAIDANG_RUNS']);
  return asked > 0 ? asked : shortOrLong(short, long);
}
