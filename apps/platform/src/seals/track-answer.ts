import type { StreamableFile } from '@nestjs/common';
import type { FixView, Page } from '@haidang/contract';
import type { FastifyReply } from 'fastify';
import { chooseType } from '../http/accept.js';
import { TRACK_TYPES, type TrackFile } from './track.js';

/** Other forms of a track beside JSON, for the OpenAPI document. */
export const TRACK_FORMS = {
  'application/geo+json':
    'GeoJSON FeatureCollection of the whole track: a MultiLineString a seal, then a Point a fix',
  'text/csv': 'the whole track, one line a fix',
  'application/gpx+xml': 'GPX 1.1 of the whole track, a segment between gaps of over ten minutes',
} as const;

/** Answers a track in the form that the client accepts: JSON by the page, the others as a file. */
export async function answerTrack(
  accept: string | undefined,
  reply: FastifyReply,
  page: () => Promise<Page<FixView>>,
  file: (type: TrackFile) => StreamableFile | Promise<StreamableFile>,
): Promise<Page<FixView> | StreamableFile> {
  void reply.header('vary', 'accept');
  const type = chooseType(accept, TRACK_TYPES);
  return type === 'application/json' ? page() : file(type);
}
