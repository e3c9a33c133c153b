import type { AlarmView, TimelineEntry } from '@haidang/contract';
import { TrackCursor } from './replay.js';
import type { SealSaid, SealTrack } from './track.js';

/** What a timeline is sieved by: what seals said, gates saw, alarms told, how the transit went on, and what people did. */
export const ENTRY_GROUPS = ['seal', 'gate', 'alarm', 'journey', 'people'] as const;
export type EntryGroup = (typeof ENTRY_GROUPS)[number];

/** One line of the one timeline. Times are milliseconds. */
export interface Entry {
  key: string;
  slot: number;
  /** When it happened, by its own time. */
  time: number;
  /** When the platform knew of it; later than it happened where it was told or entered later. */
  known: number;
  group: EntryGroup;
  /** What the platform says of it, or what a seal said. */
  of: TimelineEntry | SealSaid;
  /** Where it happened, or where the seal was then. */
  place?: { lat: number; lon: number };
  alarm?: AlarmView;
}

export function isNote(of: TimelineEntry | SealSaid): of is SealSaid {
  return 'event' in of;
}

const GROUPS: Readonly<Partial<Record<TimelineEntry['kind'], EntryGroup>>> = {
  passage: 'gate',
  gate_confirmed: 'gate',
  seal_confirmed: 'seal',
  alarm_act: 'people',
  case: 'people',
  exception_asked: 'people',
  exception_approved: 'people',
  exception_refused: 'people',
  exception_withdrawn: 'people',
  incident: 'people',
};

/** A step that somebody took, or an alarm's word, is what its kind says. */
export function groupOf({ kind }: Pick<TimelineEntry, 'kind'>): EntryGroup {
  return GROUPS[kind] ?? (kind.startsWith('alarm_') ? 'alarm' : 'journey');
}

/**
 * Merges what the platform and what the seals say of a transit, in the order of the events' own time. What has no place of its own is where its
 * seal was then.
 */
export function entriesOf(
  slot: number,
  lines: readonly TimelineEntry[],
  tracks: readonly SealTrack[],
  alarms: readonly AlarmView[],
): Entry[] {
  const cursors = tracks.map((track) => ({ track, cursor: new TrackCursor(track) }));
  const placeAt = (time: number, sealId?: string) => {
    const own = cursors.filter(({ track }) => sealId === undefined || track.sealId === sealId);
    for (const { cursor } of own) {
      const place = cursor.at(time);
      if (place !== undefined) return { lat: place.lat, lon: place.lon };
    }
    return undefined;
  };
  const byId = new Map(alarms.map((alarm) => [alarm.id, alarm]));
  const told = lines.map((of, i): Entry => {
    const time = Date.parse(of.time);
    const alarm = of.alarmId === undefined ? undefined : byId.get(of.alarmId);
    const place = alarm === undefined || of.kind === 'alarm_ended' ? placeAt(time) : alarm.place;
    const known = of.recordedAt === undefined ? time : Date.parse(of.recordedAt);
    const rest = { ...(place !== undefined && { place }), ...(alarm !== undefined && { alarm }) };
    return { key: `${slot} ${i} ${of.kind}`, slot, time, known, group: groupOf(of), of, ...rest };
  });
  const said = tracks.flatMap(({ notes }) =>
    notes.map((of, i): Entry => {
      const place = placeAt(of.time, of.sealId);
      const key = `${slot} ${of.sealId} ${i} ${of.event}`;
      return { key, slot, time: of.time, known: of.known, group: 'seal', of, ...(place && { place }) };
    }),
  );
  return inOrder([...told, ...said]);
}

/** What happened first comes first; of one moment, what the platform put first. */
export function inOrder(entries: readonly Entry[]): Entry[] {
  return entries.toSorted((a, b) => a.time - b.time);
}

/** Told or entered more than a minute after it happened, as the platform itself counts it. */
export function isLater({ time, known }: Pick<Entry, 'time' | 'known'>): boolean {
  return known - time > 60_000;
}

/** How a line stands at the replay's time: it has not happened, it has and nobody could know, or it is known. */
export function standingAt({ time, known }: Pick<Entry, 'time' | 'known'>, at: number) {
  if (time > at) return 'ahead';
  return known > at ? 'unknown' : 'known';
}
