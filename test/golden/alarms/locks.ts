import type { GoldenScenario } from '../alarms.js';

/** What is done to the seal. */
export const LOCKS: readonly GoldenScenario[] = [
  {
    scenario: 'tamper',
    fixes: 91,
    alarms: [
      {
        seal: 'VN000107',
        kind: 'unlock_attempt',
        severity: 'major',
        // one illegal card
        start: '01:03:40',
        // ten minutes without another
        end: '01:13:40',
      },
      {
        seal: 'VN000107',
        kind: 'seal_tampered',
        severity: 'critical',
        // the cover; the rope at 01:06:00 is more of the same
        start: '01:05:00',
        end: 'never',
      },
      {
        seal: 'VN000107',
        kind: 'unauthorised_unlock',
        severity: 'critical',
        start: '01:06:00',
        end: 'never',
      },
      {
        seal: 'VN000107',
        kind: 'low_battery',
        severity: 'minor',
        // 12 %
        start: '01:10:00',
        end: 'never',
      },
    ],
  },
  {
    scenario: 'seal-tampered',
    fixes: 91,
    alarms: [
      {
        seal: 'VN000124',
        kind: 'seal_tampered',
        severity: 'critical',
        start: '01:02:00',
        // an officer's act, 400 s after the beginning, who saw both cuts
        end: '01:06:40',
      },
      {
        seal: 'VN000124',
        kind: 'seal_tampered',
        severity: 'critical',
        // another one: the first is resolved
        start: '01:10:00',
        end: 'never',
      },
    ],
  },
  // It says rope_cut in every fix from 01:02:00 to 01:09:50: one cut.
  {
    scenario: 'seal-cut-twice',
    fixes: 91,
    alarms: [
      {
        seal: 'VN000150',
        kind: 'seal_tampered',
        severity: 'critical',
        start: '01:02:00',
        // an officer's act, 400 s after the beginning
        end: '01:06:40',
      },
      {
        seal: 'VN000150',
        kind: 'seal_tampered',
        severity: 'critical',
        // said again, after ten fixes that did not say it
        start: '01:11:40',
        end: 'never',
      },
    ],
  },
  {
    scenario: 'unauthorised-unlock',
    fixes: 61,
    alarms: [
      {
        seal: 'VN000125',
        kind: 'unauthorised_unlock',
        severity: 'critical',
        // a listed card, but on the way
        start: '01:02:30',
        end: 'never',
      },
    ],
  },
  {
    scenario: 'honest-unlock',
    fixes: 2 * 91 + 1,
    alarms: [
      {
        seal: 'VN000127',
        kind: 'unauthorised_unlock',
        severity: 'critical',
        // at its destination by a listed card, but its arrival is confirmed only at 01:07:00
        start: '01:06:40',
        end: 'never',
      },
    ],
  },
  {
    scenario: 'illegal-card',
    fixes: 151,
    alarms: [
      {
        seal: 'VN000128',
        kind: 'unlock_attempt',
        severity: 'major',
        start: '01:03:20',
        // again at 01:11:20, eight minutes later; ten minutes after that without
        end: '01:21:20',
      },
    ],
  },
  // The other one's sixth comes 601 s after its first.
  {
    scenario: 'wrong-passwords',
    fixes: 181 + 182,
    alarms: [
      {
        seal: 'VN000129',
        kind: 'unlock_attempt',
        severity: 'major',
        // six from 01:01:40 to 01:06:40
        start: '01:01:40',
        // ten minutes after the sixth
        end: '01:16:40',
      },
    ],
  },
];
