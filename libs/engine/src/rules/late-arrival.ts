import { deadlineRule } from './deadline.js';
import { TRAVELLING } from './rule.js';

/** The time of arrival passes and the transit, under way, has not arrived. */
export const lateArrival = deadlineRule({
  kind: 'late_arrival',
  severity: 'major',
  phases: TRAVELLING,
  of: 'arriveBy',
});
