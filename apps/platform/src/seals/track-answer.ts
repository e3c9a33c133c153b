import type { StreamableFile } from '@nestjs/common';
import type { FixView, Page } from '@haidang/contract';
import type { FastifyReply } from 'fastify';
import { chooseType } from '../http/accept.js';
import { TRACK_TYPES, type Track, type Tracks } from './track.js';

/** Other forms of a track beside JSON, for the OpenAPI document. */
export const TRACK_FORMS = {
  'application/geo+json':
    'GeoJSON FeatureCollection of the whole track: a MultiLineString a seal, then a Point a fix',
  'text/csv': 'the whole track, one line a fix',
  'application/gpx+xml': 'GPX 1.1 of the whole track, a segment between gaps of over ten minutes',
} as const;

/** Answers a track in the form that the client accepts. */
export async function answerTrack(
  tracks: Tracks,
  track: Track,
  query: { readonly limit: number; readonly cursor?: string | undefined },
  accept: string | undefined,
  reply: FastifyReply,
): Promise<Page<FixView> | StreamableFile> {
  void reply.header('vary', 'accept');
  const type = chooseType(accept, TRACK_TYPES);
  return type === 'application/json' ? tracks.page(track, query) : tracks.file(track, type);
}
