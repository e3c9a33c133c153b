import { ZoneIndex } from '@haidang/geo';
import type { Options } from '../options.js';
import { median } from '../report.js';
import { compare, ofKind, TOLERANCE, type Difference } from './compare.js';
import { zones } from './country.js';
import type { EngineReport, Key } from './figures.js';
import { askGeometry } from './geometry.js';
import { Libraries } from './libraries.js';
import { memoryLatency } from './memory.js';
import { Results } from './results.js';
import { isNearEdge } from './traffic.js';
import { startedWatches, takeAll, type World } from './world.js';

const FEWEST_ZONES = 100;
const MOST_ZONES = 50_000;
/** The least of the fixes that must lie so, or the traffic is easier than it should be. */
const SHARES = { insideBox: 0.2, nearEdge: 0.1, late: 0.01 };

/** One who answers all fixes of the traffic; answers the seconds it took. */
type Contestant = () => number;

/** `evaluateRate` and `versusLibraries`: three contestants by turns over the same fixes, and all their answers compared. */
export function rates(world: World, options: Options<Key>, report: EngineReport): void {
  const { arrivals, corridors, index } = world;
  const libraries = new Libraries(world.roads, world.zones);
  const [engine, geometry, expected] = [0, 1, 2].map(() => new Results(arrivals.length));
  let changes = 0;
  const [evaluated, asked, library] = takeTurns(arrivals.length, options, [
    evaluation(world, index, engine!, (count) => (changes = count)),
    timed(() => askGeometry(corridors, index, arrivals, geometry!)),
    timed(() => libraries.ask(arrivals, expected!)),
  ]);
  report.figure('evaluateRate', { value: evaluated! });
  report.figure('versusLibraries', { value: evaluated!, floor: library! });
  report.note('memoryLatency', memoryLatency());
  report.note('geometryRate', asked!);
  report.note('alarmChanges', changes);
  shares(world, libraries, expected!, report);
  const forbidden = ofKind(world.zones, 'forbidden');
  judge('engine', compare(engine!, expected!, arrivals, corridors, forbidden), report);
  judge(
    'geometry',
    compare(geometry!, expected!, arrivals, corridors, () => true),
    report,
  );
}

/** `zoneGrowth`: the cost of the same fixes among 50,000 zones over that among 100. */
export function zoneGrowth(world: World, options: Options<Key>, report: EngineReport): void {
  const count = world.arrivals.length;
  const among = (size: number): Contestant =>
    evaluation(world, ZoneIndex.of(zones(size)), new Results(count), () => undefined);
  const [few, many] = takeTurns(count, options, [among(FEWEST_ZONES), among(MOST_ZONES)]);
  report.note('rateAmong100', few!);
  report.note('rateAmong50000', many!);
  report.figure('zoneGrowth', { value: few! / many! });
}

function evaluation(
  world: World,
  index: ZoneIndex,
  results: Results,
  onChanges: (count: number) => void,
): Contestant {
  return () => {
    const watches = startedWatches(world, index);
    const seconds = timed(() => takeAll(watches, world.arrivals, results))();
    onChanges(watches.reduce((sum, watch) => sum + watch.changes, 0));
    return seconds;
  };
}

function timed(work: () => void): Contestant {
  return () => {
    const start = performance.now();
    work();
    return (performance.now() - start) / 1_000;
  };
}

/**
 * Fixes a second of each contestant, after one round through the traffic that does not count. Within a turn they
 * alternate round by round until each has had its time, so that what else the machine does falls on all of them; the
 * median of the turns counts.
 */
function takeTurns(fixes: number, options: Options<Key>, contestants: readonly Contestant[]): number[] {
  const reached = contestants.map((): number[] => []);
  for (const contestant of contestants) contestant();
  for (let turn = 0; turn < options.turns; turn++) {
    const spent = contestants.map(() => ({ seconds: 0, rounds: 0 }));
    const isOver = ({ seconds }: { seconds: number }): boolean => seconds * 1_000 >= options.duration;
    while (!spent.every(isOver)) {
      for (const [i, contestant] of contestants.entries()) {
        if (isOver(spent[i]!)) continue;
        spent[i]!.seconds += contestant();
        spent[i]!.rounds++;
      }
    }
    for (const [i, { seconds, rounds }] of spent.entries()) reached[i]!.push((rounds * fixes) / seconds);
  }
  return reached.map(median);
}

function shares(
  { arrivals }: World,
  libraries: Libraries,
  { distance }: Results,
  report: EngineReport,
): void {
  const counts = { insideBox: 0, nearEdge: 0, late: 0 };
  for (const [i, { fix, isLate }] of arrivals.entries()) {
    if (libraries.boxesAt(fix.lat!, fix.lon!) > 0) counts.insideBox++;
    if (isNearEdge(distance[i]!)) counts.nearEdge++;
    if (isLate) counts.late++;
  }
  for (const [what, least] of Object.entries(SHARES)) {
    const share = counts[what as keyof typeof counts] / arrivals.length;
    report.note(what, share);
    if (share < least) report.void(`only ${share.toFixed(4)} of the fixes are ${what}`);
  }
}

function judge(who: string, difference: Difference, report: EngineReport): void {
  const { distances, progresses, zones, worst } = difference;
  report.note(`${who}WorstDistance`, worst);
  report.note(`${who}Disagreements`, distances + progresses + zones);
  if (distances + progresses + zones === 0) return;
  report.void(
    `the ${who} and the libraries disagree on ${String(distances)} distances by more than ${String(TOLERANCE)} m,` +
      ` ${String(progresses)} places on the route and the zones of ${String(zones)} fixes`,
  );
}
