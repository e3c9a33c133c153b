import { deadlineRule } from './deadline.js';

/** The time of departure passes and the transit has not departed. */
export const lateDeparture = deadlineRule({
  kind: 'late_departure',
  severity: 'minor',
  phases: ['registered', 'sealed'],
  of: 'departBy',
});
