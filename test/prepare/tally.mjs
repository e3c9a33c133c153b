/** @typedef {{ passed: number, failed: number, skipped: { name: string, reason: string }[] }} Tally */

/**
 * Steps that passed or failed as a whole.
 * @param {{ name: string, passed: boolean }[]} steps
 * @returns {Tally}
 */
export function toTally(steps) {
  const passed = steps.filter((step) => step.passed).length;
  return { passed, failed: steps.length - passed, skipped: [] };
}

/** @param {Tally[]} tallies @returns {Tally} */
export function addTallies(tallies) {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.reduce((sum, tally) => sum + tally.failed, 0),
    skipped: tallies.flatMap((tally) => tally.skipped),
  };
}

/**
 * Counts Playwright's JSON report. A flaky test (failed, then passed) counts as failed: no test is tried twice here.
 * @param {{ suites?: any[], errors?: unknown[] }} report
 * @returns {Tally}
 */
export function playwrightTally(report) {
  const tally = { passed: 0, failed: report.errors?.length ?? 0, skipped: [] };
  for (const suite of report.suites ?? []) countSuite(suite, tally);
  return tally;
}

function countSuite(suite, tally) {
  for (const spec of suite.specs ?? []) {
    for (const test of spec.tests) {
      if (test.status === 'expected') tally.passed += 1;
      else if (test.status === 'skipped') {
        const why = test.annotations.find(({ type }) => type === 'skip')?.description;
        tally.skipped.push({ name: `${spec.file} > ${spec.title}`, reason: why ?? 'no reason given' });
      } else tally.failed += 1;
    }
  }
  for (const inner of suite.suites ?? []) countSuite(inner, tally);
}

/** @param {Tally['skipped']} skipped */
export function printSkipped(skipped) {
  if (skipped.length === 0) return;
  process.stdout.write('skipped:\n');
  for (const { name, reason } of skipped) process.stdout.write(`  ${name}: ${reason}\n`);
}
