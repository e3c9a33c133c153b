import { appendFileSync } from 'node:fs';
import { shortOrLong } from '@haidang/testkit';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { report } from '../fault/report.js';
import { EQUIVALENT } from './equivalent.js';
import { flip, judge, narrowLaws, type Verdict } from './judge.js';
import { allMutants, nameOf, type Mutant } from './mutants.js';

vi.setConfig({ testTimeout: shortOrLong(300_000, 7_200_000) });
narrowLaws(shortOrLong(10, 25));

/** In `npm test`: of every file the first and each twelfth after it. */
const EVERY = 12;
const only = process.env['HAIDANG_MUTANTS'];
const mutants = allMutants().filter(({ file }) => only === undefined || file.includes(only));
const chosen = shortOrLong(
  mutants.filter(({ n }) => n % EVERY === 0),
  mutants,
);

afterAll(() => flip(undefined));

describe('a flipped comparison of the engine', () => {
  it('is the only thing that its specs, stories and laws see: as it is, they hold', async () => {
    expect(await judge(undefined)).toBeNull();
  });

  it('is seen, or explained', async () => {
    const [survivors, explainedInVain]: [string[], string[]] = [[], []];
    const by = new Map<string, number>();
    for (const mutant of chosen) {
      const name = nameOf(mutant);
      const isExplained = EQUIVALENT.has(name);
      const verdict = isExplained && shortOrLong(true, false) ? null : await judge(mutant, !isExplained);
      if (verdict === null && !isExplained) survivors.push(`${name} (line ${mutant.line})`);
      if (verdict !== null && isExplained) explainedInVain.push(`${name}: ${verdict.which}`);
      by.set(verdict?.by ?? 'none', (by.get(verdict?.by ?? 'none') ?? 0) + 1);
      progress(mutant, verdict);
    }
    report('mutations', { mutants: chosen.length, ...Object.fromEntries(by), survivors: survivors.length });
    expect(survivors).toEqual([]);
    expect(explainedInVain).toEqual([]);
  });

  it('is explained only where there is one', () => {
    const names = new Set(allMutants().map(nameOf));
    expect([...EQUIVALENT.keys()].filter((name) => !names.has(name))).toEqual([]);
  });
});

function progress(mutant: Mutant, verdict: Verdict): void {
  if (process.env['HAIDANG_MUTANT_LOG'] === undefined) return;
  appendFileSync(process.env['HAIDANG_MUTANT_LOG'], `${JSON.stringify({ ...mutant, ...verdict })}\n`);
}
