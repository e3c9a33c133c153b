import { runBenchmark } from './run-benchmark.js';
import { appendRate } from './trust/append.js';
import { FIGURES, type TrustRun } from './trust/figures.js';
import { flood } from './trust/flood.js';
import { scopeOverhead } from './trust/scope.js';
import { verifyRate } from './trust/verify.js';

async function measure(run: TrustRun): Promise<void> {
  const { only } = run.options;
  if (only.has('ledgerAppendRate')) await appendRate(run);
  if (only.has('ledgerVerifyRate')) await verifyRate(run);
  if (only.has('floodP99Ratio')) await flood(run);
  if (only.has('scopeOverhead')) await scopeOverhead(run);
}

process.exitCode = await runBenchmark('trust', FIGURES, measure);
