/**
 * `npm test`: prepares what the tests need, builds, runs every check and every test. The last line is
 * `N passed, N failed, N skipped` over all runners; the exit code is 0 only when nothing failed, and with CI=true only
 * when nothing was missing either.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../build.mjs';
import { runChecks } from './check.mjs';
import { prepare } from './prepare/prepare.mjs';
import { bin, endChildren, run } from './prepare/run-command.mjs';
import { addTallies, playwrightTally, printTally, toTally } from './prepare/tally.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const TALLY_REPORTER = path.join(root, 'test/prepare/tally-reporter.mjs');
const UNIT = 'unit tests';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'haidang-run-'));
const prepared = await prepare();
let interrupted = false;
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) {
  process.on(signal, () => {
    interrupted = true;
    endChildren(signal);
  });
}

/** @type {import('./prepare/tally.mjs').Tally[]} */
const tallies = [prepared.tally];
try {
  tallies.push(toTally([{ name: 'build', passed: await build() }]));
  const steps = [
    checks,
    // the last of the laws leave a core idle
    together(vitestProject('laws'), inTurn(vitestProject('mutations'), vitestProject('real'))),
    // each waits a good part of its time, the demo most, which is watched in its own; both lanes are as long
    together(
      inTurn(vitestProject('golden'), vitestProject('demo'), vitestProject('fault')),
      inTurn(vitestProject('integration'), browserTests),
    ),
  ];
  for (const step of steps) {
    if (!interrupted) tallies.push(await step());
  }
} finally {
  await prepared.stop();
  rmSync(scratch, { recursive: true, force: true });
}

const total = addTallies(tallies);
process.exitCode = total.failed.length > 0 || interrupted ? 1 : 0;
printTally(total);

/** The steps of `npm run check`; each counts as one, the unit tests one by one. */
async function checks() {
  const tallyFile = path.join(scratch, 'unit.json');
  const results = await runChecks({
    unitArgs: ['--reporter=default', `--reporter=${TALLY_REPORTER}`],
    env: { HAIDANG_TALLY: tallyFile },
  });
  const unit = results.find(({ name }) => name === UNIT);
  return addTallies([
    toTally(results.filter((result) => result !== unit)),
    readTally(tallyFile, UNIT, unit?.passed === true),
  ]);
}

/** @param {(() => Promise<import('./prepare/tally.mjs').Tally>)[]} steps */
function together(...steps) {
  return async () => addTallies(await Promise.all(steps.map((step) => step())));
}

/** @param {(() => Promise<import('./prepare/tally.mjs').Tally>)[]} steps */
function inTurn(...steps) {
  return async () => {
    const tallies = [];
    for (const step of steps) tallies.push(await step());
    return addTallies(tallies);
  };
}

/** @param {string} project */
function vitestProject(project) {
  return async () => {
    const tallyFile = path.join(scratch, `${project}.json`);
    process.stdout.write(`test: ${project}\n`);
    const reporters = ['--reporter=default', `--reporter=${TALLY_REPORTER}`];
    const { code, seconds } = await run(
      process.execPath,
      [bin('vitest', 'vitest'), 'run', '--project', project, ...reporters],
      { cwd: root, env: { HAIDANG_TALLY: tallyFile }, show: true },
    );
    process.stdout.write(`test: ${project} ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
    return readTally(tallyFile, project, code === 0);
  };
}

async function browserTests() {
  const report = path.join(scratch, 'browser.json');
  process.stdout.write('test: browser\n');
  const { code, seconds } = await run(
    process.execPath,
    [bin('@playwright/test', 'playwright'), 'test', '--reporter=list,json'],
    { cwd: root, env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report }, show: true },
  );
  process.stdout.write(`test: browser ${code === 0 ? 'passed' : 'FAILED'} in ${seconds} s\n`);
  const tally = existsSync(report) ? playwrightTally(JSON.parse(readFileSync(report, 'utf8'))) : toTally([]);
  return failedAtLeastOnce(tally, code === 0, 'browser');
}

function readTally(file, name, passed) {
  const tally = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : toTally([]);
  if (!existsSync(file)) process.stdout.write(`test: ${name} ended without a report\n`);
  return failedAtLeastOnce(tally, passed, name);
}

/** A runner that failed without naming a test still failed. */
function failedAtLeastOnce(tally, passed, name) {
  return passed || tally.failed.length > 0 ? tally : { ...tally, failed: [`${name}, no test of it by name`] };
}
