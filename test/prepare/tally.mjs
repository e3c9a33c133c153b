/** @typedef {{ passed: number, failed: string[], skipped: { name: string, reason: string }[] }} Tally `failed` by name */

/**
 * Steps that passed or failed as a whole.
 * @param {{ name: string, passed: boolean }[]} steps
 * @returns {Tally}
 */
export function toTally(steps) {
  const failed = steps.filter((step) => !step.passed).map(({ name }) => name);
  return { passed: steps.length - failed.length, failed, skipped: [] };
}

/** @param {Tally[]} tallies @returns {Tally} */
export function addTallies(tallies) {
  return {
    passed: tallies.reduce((sum, tally) => sum + tally.passed, 0),
    failed: tallies.flatMap((tally) => tally.failed),
    skipped: tallies.flatMap((tally) => tally.skipped),
  };
}

/**
 * Counts Playwright's JSON report. A flaky test (failed, then passed) counts as failed: no test is tried twice here.
 * @param {{ suites?: any[], errors?: unknown[] }} report
 * @returns {Tally}
 */
export function playwrightTally(report) {
  const tally = {
    passed: 0,
    failed: (report.errors ?? []).map(() => 'the browser tests themselves'),
    skipped: [],
  };
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
      } else tally.failed.push(`${spec.file} > ${spec.title}`);
    }
  }
  for (const inner of suite.suites ?? []) countSuite(inner, tally);
}

/**
 * What was skipped and what failed, by name, so that the end of a long output says what to look for in it; then the counts.
 * @param {Tally} total
 */
export function printTally({ passed, failed, skipped }) {
  printNamed(
    'skipped',
    skipped.map(({ name, reason }) => `${name}: ${reason}`),
  );
  printNamed('failed', failed);
  process.stdout.write(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped\n`);
}

/** @param {string} title @param {string[]} lines */
function printNamed(title, lines) {
  if (lines.length > 0) process.stdout.write(`${title}:\n${lines.map((line) => `  ${line}\n`).join('')}`);
}
