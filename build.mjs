/**
 * `npm run build`: compiles the workspaces that run (tsc -b) and, beside it, the dashboards (vite), each only when
 * something changed. `node build.mjs --server` leaves the dashboards out.
 */
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bin, run } from './test/prepare/run-command.mjs';

const root = path.dirname(fileURLToPath(import.meta.url));
const PROGRAMS = ['apps/platform', 'apps/launcher', 'firmware-sim'];

/** What the dashboards are made of. Their specs are not. */
const PAGE_SOURCES = ['dashboards', 'libs/contract/src', 'libs/domain/src', 'package-lock.json'];
const NOT_SOURCES = /(^|\/)(dist|node_modules|\.cache|\.vite)(\/|$)|\.spec\.tsx?$|\.tsbuildinfo$/;

/**
 * @param {{ dashboards?: boolean }} [options]
 * @returns {Promise<boolean>} whether everything compiled; what went wrong is printed
 */
export async function build({ dashboards = true } = {}) {
  const steps = [{ name: 'compile', command: [bin('typescript', 'tsc'), '-b', ...PROGRAMS] }];
  if (dashboards && pageIsOld()) {
    steps.push({
      name: 'dashboards',
      command: [bin('vite', 'vite'), 'build', '--logLevel', 'warn'],
      cwd: 'dashboards',
    });
  }
  const results = await Promise.all(
    steps.map(async ({ name, command, cwd = '.' }) => {
      const { code, output, seconds } = await run(process.execPath, command, { cwd: path.join(root, cwd) });
      process.stdout.write(`build: ${name} ${code === 0 ? 'done' : 'FAILED'} in ${seconds} s\n`);
      if (code !== 0) process.stdout.write(output);
      return code === 0;
    }),
  );
  return results.every(Boolean) && (await recordTraining());
}

/** Training stories as their seals tell them: the compiled simulator plays each without a clock. */
async function recordTraining() {
  const { code, output } = await run(process.execPath, ['firmware-sim/dist/training/write.js'], {
    cwd: root,
  });
  if (code !== 0) process.stdout.write(`build: training FAILED\n${output}`);
  return code === 0;
}

function pageIsOld() {
  const page = statSync(path.join(root, 'dashboards/dist/index.html'), { throwIfNoEntry: false });
  return page === undefined || PAGE_SOURCES.some((source) => newest(path.join(root, source)) > page.mtimeMs);
}

/** The latest change below a path, in milliseconds since 1970; folders count too, so that a removed file is seen. */
function newest(source) {
  const stat = statSync(source);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(source)
    .map((name) => path.join(source, name))
    .filter((entry) => !NOT_SOURCES.test(path.relative(root, entry)))
    .reduce(
      (latest, entry) => Math.max(latest, newest(entry)),
      path.dirname(source) === root ? 0 : stat.mtimeMs,
    );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.exitCode = (await build({ dashboards: !process.argv.includes('--server') })) ? 0 : 1;
}
