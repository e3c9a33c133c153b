import { MINUTE, type AlarmKind, type Instant, type StepTaking, type TimelineKind } from '@haidang/domain';
import { preciseTime, type Placed, type Queryable, type TimePlace } from '../queries/queryable.js';

interface Row {
  at: Date;
  place_at: string;
  id: string;
  kind: TimelineRecord['kind'];
  what: string;
  alarm_id: string | null;
  passage_id: string | null;
  reason: string | null;
  how: TimelineRecord['how'];
  about: Date | null;
  recorded: Date | null;
  by: string | null;
  exception_id: string | null;
  container_number: string | null;
  was: string | null;
  is_now: string | null;
  alarm: AlarmKind | null;
  act: Record<string, unknown> | null;
}

export interface TimelineRecord {
  readonly time: Instant;
  readonly kind: TimelineKind;
  readonly what: string;
  readonly alarmId: string | null;
  readonly passageId: string | null;
  readonly reason: string | null;
  /** Of a step: as it was proposed, or by the office's setting. */
  readonly how: StepTaking | null;
  /** What the line is about lies at another time than the line: a proposed step, an alarm revealed, corrected or merged. */
  readonly at: Instant | null;
  /** When it was entered or came to light, where that was more than a minute after its time. */
  readonly recordedAt: Instant | null;
  /** Who took the step, acted on the alarm, asked for the exception or decided on it. */
  readonly by: string | null;
  /** Of an exception: which, on which container, and what it changed into what. */
  readonly exceptionId: string | null;
  readonly container: string | null;
  readonly was: string | null;
  readonly isNow: string | null;
  /** Of an act on an alarm: of which kind that is, and what the act says besides its words. */
  readonly alarm: AlarmKind | null;
  readonly act: AlarmActNote | null;
}

const SAYS = ['to', 'until', 'ending', 'patrol', 'state', 'outcome'] as const;
/** Of the data of an act what a reader of the transit is told; all of it text. */
export type AlarmActNote = { readonly [what in (typeof SAYS)[number]]?: string };

/** Everything that happened to a transit, in order, as far as it is seen (owner-function.ts); of a transit that one does not see there is nothing. */
export async function readTimeline(
  db: Queryable,
  transitId: string,
  page: { readonly after: TimePlace | null; readonly limit: number },
): Promise<Placed<TimelineRecord>[]> {
  const { rows } = await db.query<Row>(
    `select *, ${preciseTime('at')} as place_at from serve_timeline($1, $2, $3, $4)`,
    [transitId, page.after?.at ?? null, page.after?.id ?? null, page.limit],
  );
  return rows.map((row) => ({
    place: { at: row.place_at, id: row.id },
    value: {
      time: row.at.getTime(),
      kind: row.kind,
      what: row.what,
      alarmId: row.alarm_id,
      passageId: row.passage_id,
      reason: row.reason,
      how: row.how,
      at: row.about?.getTime() ?? null,
      recordedAt: laterThan(row.at, row.recorded),
      by: row.by,
      exceptionId: row.exception_id,
      container: row.container_number,
      was: row.was,
      isNow: row.is_now,
      alarm: row.alarm,
      act: noteOf(row.act),
    },
  }));
}

function noteOf(data: Row['act']): AlarmActNote | null {
  const said = SAYS.flatMap((what) => {
    const value = data?.[what];
    return typeof value === 'string' ? [[what, value]] : [];
  });
  return said.length === 0 ? null : (Object.fromEntries(said) as AlarmActNote);
}

/** Entered or brought to light more than a minute after its time. */
function laterThan(at: Date, recorded: Date | null): Instant | null {
  return recorded !== null && recorded.getTime() - at.getTime() > MINUTE ? recorded.getTime() : null;
}
