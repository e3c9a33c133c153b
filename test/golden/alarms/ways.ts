import type { GoldenScenario } from '../alarms.js';

/** What goes otherwise than planned, and is entered minutes after it happened. */
export const WAYS: readonly GoldenScenario[] = [
  // Registered to Hữu Nghị, driven to Kim Thành; the half-width of both is 500 m. Entered at 01:10:00, to hold since 01:01:40.
  {
    scenario: 'rerouted',
    fixes: 151,
    alarms: [
      {
        seal: 'VN000171',
        kind: 'off_route',
        // 1,579 m from the old route at 01:05:10: more than three half-widths, the last word of it while that route judged
        severity: 'critical',
        // 494 m from the old route at 01:03:10, then 576, 658 and 749 m
        start: '01:03:20',
        end: '01:05:10',
        withdrawn: 'corrected',
      },
      {
        seal: 'VN000171',
        kind: 'off_route',
        severity: 'major',
        // 423 m from the new route at 01:13:50, 551 m at 01:14:00; 1,203 m at most
        start: '01:14:00',
        // 526 m at 01:17:10, 381 m at 01:17:20
        end: '01:17:20',
      },
    ],
  },
  // The old seal is taken off at 01:06:40 and cut at 01:06:50; that it was replaced is entered at 01:11:40, when it has been silent for 100 s.
  {
    scenario: 'seal-replaced',
    fixes: 241,
    alarms: [
      // 15 % at 01:02:00: its watch ends with its removal
      { seal: 'VN000172', kind: 'low_battery', severity: 'minor', start: '01:02:00', end: '01:06:40' },
      // raised when it came, and about this container no more
      {
        seal: 'VN000172',
        kind: 'seal_tampered',
        severity: 'critical',
        start: '01:06:50',
        end: '01:06:50',
        withdrawn: 'corrected',
      },
      {
        seal: 'VN000172',
        kind: 'unauthorised_unlock',
        severity: 'critical',
        start: '01:06:50',
        end: '01:06:50',
        withdrawn: 'corrected',
      },
      {
        seal: 'VN000173',
        kind: 'off_route',
        severity: 'major',
        // 468 m at 01:15:35, 597 m at 01:15:45; 1,205 m at most
        start: '01:15:45',
        // 530 m at 01:18:35, 400 m at 01:18:45
        end: '01:18:45',
      },
    ],
  },
  // A stop of ten minutes is short of the ninety that are an alarm; whose truck it is is nothing to the engine.
  { scenario: 'vehicle-changed', fixes: 151, alarms: [] },
];
