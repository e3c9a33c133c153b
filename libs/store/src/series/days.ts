import { DAY, type Instant } from '@haidang/domain';

/** The beginning of an instant's day, UTC. */
export function startOfDay(instant: Instant): Instant {
  return Math.floor(instant / DAY) * DAY;
}
