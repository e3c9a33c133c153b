/**
 * `npm run check`: form, lint (layers included), cycles, types and unit tests, two at a time; one line a step, the whole
 * output of a step that fails. `runChecks` is also the first part of `npm test`.
 */
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bin, endChildren, run } from './prepare/run-command.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const CACHE = 'node_modules/.cache';

/** The longest first, so that the short ones fill the gaps. */
export const CHECKS = [
  { name: 'unit tests', command: ['vitest', 'vitest', 'run', '--project', 'unit'] },
  {
    name: 'types',
    command: ['typescript', 'tsc', '-b', 'tsconfig.json', 'dashboards'],
  },
  {
    name: 'lint',
    command: [
      ...['eslint', 'eslint', '.', '--max-warnings', '0'],
      ...['--cache', '--cache-strategy', 'content', '--cache-location', `${CACHE}/eslint/`],
    ],
  },
  {
    name: 'form',
    command: [
      ...['prettier', 'prettier', '--check', '--log-level', 'warn', '.'],
      ...['--cache', '--cache-strategy', 'content', '--cache-location', `${CACHE}/prettier/check`],
    ],
  },
  {
    name: 'cycles',
    command: [
      ...['dependency-cruiser', 'depcruise', '--config', '.dependency-cruiser.cjs'],
      ...['libs', 'apps', 'firmware-sim', 'dashboards/src'],
    ],
  },
];

/**
 * Runs every step, whatever the others give.
 * @param {{ unitArgs?: string[], env?: Record<string, string | undefined> }} [options] `unitArgs`: more for vitest
 * @returns {Promise<{ name: string, passed: boolean }[]>}
 */
export async function runChecks({ unitArgs = [], env = {} } = {}) {
  const waiting = [...CHECKS];
  const results = [];
  async function worker() {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const { name, command } = step;
      const [packageName, program, ...args] = command;
      if (name === 'unit tests') args.push(...unitArgs);
      const ended = await run(process.execPath, [bin(packageName, program), ...args], {
        cwd: root,
        env: { NO_COLOR: '1', ...env },
      });
      const passed = ended.code === 0;
      process.stdout.write(`check: ${name} ${passed ? 'passed' : 'FAILED'} in ${ended.seconds} s\n`);
      if (!passed) process.stdout.write(indent(ended.output));
      results.push({ name, passed });
    }
  }
  await Promise.all(Array.from({ length: Math.min(3, Math.max(2, os.availableParallelism())) }, worker));
  return results;
}

function indent(text) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => `  | ${line}\n`)
    .join('');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => endChildren(signal));
  const results = await runChecks();
  process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
}
