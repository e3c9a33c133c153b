import type { AlarmKind, Severity } from '@haidang/domain';

/** An alarm as a reader of the scenario expects it. */
export interface GoldenAlarm {
  readonly seal: string;
  readonly kind: AlarmKind;
  readonly severity: Severity;
  /** Times of day of 22 November 2026, UTC, in whole seconds: a part of a second is dropped. */
  readonly start: string;
  readonly end: string;
}

export interface GoldenScenario {
  /** A file of firmware-sim/scenarios. Each begins at 01:00:00 and its seals report every 10 s. */
  readonly scenario: string;
  /** How many fixes its seals send, repeats counted; so that an empty story cannot pass for a quiet one. */
  readonly fixes: number;
  /** In the order of their beginnings. */
  readonly alarms: readonly GoldenAlarm[];
  /**
   * The platform stores a fix that lies behind its seal's last word and does not judge it: what such fixes show, only
   * the engine says, which is given them in the order of their own times.
   */
  readonly engineOnly?: true;
}

/**
 * Written by hand from each fix's distance to the route and the zones. The distances were printed with libs/geo, whose own specs hold
 * it to independent oracles; the rules were applied by hand, not by the engine: a fix is outside the corridor when it is further away than the half-width and its accuracy together.
 */
export const GOLDEN: readonly GoldenScenario[] = [
  {
    scenario: 'off-route',
    fixes: 2 * 91,
    alarms: [
      {
        seal: 'VN000101',
        kind: 'off_route',
        // 1,503 m at most, 5 m of it doubt: under the three half-widths of 1,500 m that make it critical
        severity: 'major',
        // 480 m from the line at 01:01:40, 582 m ten seconds later: past 500 m and the accuracy of 7 m
        start: '01:01:50',
        // 586 m at 01:07:10, then 489 m and 397 m: two fixes inside, and it ends at the first of them
        end: '01:07:20',
      },
    ],
  },
  {
    scenario: 'forbidden-zone',
    fixes: 91,
    alarms: [
      {
        seal: 'VN000103',
        kind: 'off_route',
        // 1,539 m at 01:03:00, over 1,500 m by more than its accuracy of 7 m
        severity: 'critical',
        // 451 m at 01:01:30, 582 m at 01:01:40
        start: '01:01:40',
        // 509 m at 01:08:10 is undecided, 375 m at 01:08:20 is inside
        end: '01:08:20',
      },
      {
        seal: 'VN000103',
        kind: 'forbidden_zone',
        severity: 'critical',
        // 100.0 m before its edge at 01:02:20 and 7.4 m within at 01:02:30: it crossed 9.31 s after the first
        start: '01:02:29',
        // 26.7 m within at 01:07:30 and 63.4 m past the edge at 01:07:40: it crossed 2.96 s after the first
        end: '01:07:32',
      },
    ],
  },
  // 60 m of honest error while it stands 400 m wide, and fixes 5 km away that nothing else confirms: no alarm is right
  { scenario: 'jitter', fixes: 2 * 91, alarms: [] },
  // no radio is no deviation, and a tunnel without satellites none either
  { scenario: 'gap', fixes: 2 * 121, alarms: [] },
  // its events are no matter of places
  { scenario: 'tamper', fixes: 91, alarms: [] },
  { scenario: 'clock-drift', fixes: 2 * 121, alarms: [] },
  {
    scenario: 'late-backlog',
    fixes: 151,
    engineOnly: true,
    alarms: [
      {
        seal: 'VN000104',
        kind: 'off_route',
        // 1,796 m at most: under three half-widths of 600 m
        severity: 'major',
        // 592 m at 01:03:40, 752 m at 01:03:50
        start: '01:03:50',
        // 645 m at 01:09:30, 504 m at 01:09:40
        end: '01:09:40',
      },
    ],
  },
];
