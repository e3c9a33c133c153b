import type { GoldenScenario } from '../alarms.js';

/** Where the truck is: the route and the zones. */
export const PLACES: readonly GoldenScenario[] = [
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
  {
    scenario: 'jitter',
    about: 'off_route',
    fixes: 2 * 91,
    alarms: [],
  },
  {
    scenario: 'forbidden-hours',
    fixes: 151,
    alarms: [
      {
        seal: 'VN000118',
        kind: 'off_route',
        severity: 'major',
        // 469 m at 01:00:40, 615 m ten seconds later: past 600 m and the accuracy of 5.6 m
        start: '01:00:50',
        // 614 m at 01:16:20 is outside, then 445 m and 282 m; 1,488 m at most, under three half-widths of 1,800 m
        end: '01:16:30',
      },
      {
        seal: 'VN000118',
        kind: 'forbidden_zone',
        severity: 'critical',
        // it stands 288 m within since 01:02, and the hours begin at 08:10 in Vietnam
        start: '01:10:00',
        // 127.4 m within at 01:15:40 and 16.7 m past the edge at 01:15:50: it crossed 8.84 s after the first
        end: '01:15:48',
      },
    ],
  },
  // Two fixes outside its corridor in a row, 1,019 m and 2,435 m, are no off_route: that takes three.
  {
    scenario: 'forbidden-between',
    fixes: 7,
    alarms: [
      {
        seal: 'VN000119',
        kind: 'forbidden_zone',
        severity: 'critical',
        // 175 m before its edge at 01:03:00 and 21 m behind it at 01:06:00, with 565 m of depth between: the straight way goes in 27.3 s after the first
        start: '01:03:27',
        // out at 01:05:57, one fix outside, and through it again from 01:06:01; out 104.4 s after 01:06:00, with two fixes outside
        end: '01:07:44',
      },
    ],
  },
  // From 01:02:20 to 01:16:05 it says nothing: 13 min 45 s, so that a straight line 574 m deep through the zone proves nothing.
  {
    scenario: 'forbidden-unproven',
    about: 'forbidden_zone',
    fixes: 81,
    alarms: [
      {
        seal: 'VN000120',
        kind: 'off_route',
        severity: 'critical',
        // 402 m at 01:01:30, 542 m ten seconds later; 3,302 m at 01:16:05
        start: '01:01:40',
        // 557 m at 01:20:55, then 388 m and 214 m
        end: '01:21:05',
      },
    ],
  },
  // The other one falls back from 91,865 m to 90,392 m: 1,473 m.
  {
    scenario: 'reverse-direction',
    fixes: 2 * 73,
    alarms: [
      {
        seal: 'VN000112',
        kind: 'reverse_direction',
        severity: 'major',
        // furthest at 82,173 m, 81,981 m ten seconds later is the first behind; 80,154 m at 01:03:50 is 2,019 m back
        start: '01:02:10',
        // 79,242 m at 01:04:50 is the least it comes to, 79,798 m at 01:05:20 is 556 m more
        end: '01:05:20',
      },
    ],
  },
  // The other one is inside for under six minutes.
  {
    scenario: 'wrong-destination',
    fixes: 2 * 151,
    alarms: [
      {
        seal: 'VN000136',
        kind: 'wrong_destination',
        severity: 'critical',
        // 4.5 m before the zone's edge at 01:01:00 and 56.6 m within at 01:01:10: it crossed 0.74 s after the first
        start: '01:01:00',
        // 11.0 m within at 01:15:00, 102 m past the edge at 01:15:10: it crossed 0.97 s after the first
        end: '01:15:00',
      },
    ],
  },
  {
    scenario: 'legs',
    fixes: 121,
    alarms: [
      {
        seal: 'VN000147',
        kind: 'off_route',
        severity: 'major',
        // 372 m at 01:13:10 and 417 m at 01:13:20, on the leg of 400 m; before, on the leg of 600 m, it was 498 m wide
        start: '01:13:20',
        // 449 m at 01:15:40, then 367 m and 292 m
        end: '01:15:50',
      },
    ],
  },
];
