export { expect } from 'vitest';

/** A test of a spec, to be called. */
export interface CollectedTest {
  readonly name: string;
  readonly run: () => unknown;
}

/** Stands in for Vitest's own `describe` and `it` while a spec is loaded: what would be run is kept. */
declare global {
  var haidangTests: CollectedTest[] | undefined;
}

export const vi = { setConfig: (): void => undefined };

export function describe(_name: string, body: () => void): void {
  body();
}

export function it(name: string, run: () => unknown): void {
  globalThis.haidangTests?.push({ name, run });
}

/** As Vitest's own: a case that is a list is the arguments. */
it.each =
  (cases: readonly unknown[]) =>
  (name: string, run: (...one: unknown[]) => unknown): void => {
    for (const one of cases)
      it(`${name} ${JSON.stringify(one)}`, () => run(...(Array.isArray(one) ? (one as unknown[]) : [one])));
  };
