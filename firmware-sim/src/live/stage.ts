import type { Country } from '../country.js';
import type { Scenario } from '../scenario/schema.js';
import type { Log } from './log.js';
import type { Officer } from './officer.js';
import type { ScenarioClock } from './scenario-clock.js';
import type { Secrets } from './secrets.js';
import type { Tally } from './tally.js';

/** What everybody in a live run shares. */
export interface Stage {
  readonly scenario: Scenario;
  readonly country: Country;
  readonly clock: ScenarioClock;
  readonly broker: string;
  readonly secrets: Secrets;
  readonly tally: Tally;
  readonly log: Log;
  /** Absent without an API: then trucks drive and nobody registers their transits. */
  readonly officer: Officer | undefined;
}
