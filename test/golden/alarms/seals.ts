import type { GoldenScenario } from '../alarms.js';

/** What the seal says of its sky, its battery, its motor and its clock. */
export const SEALS: readonly GoldenScenario[] = [
  // No radio is no deviation. Eight minutes without satellites on the move are jamming, be it a tunnel.
  {
    scenario: 'gap',
    fixes: 2 * 121,
    alarms: [
      {
        seal: 'VN000111',
        kind: 'jamming',
        severity: 'major',
        // no satellites from the first fix after 01:02:00 on, at 55 km/h and for more than 5 min
        start: '01:02:09',
        // satellites again from the first fix after 01:10:00 on
        end: '01:10:09',
      },
    ],
  },
  // Four fixes 3.1 km off the route over 30 s are no off_route, which takes a minute.
  {
    scenario: 'position-jump',
    fixes: 61,
    alarms: [
      {
        seal: 'VN000121',
        kind: 'position_jump',
        severity: 'major',
        // 5 km in 10 s, and the fixes of 01:03:30 and 01:03:40 agree
        start: '01:03:20',
        // back with 01:04:00 to 01:04:20, which prove that jump; then two fixes in a row without one
        end: '01:04:30',
      },
    ],
  },
  // The other one stands while it has no satellites: it may be under a roof.
  {
    scenario: 'jamming',
    fixes: 91 + 2 + 89,
    alarms: [
      {
        seal: 'VN000122',
        kind: 'jamming',
        severity: 'major',
        // said so
        start: '01:03:20',
        // said so last at 01:03:33; ten seconds later not, nor after
        end: '01:03:43',
      },
    ],
  },
  {
    scenario: 'low-battery',
    fixes: 91,
    alarms: [
      {
        seal: 'VN000132',
        kind: 'low_battery',
        severity: 'minor',
        // 15 %
        start: '01:02:00',
        // 22 % at 01:07:00 is not 5 points over 20 %; 80 % is
        end: '01:10:00',
      },
    ],
  },
  {
    scenario: 'motor-fault',
    fixes: 61,
    alarms: [
      {
        seal: 'VN000133',
        kind: 'motor_fault',
        severity: 'minor',
        start: '01:02:00',
        // the first fix after four that say so
        end: '01:02:40',
      },
    ],
  },
  // By the platform's clock, which keeps such fixes in the quarantine. The other one loses two minutes an hour: 38 s in all.
  {
    scenario: 'clock-drift',
    fixes: 2 * 121,
    alarms: [
      {
        seal: 'VN000108',
        kind: 'clock_drift',
        severity: 'minor',
        // 420 s ahead from 300 s on
        start: '01:05:00',
        // right again from 900 s on
        end: '01:15:00',
      },
    ],
  },
];
