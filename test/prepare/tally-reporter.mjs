import { writeFileSync } from 'node:fs';

/**
 * A Vitest reporter that writes what `npm test` adds up: how many tests passed and failed, and why each skipped one was.
 * The file's name comes in HAIDANG_TALLY. A file that cannot be loaded and an error outside any test count as failures.
 */
export default class TallyReporter {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<unknown>} stray errors outside any test
   */
  onTestRunEnd(modules, stray) {
    const tally = { passed: 0, failed: stray.length, skipped: [] };
    for (const module of modules) {
      tally.failed += module.errors().length;
      for (const suite of module.children.allSuites()) tally.failed += suite.errors().length;
      for (const test of module.children.allTests()) count(test, tally);
    }
    const file = process.env['HAIDANG_TALLY'];
    if (file) writeFileSync(file, JSON.stringify(tally));
  }
}

/** @param {import('vitest/node').TestCase} test */
function count(test, tally) {
  const result = test.result();
  if (result.state === 'passed') tally.passed += 1;
  else if (result.state === 'failed') tally.failed += 1;
  else {
    const note = result.state === 'skipped' ? result.note : undefined;
    tally.skipped.push({
      name: `${test.module.relativeModuleId} > ${test.fullName}`,
      reason: note ?? reasonIn(test),
    });
  }
}

/** `describeNeeding` puts the reason in the name of the skipped suite. */
function reasonIn(test) {
  return /\(skipped: (.*?)\)( >|$)/.exec(test.fullName)?.[1] ?? 'no reason given';
}
