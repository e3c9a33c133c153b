import { browser } from './live/browser.js';
import { FIGURES, type Key, type LiveRun } from './live/figures.js';
import { shift } from './live/shift.js';
import { slowdown } from './live/slowdown.js';
import { year } from './live/year.js';
import { runBenchmark } from './run-benchmark.js';

const OF_A_SHIFT: readonly Key[] = ['bytesPerOperator', 'positionP99', 'alarmP99'];

async function measure(run: LiveRun): Promise<void> {
  const { only } = run.options;
  if (OF_A_SHIFT.some((key) => only.has(key))) await shift(run);
  if (only.has('ingestSlowdown')) await slowdown(run);
  if (only.has('clientUpdate10k') || only.has('firstMap')) await browser(run);
  if (only.has('yearQuery100M')) await year(run);
}

process.exitCode = await runBenchmark('live', FIGURES, measure);
