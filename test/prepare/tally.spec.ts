import { expect, it } from 'vitest';
import { addTallies, playwrightTally, toTally } from './tally.mjs';

it('adds up steps and tests', () => {
  const steps = toTally([
    { name: 'form', passed: true },
    { name: 'lint', passed: false },
    { name: 'types', passed: true },
  ]);
  const tests = {
    passed: 40,
    failed: ['gate.spec.ts > holds'],
    skipped: [{ name: 'a', reason: 'no broker' }],
  };
  expect(addTallies([steps, tests])).toEqual({
    passed: 42,
    failed: ['lint', 'gate.spec.ts > holds'],
    skipped: [{ name: 'a', reason: 'no broker' }],
  });
});

it("counts the browser's report: nested suites, reasons, and a second try as a failure", () => {
  const spec = (title: string, status: string, annotations: object[] = []) => ({
    title,
    file: 'map.spec.ts',
    tests: [{ status, annotations }],
  });
  const tally = playwrightTally({
    errors: [],
    suites: [
      {
        specs: [spec('moves', 'expected')],
        suites: [{ specs: [spec('waits', 'flaky'), spec('breaks', 'unexpected')] }],
      },
      { specs: [spec('flies', 'skipped', [{ type: 'skip', description: 'no wings' }])] },
    ],
  });
  expect(tally).toEqual({
    passed: 1,
    failed: ['map.spec.ts > waits', 'map.spec.ts > breaks'],
    skipped: [{ name: 'map.spec.ts > flies', reason: 'no wings' }],
  });
});

it('takes an error outside any test for a failure', () => {
  expect(playwrightTally({ errors: [{ message: 'no browser' }] })).toEqual({
    passed: 0,
    failed: ['the browser tests themselves'],
    skipped: [],
  });
});
