import { startAcceptor } from './contestants.js';
import { externalBroker } from './figures/external-broker.js';
import { growth } from './figures/growth.js';
import { ALARMS, halfLoad } from './figures/half-load.js';
import { rates } from './figures/rates.js';
import { FIGURES, type Key } from './report.js';
import type { Run } from './run.js';
import { runBenchmark } from './run-benchmark.js';
import { ALARM_FIRST, BACKLOG_FIRST, BACKLOG_SEALS, LIVE_SEALS, singleFixes } from './shapes.js';
import { range, register } from './world.js';

/** A generator slower than this would be what is measured, in messages a second. */
const GENERATOR = 60_000;

async function measure(run: Run): Promise<void> {
  await generator(run);
  if (wants(run, ['singleFixRate', 'manySealsRate', 'backlogRate', 'pubackP99HalfLoad', 'alarmP99'])) {
    await embeddedBroker(run);
  }
  if (wants(run, ['externalBrokerRate'])) await externalBroker(run);
  if (wants(run, ['costGrowth100k', 'rss100k'])) await growth(run);
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
  if (wants(run, ['pubackP99HalfLoad', 'alarmP99'])) {
    await halfLoad(run, platform, best);
    await run.audit([platform], []);
  }
  await run.children.stop(platform.child);
}

function wants({ options }: Run, keys: readonly Key[]): boolean {
  return keys.some((key) => options.only.has(key));
}

process.exitCode = await runBenchmark('ingest', FIGURES, measure);
