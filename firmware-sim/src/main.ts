import { simCommand, type SimOptions } from './options.js';
import { consoleLog } from './live/log.js';
import { runScenario } from './live/run-scenario.js';
import type { Tally } from './live/tally.js';
import { runReplay } from './replay/run-replay.js';
import { parseColumns } from './replay/trace.js';

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => stop.abort());
}

try {
  const { sent, acknowledged } = await run(simCommand().parse().opts<SimOptions>());
  console.log(`sent ${sent}, acknowledged ${acknowledged}`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

function run(options: SimOptions): Promise<Tally> {
  const { signal } = stop;
  const log = consoleLog();
  if ((options.scenario === undefined) === (options.replay === undefined)) {
    throw new Error('either --scenario NAME or --replay FILE is wanted; --help shows the rest');
  }
  if (options.scenario !== undefined) return runScenario({ ...options, name: options.scenario, log, signal });
  const format = { ...options, columns: parseColumns(options.columns ?? '') };
  return runReplay({ ...options, file: options.replay!, format, moveTo: options.move, log, signal });
}
