import { Readable } from 'node:stream';
import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import { Time, type FixView, type Page } from '@haidang/contract';
import { DAY, parseInstant, type Instant, type Rules } from '@haidang/domain';
import {
  findSeals,
  readSealTrack,
  readTrack,
  streamTrack,
  type LoggedFix,
  type ScopedPool,
  type TrackPlace,
} from '@haidang/store';
import { MAX_AHEAD } from '@haidang/wire';
import { z } from 'zod';
import { SERVING } from '../database.js';
import { PageQuery, pageOf, readCursor } from '../http/page.js';
import { invalid } from '../http/zod.pipe.js';
import { missing } from '../register/register.js';
import { seals } from '../register/resources.js';
import { judged, type JudgedFix } from './believed.js';
import { csvTrack } from './track-csv.js';
import { geoJsonTrack } from './track-geojson.js';
import { gpxTrack } from './track-gpx.js';
import { fixView } from './view.js';

/** A seal on a track, and in a transit's track the container it closes. */
export interface TrackSource {
  readonly sealId: string;
  readonly container?: string;
  /** `seals.key` */
  readonly key: number;
  /** It belongs to the track from then on, and before then. */
  readonly since?: Instant | undefined;
  readonly until?: Instant | undefined;
  /** By which its positions are believed or doubted; without them nothing is said of that. */
  readonly rules?: Rules | undefined;
}

/** Both ends belong to it. */
export interface TrackRange {
  readonly from: Instant;
  readonly to: Instant;
}

export interface Track extends TrackRange {
  /** For the file's name. */
  readonly name: string;
  readonly sources: readonly TrackSource[];
}

type TrackPage = Pick<z.infer<typeof PageQuery>, 'limit' | 'cursor'>;

/** Writes a whole track piece by piece; `read` reads a seal's part of it in time order, as often as it is asked. */
export type TrackWriter = (
  sources: readonly TrackSource[],
  read: (source: TrackSource) => AsyncIterable<LoggedFix & Partial<JudgedFix>>,
) => AsyncIterable<string>;

export const TRACK_TYPES = [
  'application/json',
  'application/geo+json',
  'text/csv',
  'application/gpx+xml',
] as const;
export type TrackFile = Exclude<(typeof TRACK_TYPES)[number], 'application/json'>;

export const TrackQuery = PageQuery.extend({
  from: Time.optional().meta({ format: 'date-time', description: '24 h before `to`, if absent' }),
  to: Time.optional().meta({ format: 'date-time', description: 'now, if absent' }),
});

const FILES: Record<TrackFile, { readonly write: TrackWriter; readonly ending: string }> = {
  'application/geo+json': { write: geoJsonTrack, ending: 'geojson' },
  'text/csv': { write: csvTrack, ending: 'csv' },
  'application/gpx+xml': { write: gpxTrack, ending: 'gpx' },
};
const CHUNK_CHARACTERS = 16 * 1024;

const Place = z.tuple([z.int(), z.int(), z.int()]);

/** Answers tracks: JSON by the page, the other forms whole, streamed from the log. */
@Injectable()
export class Tracks {
  constructor(@Inject(SERVING) private readonly db: ScopedPool) {}

  async page(track: Track, query: TrackPage): Promise<Page<FixView>> {
    const byKey = new Map(track.sources.map((source) => [source.key, source]));
    const fixes = await readTrack(
      this.db,
      { ...track, seals: track.sources },
      placeOf(query),
      query.limit + 1,
    );
    return trackPage(fixes, query, (row) => {
      const { container, sealId } = byKey.get(row.seal)!;
      return container === undefined ? fixView(row) : { ...fixView(row), sealId, container };
    });
  }

  /** @throws ApiError `seal_not_found` */
  async pageOfSeal(id: string, range: TrackRange, query: TrackPage): Promise<Page<FixView>> {
    const fixes = await readSealTrack(this.db, id, range, placeOf(query), query.limit + 1);
    if (fixes === undefined) throw missing(seals, id);
    return trackPage(fixes, query, fixView);
  }

  /** @throws ApiError `seal_not_found` */
  async fileOfSeal(id: string, range: TrackRange, type: TrackFile): Promise<StreamableFile> {
    const found = (await findSeals(this.db, [id])).get(id);
    if (found === undefined) throw missing(seals, id);
    return this.file({ name: `${id}-track`, sources: [{ sealId: id, key: found.key }], ...range }, type);
  }

  file(track: Track, type: TrackFile): StreamableFile {
    const { write, ending } = FILES[type];
    // the stream is read on when the request's own work is over
    const db = this.db.asNow();
    const read = (source: TrackSource) => {
      const fixes = streamTrack(db, { ...track, seals: [source] });
      return source.rules === undefined ? fixes : judged(fixes, source.rules);
    };
    return new StreamableFile(Readable.from(inChunks(write(track.sources, read)), { objectMode: false }), {
      type: type === 'text/csv' ? 'text/csv; charset=utf-8; header=present' : type,
      disposition: `attachment; filename="${track.name}.${ending}"`,
    });
  }
}

function placeOf({ cursor }: TrackPage): TrackPlace | null {
  const key = readCursor(cursor, Place);
  return key === null ? null : { time: key[0], seal: key[1], seq: key[2] };
}

function trackPage(
  fixes: readonly LoggedFix[],
  { limit }: TrackPage,
  view: (row: LoggedFix) => FixView,
): Page<FixView> {
  return pageOf(fixes, limit, view, ({ fix, seal }) => [fix.time, seal, fix.seq]);
}

/**
 * The range asked for, or the last 24 h.
 * @throws ApiError `invalid_request` when it ends before it begins
 */
export function rangeOf(
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Instant,
): TrackRange {
  const to = query.to === undefined ? now + MAX_AHEAD : parseInstant(query.to)!;
  const from =
    query.from === undefined ? (query.to === undefined ? now : to) - DAY : parseInstant(query.from)!;
  if (from > to) throw invalid([{ path: 'from', message: 'it lies after to' }]);
  return { from, to };
}

/** A socket is written to in pieces of a size that is worth it. */
async function* inChunks(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let chunk = '';
  for await (const piece of pieces) {
    chunk += piece;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  if (chunk !== '') yield Buffer.from(chunk);
}
