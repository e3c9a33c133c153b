import { Time, type Page } from '@haidang/contract';
import { parseInstant, type Instant } from '@haidang/domain';
import type { Placed, TimePlace } from '@haidang/store';
import { z } from 'zod';
import { invalid, isStorableText } from './zod.pipe.js';

/** What every list takes. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100).meta({ description: 'items a page, at most' }),
  cursor: z.string().min(1).max(1000).optional().meta({ description: '`next` of the page before' }),
});

/** Of lists that can be cut to a stretch of time. */
export const RangeQuery = {
  since: Time.optional().meta({ format: 'date-time', description: 'from this time on' }),
  until: Time.optional().meta({ format: 'date-time', description: 'before this time' }),
};

/** {@link RangeQuery} as instants. */
export function rangeOf({
  since,
  until,
}: {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}): { since?: Instant; until?: Instant } {
  return {
    ...(since !== undefined && { since: parseInstant(since)! }),
    ...(until !== undefined && { until: parseInstant(until)! }),
  };
}

/** One value, several separated by commas, or the parameter repeated. */
export function listOf<T extends z.ZodType>(item: T) {
  return z
    .preprocess(
      (value) => [value].flat().flatMap((v) => (typeof v === 'string' ? v.split(',') : [v])),
      z.array(item),
    )
    .optional();
}

/** Cursors are opaque to clients: the sort key of the page's last row. */
export function writeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * Reads back what {@link writeCursor} wrote.
 * @throws ApiError `invalid_request` for anything else
 */
export function readCursor<T>(cursor: string | undefined, key: z.ZodType<T>): T | null {
  if (cursor === undefined) return null;
  const result = key.safeParse(jsonOf(cursor));
  if (!result.success) throw invalid([{ path: 'cursor', message: 'not a cursor of this list' }]);
  return result.data;
}

const storable = z.string().max(200).refine(isStorableText);
const instant = z.string().refine((text) => parseInstant(text) !== undefined);
const TimeKey = z.tuple([instant, storable]);
const TimeAndUuidKey = z.tuple([instant, z.uuid()]);

/** The cursor of lists ordered by a time and an id. */
export function readTimeCursor(cursor: string | undefined, id: 'text' | 'uuid' = 'text'): TimePlace | null {
  const key = readCursor(cursor, id === 'uuid' ? TimeAndUuidKey : TimeKey);
  return key === null ? null : { at: key[0], id: key[1] };
}

/** Cursor of lists ordered by an id alone. */
export function readIdCursor(cursor: string | undefined): string | null {
  return readCursor(cursor, z.tuple([storable]))?.[0] ?? null;
}

/**
 * Cuts the one row that was read too many to see whether more follow.
 * @param rows up to `limit` + 1
 */
export function pageOf<R, T>(
  rows: readonly R[],
  limit: number,
  view: (row: R) => T,
  keyOf: (row: R) => readonly (string | number)[],
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    items: shown.map(view),
    next: rows.length > limit && last !== undefined ? writeCursor(keyOf(last)) : null,
  };
}

/** {@link pageOf} for lists ordered by a time and an id. */
export function placedPage<R, T>(rows: readonly Placed<R>[], limit: number, view: (row: R) => T): Page<T> {
  return pageOf(
    rows,
    limit,
    (row) => view(row.value),
    ({ place }) => [place.at, place.id],
  );
}

function jsonOf(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
