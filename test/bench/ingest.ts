import { Children } from './children.js';
import { startAcceptor } from './contestants.js';
import { externalBroker } from './figures/external-broker.js';
import { growth } from './figures/growth.js';
import { ALARMS, halfLoad } from './figures/half-load.js';
import { rates } from './figures/rates.js';
import { parseOptions, usage, type Options } from './options.js';
import { FIGURES, KEYS, Report, type Key } from './report.js';
import { Run } from './run.js';
import { ALARM_FIRST, BACKLOG_FIRST, BACKLOG_SEALS, LIVE_SEALS, singleFixes } from './shapes.js';
import { Stage } from './stage.js';
import { loadWorld, range, register } from './world.js';

/** A generator slower than this would be what is measured, in messages a second. */
const GENERATOR = 60_000;

/** The benchmark `ingest`: exit code 0 when it ran, 1 when it failed, 2 when it is void, 130 on Ctrl-C. */
async function main(): Promise<number> {
  const options = parse(process.argv.slice(2));
  if (options === undefined) return 1;
  const children = new Children();
  const report = new Report('ingest', FIGURES);
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

async function measure(children: Children, options: Options, report: Report): Promise<void> {
  const stage = await Stage.open(children);
  for (const [setting, value] of Object.entries(await stage.durability())) {
    report.note(setting, value);
    if (value !== 'on') report.void(`${setting} is ${value}`);
  }
  const run = new Run(children, stage, loadWorld(), options, report);
  await generator(run);
  if (wants(options, ['singleFixRate', 'manySealsRate', 'backlogRate', 'pubackP99HalfLoad', 'alarmP99'])) {
    await embeddedBroker(run);
  }
  if (wants(options, ['externalBrokerRate'])) await externalBroker(run);
  if (wants(options, ['costGrowth100k', 'rss100k'])) await growth(run);
}

/** What the load generator itself can do, so that a reader sees that it was not what was measured. */
async function generator(run: Run): Promise<void> {
  const acceptor = await startAcceptor(run.stage);
  const job = { ...singleFixes(run.next(acceptor)), duration: 1_000 };
  const { messageRate } = await run.load(acceptor, 'generator alone', job);
  run.report.note('generator', messageRate);
  if (messageRate < GENERATOR)
    run.report.void(`the generator reached ${messageRate.toFixed(0)} message/s alone`);
  await run.children.stop(acceptor.child);
}

async function embeddedBroker(run: Run): Promise<void> {
  const database = await run.stage.database('embedded');
  const seals = [
    ...range(1, LIVE_SEALS),
    ...range(BACKLOG_FIRST, BACKLOG_SEALS),
    ...range(ALARM_FIRST, ALARMS * run.options.turns),
  ];
  await register(database.pool, run.world, seals, Date.now());
  const { platform, best } = await rates(run, database);
  if (wants(run.options, ['pubackP99HalfLoad', 'alarmP99'])) {
    await halfLoad(run, platform, best);
    await run.audit([platform], []);
  }
  await run.children.stop(platform.child);
}

function wants(options: Options, keys: readonly Key[]): boolean {
  return keys.some((key) => options.only.has(key));
}

function parse(args: readonly string[]): Options | undefined {
  try {
    return parseOptions(args);
  } catch (error) {
    process.stderr.write(`${String(error)}\n${usage('ingest', KEYS)}\n`);
    return undefined;
  }
}

process.exitCode = await main();
