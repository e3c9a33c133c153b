import type { GoldenScenario } from '../alarms.js';

/** Times, stops and meetings. */
export const JOURNEYS: readonly GoldenScenario[] = [
  // The other one stands for 85 min.
  {
    scenario: 'unscheduled-stop',
    fixes: 131 + 131,
    alarms: [
      {
        seal: 'VN000114',
        kind: 'unscheduled_stop',
        severity: 'major',
        // 72 m before the place where it comes to stand; 90 min are over at 02:35
        start: '01:05:00',
        // 82 m past the place at 02:45:00 is within 150 m of the first, 749 m at 02:46:00 is not
        end: '02:46:00',
      },
    ],
  },
  {
    scenario: 'permitted-stop',
    about: 'unscheduled_stop',
    fixes: 2 * 131,
    alarms: [],
  },
  {
    scenario: 'unarmed-movement',
    fixes: 61,
    alarms: [
      {
        seal: 'VN000131',
        kind: 'unarmed_movement',
        severity: 'major',
        // 37 m within the port's zone at 01:00:40, 64 m outside ten seconds later; 591 m at 01:01:40
        start: '01:00:50',
        // sealed
        end: '01:08:00',
      },
    ],
  },
  {
    scenario: 'late-departure',
    fixes: 121,
    alarms: [
      {
        seal: 'VN000134',
        kind: 'late_departure',
        severity: 'minor',
        // due 480 s after the beginning
        start: '01:08:00',
        // released after 840 s
        end: '01:14:00',
      },
    ],
  },
  {
    scenario: 'late-arrival',
    fixes: 91,
    alarms: [
      {
        seal: 'VN000135',
        kind: 'late_arrival',
        severity: 'major',
        // due 300 s after the beginning
        start: '01:05:00',
        // its arrival is confirmed after 780 s
        end: '01:13:00',
      },
    ],
  },
  {
    scenario: 'rendezvous',
    fixes: 2 * 121,
    alarms: [
      {
        seal: 'VN000138+VN000139',
        kind: 'rendezvous',
        severity: 'major',
        // until then both brake: 59 m and 64 m in ten seconds, accuracies of 6 m; then they stand, 29 m apart
        start: '01:00:10',
        // the other's last fix near where it stood: 34 m from the one before, and 128 m ten seconds later
        end: '01:12:09',
      },
    ],
  },
  {
    scenario: 'rendezvous-permitted',
    about: 'rendezvous',
    fixes: 2 * 121,
    alarms: [],
  },
  // The other one is silent for ten minutes.
  {
    scenario: 'signal-lost',
    fixes: 61 + 121,
    alarms: [
      {
        seal: 'VN000142',
        kind: 'signal_lost',
        severity: 'major',
        // its last word; 15 min are over at 01:17:00
        start: '01:02:00',
        // its next word
        end: '01:22:05',
      },
    ],
  },
  // Of thirteen seals from Lạch Huyện twelve are silent, and none of the three from Cát Lái.
  {
    scenario: 'feed-lost',
    fixes: 8 * 61 + 4 * 62 + 4 * 181,
    alarms: [
      {
        seal: 'region:LACHHUYEN',
        kind: 'feed_lost',
        severity: 'critical',
        // the first of their last words, of VN000157; the others' come within 9 s, and 15 min are over at 01:16:55
        start: '01:01:55',
        // all twelve speak again; with the third of them fewer than ten are missing
        end: '01:22:05',
      },
    ],
  },
  {
    scenario: 'honest-journey',
    fixes: 221,
    alarms: [],
  },
];
