import { writeFileSync } from 'node:fs';

/**
 * A Vitest reporter that writes what `npm test` adds up: how many tests passed, which failed, and why each skipped one was.
 * The file's name comes in HAIDANG_TALLY. A file that cannot be loaded and an error outside any test count as failures.
 */
export default class TallyReporter {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<unknown>} stray errors outside any test
   */
  onTestRunEnd(modules, stray) {
    const tally = {
      passed: 0,
      failed: stray.map((error) => `outside any test: ${messageOf(error)}`),
      skipped: [],
    };
    for (const module of modules) {
      for (const broken of [module, ...module.children.allSuites()]) {
        for (const error of broken.errors())
          tally.failed.push(`${module.relativeModuleId}: ${messageOf(error)}`);
      }
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
  else if (result.state === 'failed') tally.failed.push(nameOf(test));
  else {
    const note = result.state === 'skipped' ? result.note : undefined;
    tally.skipped.push({
      name: nameOf(test),
      reason: note ?? reasonIn(test),
    });
  }
}

/** @param {import('vitest/node').TestCase} test */
function nameOf(test) {
  return `${test.module.relativeModuleId} > ${test.fullName}`;
}

/** The first line of what an error says. */
function messageOf(error) {
  return String(error?.message ?? error).split('\n', 1)[0];
}

/** `describeNeeding` puts the reason in the name of the skipped suite. */
function reasonIn(test) {
  return /\(skipped: (.*?)\)( >|$)/.exec(test.fullName)?.[1] ?? 'no reason given';
}
