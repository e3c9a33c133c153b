import { FIGURES, KEYS, type EngineReport, type Key } from './engine/figures.js';
import { lateFixes } from './engine/late.js';
import { rates, zoneGrowth } from './engine/rates.js';
import { restart } from './engine/restart.js';
import { buildWorld } from './engine/world.js';
import { parseOptions, usage, type Options } from './options.js';
import { Report } from './report.js';

/** The benchmark `engine`, on one core: exit code 0 when it ran, 1 when it failed, 2 when it is void. */
function main(): number {
  const options = parse(process.argv.slice(2));
  if (options === undefined) return 1;
  const report: EngineReport = new Report('engine', FIGURES);
  measure(options, report);
  report.say(report.json());
  return report.isVoid ? 2 : 0;
}

function measure(options: Options<Key>, report: EngineReport): void {
  const wants = (...keys: Key[]): boolean => keys.some((key) => options.only.has(key));
  const world = buildWorld();
  // first, or it would pay for what the rates leave to the collector
  if (wants('lateFixP99')) lateFixes(world, report);
  if (wants('evaluateRate', 'versusLibraries')) rates(world, options, report);
  if (wants('zoneGrowth')) zoneGrowth(world, options, report);
  if (wants('restart100k')) restart(world, report);
}

function parse(args: readonly string[]): Options<Key> | undefined {
  try {
    return parseOptions(args, KEYS);
  } catch (error) {
    process.stderr.write(`${String(error)}\n${usage('engine', KEYS)}\n`);
    return undefined;
  }
}

process.exitCode = main();
