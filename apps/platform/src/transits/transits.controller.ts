import {
  Body,
  Controller,
  Get,
  Headers,
  Inject,
  Param,
  Patch,
  Post,
  Query,
  Req,
  Res,
  type StreamableFile,
} from '@nestjs/common';
import {
  ContainerNumber,
  Id,
  MOST_TRANSITS,
  NewTransit,
  NewTransits,
  pageAnswer,
  TimelineAnswer,
  TransitAnswer,
  TransitFixAnswer,
  TransitsMade,
  type FixView,
  type Page,
  type TimelineEntry,
  type TransitView,
} from '@haidang/contract';
import { FOUND_STEPS, normaliseContainerNumber, TRANSIT_STATES } from '@haidang/domain';
import { TRANSIT_LACKS } from '@haidang/store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { API } from '../http/api.js';
import { bytesOf, isOfType } from '../http/body-parser.js';
import { Describe } from '../http/operation.js';
import { listOf, PageQuery, rangeOf, RangeQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { PatchBody } from '../register/register.controller.js';
import { answerTrack, TRACK_FORMS } from '../seals/track-answer.js';
import { TrackQuery, Tracks } from '../seals/track.js';
import { transitsOfCsv, transitsOfJson } from './transit-lines.js';
import { TransitTracks } from './transit-tracks.js';
import { Transits } from './transits.js';

const ListQuery = PageQuery.extend({
  state: listOf(z.enum(TRANSIT_STATES)).meta({ description: 'one state, or several separated by commas' }),
  number: z.string().max(50).optional().meta({ description: 'its number, as it was entered' }),
  find: z.string().transform(normaliseContainerNumber).pipe(z.string().min(3).max(50)).optional().meta({
    description:
      'part of its number, declaration, plates, or of a container or seal of its; separators and case do not count',
  }),
  container: ContainerNumber.optional(),
  sealId: Id.optional(),
  from: Id.optional().meta({ description: 'facility of departure' }),
  to: Id.optional().meta({ description: 'facility of destination' }),
  proposed: listOf(z.enum(FOUND_STEPS)).meta({
    description:
      'a step, or several separated by commas, that was detected and waits for an officer to confirm it',
  }),
  carrierId: Id.optional(),
  routeId: Id.optional(),
  officeId: Id.optional().meta({ description: 'the office of its place of departure' }),
  without: listOf(z.enum(TRANSIT_LACKS)).meta({
    description: 'those alone that have none of it: `office`, `carrier`, or both separated by a comma',
  }),
  reported: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .meta({ description: 'whether an incident was reported of its way' }),
  moved: z
    .enum(['registered', 'departed', 'arrived'])
    .default('registered')
    .meta({ description: 'what happened to it between `since` and `until`' }),
  ...RangeQuery,
});

const CSV = 'text/csv';
const one = { status: 200, description: 'the transit', schema: TransitAnswer };

@Controller(`${API}/transits`)
export class TransitsController {
  constructor(
    @Inject(Transits) private readonly transits: Transits,
    @Inject(TransitTracks) private readonly transitTracks: TransitTracks,
    @Inject(Tracks) private readonly tracks: Tracks,
  ) {}

  @Get()
  @Describe({
    id: 'listTransits',
    tag: 'transits',
    summary: 'The transits, newest first, by when that happened to them which `moved` names',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(TransitAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<TransitView>> {
    const moved = { what: query.moved, ...rangeOf(query) };
    return this.transits.list({ ...query, states: query.state, moved }, query);
  }

  @Post()
  @Describe({
    id: 'createTransit',
    tag: 'transits',
    summary: 'Register a movement of sealed goods from an office of departure to an office of destination',
    body: { schema: NewTransit },
    answers: [{ status: 201, description: 'the transit', schema: TransitAnswer, location: true }],
    problems: ['already_exists', 'reference_unknown', 'seal_in_use'],
    write: true,
  })
  async create(@Call() call: WriteCall, @Body(zod(NewTransit)) body: NewTransit): Promise<TransitView> {
    const made = await this.transits.create(call, body);
    void call.reply.header('location', `/${API}/transits/${made.id}`);
    return made;
  }

  @Post('import')
  @Describe({
    id: 'createTransits',
    tag: 'transits',
    summary: `Register up to ${MOST_TRANSITS} transits, all or none`,
    description:
      `As JSON, or as \`${CSV}\` with a line of column names (number, declaration, regime, from, to, routeId, carrierId, departBy, arriveBy, plate, ` +
      'trailer, container, sealId, carrierSeal, customsSeal): a line a container, lines of one number are one transit. Every error is named, with its line.',
    body: { schema: NewTransits, types: ['application/json', CSV] },
    answers: [{ status: 201, description: 'what was registered', schema: TransitsMade }],
    problems: ['not_json', 'already_exists', 'reference_unknown', 'seal_in_use', 'forbidden'],
    write: true,
  })
  createAll(
    @Call() call: WriteCall,
    @Req() request: FastifyRequest,
    @Body() body: unknown,
  ): Promise<TransitsMade> {
    const [bytes, isCsv] = [bytesOf(request, body), isOfType(request, CSV)];
    return this.transits.createAll(call, isCsv ? transitsOfCsv(bytes) : transitsOfJson(bytes));
  }

  @Get(':id')
  @Describe({
    id: 'getTransit',
    tag: 'transits',
    summary: 'One transit',
    params: { id: Id },
    answers: [one],
    problems: ['transit_not_found'],
  })
  async find(@Param('id', zod(Id, 'id')) id: string): Promise<TransitView> {
    return this.transits.view(await this.transits.find(id));
  }

  @Patch(':id')
  @Describe({
    id: 'changeTransit',
    tag: 'transits',
    summary: 'Change what was entered of a transit',
    description:
      'Everything while it is registered; everything but the containers while it is sealed; arriveBy and rules on the way.',
    params: { id: Id },
    body: { schema: PatchBody, patch: true },
    answers: [one],
    problems: ['transit_not_found', 'wrong_state', 'already_exists', 'reference_unknown', 'seal_in_use'],
    write: true,
  })
  change(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body() patch: unknown,
  ): Promise<TransitView> {
    return this.transits.change(call, id, patch);
  }

  @Get(':id/timeline')
  @Describe({
    id: 'getTransitTimeline',
    tag: 'transits',
    summary: 'Everything that happened to a transit, in time order',
    params: { id: Id },
    query: PageQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(TimelineAnswer) }],
    problems: ['transit_not_found'],
  })
  timeline(
    @Param('id', zod(Id, 'id')) id: string,
    @Query(zod(PageQuery)) query: z.infer<typeof PageQuery>,
  ): Promise<Page<TimelineEntry>> {
    return this.transits.timeline(id, query);
  }

  @Get(':id/track')
  @Describe({
    id: 'getTransitTrack',
    tag: 'transits',
    summary: 'The tracks of its seals between departure and arrival, or now',
    description: '`from` and `to` narrow it. JSON comes by the page; GeoJSON, CSV and GPX come whole.',
    params: { id: Id },
    query: TrackQuery,
    answers: [
      { status: 200, description: 'the track', schema: pageAnswer(TransitFixAnswer), alsoAs: TRACK_FORMS },
    ],
    problems: ['transit_not_found', 'not_acceptable'],
  })
  async track(
    @Param('id', zod(Id, 'id')) id: string,
    @Query(zod(TrackQuery)) query: z.infer<typeof TrackQuery>,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Page<FixView> | StreamableFile> {
    const track = await this.transitTracks.of(await this.transits.find(id), query, Date.now());
    return answerTrack(
      accept,
      reply,
      () => this.tracks.page(track, query),
      (type) => this.tracks.file(track, type),
    );
  }
}
