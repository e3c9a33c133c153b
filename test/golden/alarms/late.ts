import type { GoldenScenario } from '../alarms.js';

/** What comes late, out of order, or again. */
export const LATE: readonly GoldenScenario[] = [
  // Heard of at 01:12:00, newest first.
  {
    scenario: 'late-backlog',
    fixes: 151,
    alarms: [
      {
        seal: 'VN000104',
        kind: 'off_route',
        severity: 'major',
        // 592 m at 01:03:40, 752 m at 01:03:50; 1,796 m at most: under three half-widths of 600 m
        start: '01:03:50',
        // 645 m at 01:09:30, 504 m at 01:09:40
        end: '01:09:40',
        late: true,
      },
    ],
  },
  // What comes 400 s late: 669 m at 01:02:30, then 353, 36 and 436 m: three in a row outside, and later three again.
  {
    scenario: 'late-corrected',
    fixes: 41,
    alarms: [
      {
        seal: 'VN000144',
        kind: 'off_route',
        severity: 'major',
        // 757 m and 898 m, then 806 m at 01:04:30 and 899 m at 01:05:00: four outside in a row, as its setting wants
        start: '01:01:30',
        // 254 m, after 648 m at 01:05:30
        end: '01:06:00',
        withdrawn: 'corrected',
      },
    ],
  },
  // What comes 500 s late: 686, 902 and 745 m from 01:05:30 on, after five fixes inside and before four: neither ends the first alarm.
  {
    scenario: 'late-merged',
    fixes: 41,
    alarms: [
      {
        seal: 'VN000145',
        kind: 'off_route',
        severity: 'major',
        // 772, 893 and 895 m
        start: '01:01:30',
        // 580 m, and inside for good
        end: '01:10:30',
      },
      {
        seal: 'VN000145',
        kind: 'off_route',
        severity: 'major',
        // 693 m, 900 m, 903 m, after nine fixes inside from 574 m at 01:03:00 on: six end an alarm by its setting
        start: '01:09:00',
        end: '01:10:30',
        withdrawn: 'merged',
      },
    ],
  },
  {
    scenario: 'late-split',
    fixes: 51,
    alarms: [
      {
        seal: 'VN000146',
        kind: 'off_route',
        severity: 'major',
        // 760, 888 and 888 m
        start: '01:01:30',
        // 558 m; the next five, 174 m to 305 m, come 700 s late: until then it ended with 361 m at 01:08:00
        end: '01:03:00',
      },
      {
        seal: 'VN000146',
        kind: 'off_route',
        severity: 'major',
        // 616 m: past 600 m and the accuracy of 5.4 m; then 899 m and 903 m
        start: '01:06:00',
        // 361 m and 10 m
        end: '01:08:00',
        late: true,
      },
    ],
  },
  // The cut of 01:03:00 comes 400 s late, after an officer resolved the alarm at 01:06:40 who had seen the open cover alone.
  {
    scenario: 'late-reopened',
    fixes: 91,
    alarms: [
      {
        seal: 'VN000151',
        kind: 'seal_tampered',
        severity: 'critical',
        start: '01:02:00',
        end: 'never',
        reopened: true,
      },
    ],
  },
  {
    scenario: 'repeat-storm',
    fixes: 1002,
    alarms: [
      {
        seal: 'VN000148',
        kind: 'off_route',
        severity: 'major',
        // 480 m at 01:01:40, 582 m at 01:01:50: past 500 m and the accuracy of 6.9 m
        start: '01:01:50',
        // 586 m at 01:07:10, then 489 m and 397 m
        end: '01:07:20',
      },
    ],
  },
];
