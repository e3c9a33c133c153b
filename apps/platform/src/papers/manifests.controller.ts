import { Body, Controller, Get, Inject, Param, Post, Query, UseInterceptors } from '@nestjs/common';
import {
  Id,
  LoadingDifferencesAnswer,
  ManifestAnswer,
  ManifestBody,
  pageAnswer,
  WholeManifestAnswer,
  type LoadingDifferencesView,
  type ManifestView,
  type Page,
  type WholeManifestView,
} from '@haidang/contract';
import { LOADING_DIFFERENCES, MANIFEST_FORMS } from '@haidang/domain';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { KeepsSignature } from '../signatures/keeps-signature.js';
import { Departures } from './departures.js';
import { Manifests } from './manifests.js';

const ListQuery = PageQuery.extend({ facilityId: Id.optional(), form: z.enum(MANIFEST_FORMS).optional() });
const ManifestId = z.uuid();
const DifferencesQuery = PageQuery.extend({ kind: z.enum(LOADING_DIFFERENCES).optional() });

@UseInterceptors(KeepsSignature)
@Controller(`${API}/manifests`)
export class ManifestsController {
  constructor(
    @Inject(Manifests) private readonly manifests: Manifests,
    @Inject(Departures) private readonly departures: Departures,
  ) {}

  @Get()
  @Describe({
    id: 'listManifests',
    tag: 'papers',
    summary: 'Lists of what comes to facilities, the latest first',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(ManifestAnswer) }],
  })
  list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<ManifestView>> {
    const { facilityId, form } = query;
    return this.manifests.list({ facilityId, form }, query);
  }

  @Post()
  @Describe({
    id: 'sendManifest',
    tag: 'papers',
    summary:
      'Tell a facility what comes: forms 01 (containers), 02 (bulk goods), 03 (to be scanned), 08 (to a bonded warehouse or CFS); or what a vessel took (departure)',
    description:
      'A higher version of a number replaces what the one before said and is not here yet. Up to ten thousand lines, all or none; each that ' +
      'is wrong is named by its place: `lines.17.container`.',
    body: { schema: ManifestBody },
    answers: [{ status: 201, description: 'the list', schema: ManifestAnswer }],
    problems: ['reference_unknown', 'already_exists', 'time_ahead'],
    write: true,
    signed: true,
  })
  send(@Call() call: WriteCall, @Body(zod(ManifestBody)) body: ManifestBody): Promise<ManifestView> {
    return this.manifests.send(call, body);
  }

  @Get(':id')
  @Describe({
    id: 'getManifest',
    tag: 'papers',
    summary: 'One list, with its lines and what became of them',
    params: { id: ManifestId },
    answers: [{ status: 200, description: 'the list', schema: WholeManifestAnswer }],
    problems: ['manifest_not_found'],
  })
  find(@Param('id', zod(ManifestId, 'id')) id: string): Promise<WholeManifestView> {
    return this.manifests.find(id);
  }

  @Get(':id/differences')
  @Describe({
    id: 'getLoadingDifferences',
    tag: 'papers',
    summary: 'How what a vessel took differs from what was declared for export and brought in',
    description: 'In the order of the containers, each difference with the papers that show it.',
    params: { id: ManifestId },
    query: DifferencesQuery,
    answers: [{ status: 200, description: 'the differences', schema: LoadingDifferencesAnswer }],
    problems: ['manifest_not_found', 'wrong_state'],
  })
  differences(
    @Param('id', zod(ManifestId, 'id')) id: string,
    @Query(zod(DifferencesQuery)) query: z.infer<typeof DifferencesQuery>,
  ): Promise<LoadingDifferencesView> {
    return this.departures.differences(id, query.kind, query);
  }
}
