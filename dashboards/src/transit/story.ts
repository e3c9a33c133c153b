import type { AlarmView, TransitView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import type { Entry } from './entries.js';
import type { SealTrack } from './track.js';

/** A transit with all that is known of its way. */
export interface Story {
  /** Which colour and shape it has among those that are looked at together. */
  slot: number;
  transit: TransitView;
  tracks: readonly SealTrack[];
  alarms: readonly AlarmView[];
  entries: readonly Entry[];
}

/** Room before the first and after the last of what is replayed. */
const MARGIN = 2 * MINUTE;

/**
 * The stretch of time a replay shows: the drives, from departure to arrival, and what happened at gates and by alarms. What was registered days
 * before or acted on days after does not stretch it; where nothing of a drive is known, everything that is known does.
 * @param now the end of one that is under way
 */
export function stretchOf(stories: readonly Story[], now: number): { from: number; to: number } {
  const drives = stories.flatMap(timesOfDrive);
  const times =
    drives.length > 0 ? drives : stories.flatMap(({ entries }) => entries.map(({ time }) => time));
  const isUnderWay = stories.some(({ transit }) => transit.state === 'in_transit');
  if (times.length === 0) return { from: now - MARGIN, to: now };
  const from = times.reduce((least, time) => Math.min(least, time));
  const to = times.reduce((most, time) => Math.max(most, time));
  return { from: from - MARGIN, to: isUnderWay ? Math.max(to, now) : to + MARGIN };
}

function timesOfDrive({ transit, tracks, alarms, entries }: Story): number[] {
  const { departedAt, arrivedAt } = transit;
  const steps = [departedAt, arrivedAt].flatMap((time) => (time === null ? [] : [Date.parse(time)]));
  const ends = tracks.flatMap(({ times }) => (times.length === 0 ? [] : [times[0]!, times.at(-1)!]));
  const passed = entries.filter(({ group }) => group === 'gate').map(({ time }) => time);
  return [...steps, ...ends, ...passed, ...alarms.map(({ start }) => Date.parse(start))];
}

/** True while the condition of an alarm held. */
export function stood({ start, end }: Pick<AlarmView, 'start' | 'end'>, at: number): boolean {
  return Date.parse(start) <= at && (end === undefined || at < Date.parse(end));
}

/** Who did something with it, each once, in the order in which they came. */
export function peopleOf(entries: readonly Entry[]): string[] {
  return [...new Set(entries.flatMap(({ of }) => ('by' in of && of.by !== undefined ? [of.by] : [])))];
}
