import { Children } from './children.js';
import { parseOptions, usage, type Options } from './options.js';
import { Report, type FigureKind } from './report.js';
import { Run } from './run.js';
import { Stage } from './stage.js';
import { loadWorld } from './world.js';

/**
 * Runs a benchmark that needs a database, for the person at the keyboard: reads its options, measures, prints its JSON, and leaves no process behind.
 * @returns the exit code: 0 when it ran, 1 when it failed, 2 when it is void, 130 on Ctrl-C
 */
export async function runBenchmark<K extends string>(
  name: string,
  figures: Readonly<Record<K, FigureKind>>,
  measure: (run: Run<K>) => Promise<void>,
): Promise<number> {
  const keys = Object.keys(figures) as K[];
  let options: Options<K>;
  try {
    options = parseOptions(process.argv.slice(2), keys);
  } catch (error) {
    process.stderr.write(`${String(error)}\n${usage(name, keys)}\n`);
    return 1;
  }
  const children = new Children();
  const report = new Report<K>(name, figures);
  const interrupted = new Promise<'interrupted'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => resolve('interrupted'));
  });
  const measured = onStage(children, options, report, measure).then(
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

async function onStage<K extends string>(
  children: Children,
  options: Options<K>,
  report: Report<K>,
  measure: (run: Run<K>) => Promise<void>,
): Promise<void> {
  const stage = await Stage.open(children);
  for (const [setting, value] of Object.entries(await stage.durability())) {
    report.note(setting, value);
    if (value !== 'on') report.void(`${setting} is ${value}`);
  }
  await measure(new Run(children, stage, loadWorld(), options, report));
}
