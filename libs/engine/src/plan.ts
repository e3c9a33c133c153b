import type { Rules } from '@haidang/domain';
import type { Corridor, ZoneIndex } from '@haidang/geo';

/** What one seal of one transit is judged by. Plans are made when a route, a zone or a setting changes, not per fix. */
export interface Plan {
  readonly transitId: string;
  readonly sealId: string;
  readonly corridor: Corridor;
  /** Zones of every kind, shared by all plans; each rule asks those of its own kind. */
  readonly zones: ZoneIndex;
  /** The numbers in force: the platform's, overridden by the route's, then by the transit's. */
  readonly rules: Rules;
}
