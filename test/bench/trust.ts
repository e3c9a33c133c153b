import { Children } from './children.js';
import { parseOptions, usage, type Options } from './options.js';
import { Report } from './report.js';
import { Run } from './run.js';
import { Stage } from './stage.js';
import { FIGURES, KEYS, type Key } from './trust/figures.js';
import { flood } from './trust/flood.js';
import { appendRate } from './trust/append.js';
import { verifyRate } from './trust/verify.js';
import { scopeOverhead } from './trust/scope.js';
import { loadWorld } from './world.js';

/** The benchmark `trust`: exit code 0 when it ran, 1 when it failed, 2 when it is void, 130 on Ctrl-C. */
async function main(): Promise<number> {
  const options = parse(process.argv.slice(2));
  if (options === undefined) return 1;
  const children = new Children();
  const report = new Report('trust', FIGURES);
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve('interrupted'));
  });
  const measured = measure(children, options, report).then(
    () => 'measured',
    (error: unknown) => {
      report.void(error instanceof Error ? error.message : String(error));
      return 'failed';
    },
  );
  const outcome = await Promise.race([measured, interrupted]);
  await children.stopAll();
  if (outcome === 'interrupted') process.exit(130);
  process.stdout.write(`${report.json()}\n`);
  if (outcome === 'failed') return 1;
  return report.isVoid ? 2 : 0;
}

async function measure(children: Children, options: Options<Key>, report: Report<Key>): Promise<void> {
  const stage = await Stage.open(children);
  for (const [setting, value] of Object.entries(await stage.durability())) {
    report.note(setting, value);
    if (value !== 'on') report.void(`${setting} is ${value}`);
  }
  const run = new Run(children, stage, loadWorld(), options, report);
  if (options.only.has('ledgerAppendRate')) await appendRate(run);
  if (options.only.has('ledgerVerifyRate')) await verifyRate(run);
  if (options.only.has('floodP99Ratio')) await flood(run);
  if (options.only.has('scopeOverhead')) await scopeOverhead(run);
}

function parse(args: readonly string[]): Options<Key> | undefined {
  try {
    return parseOptions(args, KEYS);
  } catch (error) {
    process.stderr.write(`${String(error)}\n${usage('trust', KEYS)}\n`);
    return undefined;
  }
}

process.exitCode = await main();
