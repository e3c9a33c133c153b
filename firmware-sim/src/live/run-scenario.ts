import { loadCountry } from '../country.js';
import { loadScenario } from '../scenario/load.js';
import { Api } from './api.js';
import type { Log } from './log.js';
import { sparse } from './log.js';
import { Officer } from './officer.js';
import { ScenarioClock } from './scenario-clock.js';
import { PortLife } from './port-life.js';
import { readSecrets } from './secrets.js';
import { Tally } from './tally.js';
import { Traffic } from './traffic.js';
import { waitFor } from './wait.js';

/** Milliseconds between two looks at the clock. */
const BEAT = 200;
/** Milliseconds between two lines that say how it goes. */
const REPORT = 30_000;
/** Milliseconds the last acknowledgements may take; after a Ctrl-C not for long, the broker may be going, too. */
const FAREWELL = 10_000;
const HURRIED_FAREWELL = 2_000;

export interface ScenarioRun {
  /** A scenario's name, or a path that ends in `.json`. */
  readonly name: string;
  readonly broker: string;
  /** A file of devices' secrets. */
  readonly credentials?: string | undefined;
  /** Base address of the platform's API; absent: nobody registers transits. */
  readonly api?: string | undefined;
  readonly speed: number;
  /** Seconds of the story; overrides the scenario's own. */
  readonly duration?: number | undefined;
  readonly seed?: number | undefined;
  readonly log: Log;
  /** Ends the run early. */
  readonly signal: AbortSignal;
}

/**
 * Plays a scenario against a broker until its end or until `signal`.
 * @throws BadScenario, RangeError for an endless one that is sped up without a duration, ApiRefusal
 */
export async function runScenario(run: ScenarioRun): Promise<Tally> {
  const country = loadCountry();
  const loaded = loadScenario(run.name, country);
  const scenario = { ...loaded, ...(run.seed !== undefined && { seed: run.seed }) };
  const duration = run.duration ?? scenario.duration;
  const tally = new Tally();
  const api = run.api === undefined ? undefined : new Api(run.api);
  const officer = api === undefined ? undefined : new Officer(api, country, Date.now());
  if (officer !== undefined) run.log('earlier transits ended', { count: await officer.clear() });
  const clock = new ScenarioClock(run.speed, duration, Date.now());
  const log: Log = sparseConnectionErrors(run.log);
  const { broker } = run;
  const secrets = readSecrets(run.credentials);
  const traffic = new Traffic({ scenario, country, clock, broker, secrets, tally, log, officer });
  const ports =
    api && (await PortLife.open({ api, country, broker, secrets, log, speed: run.speed }, scenario.port));
  const report = () => run.log('so far', { ...traffic.summary, ...tally, ...ports?.counts });
  run.log('scenario begins', {
    name: scenario.name,
    broker: run.broker,
    seed: scenario.seed,
    speed: run.speed,
  });

  await new Promise<void>((end) => {
    const reporting = setInterval(report, REPORT);
    const finish = () => {
      clearInterval(beat);
      clearInterval(reporting);
      run.signal.removeEventListener('abort', finish);
      end();
    };
    const beat = setInterval(() => {
      const elapsed = clock.elapsed(Date.now());
      traffic.playTo(Math.min(elapsed, duration ?? Infinity));
      if (duration !== undefined && elapsed >= duration) finish();
    }, BEAT);
    run.signal.addEventListener('abort', finish);
    if (run.signal.aborted) finish();
  });

  await waitFor(() => traffic.summary.held === 0, run.signal.aborted ? HURRIED_FAREWELL : FAREWELL);
  report();
  await ports?.close();
  await traffic.close();
  return tally;
}

/** A broker that is away is one happening, not one a seal. */
function sparseConnectionErrors(log: Log): Log {
  const seldom = sparse(log);
  return (words, facts) => (words === 'no connection' ? seldom(words, facts) : log(words, facts));
}
