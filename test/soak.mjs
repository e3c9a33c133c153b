/**
 * `npm run soak -- NAME`: the long form of the fault, fuzz and property tests, whose short form is part of `npm test`.
 * NAME is a fault (`kill`, `database`, `broker`, `malformed`) or else a part of a test file's path; without one, every fault test and
 * every law.
 * More words go to Vitest (`-t 'a test'`). The last lines are the results, one JSON object each.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from '../build.mjs';
import { prepare } from './prepare/prepare.mjs';
import { bin, endChildren, run } from './prepare/run-command.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const HOURS = 60 * 60_000;

const asked = process.argv.slice(2);
const which = asked.length === 0 ? ['--project', 'fault', '--project', 'laws'] : asked.flatMap(faultOrFilter);
const scratch = mkdtempSync(path.join(os.tmpdir(), 'haidang-soak-'));
const results = path.join(scratch, 'results.jsonl');
const prepared = await prepare();
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => endChildren(signal));
try {
  const limits = [`--testTimeout=${6 * HOURS}`, `--hookTimeout=${HOURS}`, '--passWithNoTests=false'];
  const ran =
    (await build()) &&
    (await run(
      process.execPath,
      [bin('vitest', 'vitest'), 'run', '--reporter=verbose', ...limits, ...which],
      {
        cwd: root,
        env: { HAIDANG_SOAK: '1', HAIDANG_SOAK_RESULTS: results },
        show: true,
      },
    ));
  process.exitCode = ran !== false && ran.code === 0 && prepared.tally.failed.length === 0 ? 0 : 1;
  if (existsSync(results)) process.stdout.write(readFileSync(results, 'utf8'));
} finally {
  await prepared.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** @param {string} word */
function faultOrFilter(word) {
  const spec = `test/fault/${word}.spec.ts`;
  return existsSync(path.join(root, spec)) ? ['--project', 'fault', '--project', 'demo', spec] : [word];
}
