import { bulkEligibilityRate } from './gates/bulk.js';
import { decisionP99 } from './gates/decision.js';
import { FIGURES, type GatesRun } from './gates/figures.js';
import { runBenchmark } from './run-benchmark.js';

async function measure(run: GatesRun): Promise<void> {
  const { only } = run.options;
  if (only.has('decisionP99')) await decisionP99(run);
  if (only.has('bulkEligibilityRate')) await bulkEligibilityRate(run);
}

process.exitCode = await runBenchmark('gates', FIGURES, measure);
