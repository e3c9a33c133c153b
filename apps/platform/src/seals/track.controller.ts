import { Controller, Get, Headers, Inject, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import { FixAnswer, Id, pageAnswer, type FixView, type Page } from '@haidang/contract';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { zod } from '../http/zod.pipe.js';
import { answerTrack, TRACK_FORMS } from './track-answer.js';
import { rangeOf, TrackQuery, Tracks } from './track.js';

@Controller(`${API}/seals/:id/track`)
export class TrackController {
  constructor(@Inject(Tracks) private readonly tracks: Tracks) {}

  @Get()
  @Describe({
    id: 'getSealTrack',
    tag: 'seals',
    summary: "A seal's fixes in time order",
    description:
      'JSON comes by the page; GeoJSON, CSV and GPX come whole, and `limit` and `cursor` do not touch them.',
    params: { id: Id },
    query: TrackQuery,
    answers: [{ status: 200, description: 'the track', schema: pageAnswer(FixAnswer), alsoAs: TRACK_FORMS }],
    problems: ['seal_not_found', 'not_acceptable'],
  })
  async read(
    @Param('id', zod(Id, 'id')) id: string,
    @Query(zod(TrackQuery)) query: z.infer<typeof TrackQuery>,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<FixView> | StreamableFile> {
    const range = rangeOf(query, Date.now());
    return answerTrack(
      accept,
      reply,
      () => this.tracks.pageOfSeal(id, range, query),
      (type) => this.tracks.fileOfSeal(id, range, type),
    );
  }
}
