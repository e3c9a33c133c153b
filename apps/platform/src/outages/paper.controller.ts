import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  Id,
  pageAnswer,
  PaperEntriesBody,
  PaperImportAnswer,
  WholePaperImportAnswer,
  type Page,
  type PaperImportView,
  type WholePaperImportView,
} from '@haidang/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { API } from '../http/api.js';
import { HARMLESS_POLICY } from '../http/browser-headers.js';
import { bytesOf, isOfType } from '../http/body-parser.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { PaperEntries } from './paper-entries.js';
import { PaperForms } from './paper-forms.js';
import { linesOfCsv, linesOfJson } from './paper-lines.js';

const CSV = 'text/csv';
const ImportId = z.uuid();
/** Of a file, which has no place for what holds for the whole. */
const EnterQuery = z.object({
  outageId: z.uuid().optional(),
  gateId: Id.optional(),
  vouchedBy: z.string().trim().min(1).max(100).optional(),
});
const FormQuery = z.object({
  direction: z.enum(['in', 'out']).default('out'),
  sheets: z.coerce.number().int().min(1).max(50).default(2),
  lines: z.coerce.number().int().min(5).max(30).default(12),
  lang: z.enum(['vi', 'en']).default('vi'),
});
const ReportQuery = PageQuery.extend({
  odd: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .default(false)
    .meta({ description: 'true: lines that would have been held, or that something contradicts' }),
});
/** A page that is only looked at and printed. */
const HARMLESS = `${HARMLESS_POLICY}; sandbox allow-modals`;

@Controller(`${API}/facilities/:id`)
export class PaperController {
  constructor(
    @Inject(PaperEntries) private readonly entries: PaperEntries,
    @Inject(PaperForms) private readonly forms: PaperForms,
  ) {}

  @Get('paper-forms')
  @Describe({
    id: 'getPaperForms',
    tag: 'outages',
    summary: 'Sheets to print with numbered blank lines, and what may leave or is expected as of now',
    params: { id: Id },
    query: FormQuery,
    answers: [{ status: 200, description: 'a page to print', alsoAs: { 'text/html': 'the page' } }],
    problems: ['facility_not_found'],
  })
  async print(
    @Param('id', zod(Id, 'id')) id: string,
    @Query(zod(FormQuery)) query: z.infer<typeof FormQuery>,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const page = await this.forms.print(id, query);
    void reply.type('text/html; charset=utf-8').header('content-security-policy', HARMLESS);
    await reply.header('cache-control', 'no-store').send(page);
  }

  @Post('paper-entries')
  @Describe({
    id: 'enterPaper',
    tag: 'outages',
    summary: 'Up to 10,000 lines of paper forms, all or none: at their true times, with who vouches for them',
    description:
      `As JSON, or as \`${CSV}\` with a line of column names (sheet, line, gateId, direction, time, container, plate, carrierSeal, sealId, ` +
      'vouchedBy, note); of a file, what holds for the whole stands in the query. A line is known by sheet and number: entered again it ' +
      'changes nothing. The answer counts what was found; the report has each line.',
    params: { id: Id },
    query: EnterQuery,
    body: { schema: PaperEntriesBody, types: ['application/json', CSV] },
    answers: [
      { status: 201, description: 'entered', schema: PaperImportAnswer },
      { status: 200, description: 'all of it was entered before', schema: PaperImportAnswer },
    ],
    problems: [
      'facility_not_found',
      'outage_not_found',
      'not_json',
      'conflict',
      'papers_changed',
      'unstorable',
    ],
    write: true,
  })
  enter(
    @Call() call: WriteCall,
    @Req() request: FastifyRequest,
    @Param('id', zod(Id, 'id')) id: string,
    @Query(zod(EnterQuery)) query: z.infer<typeof EnterQuery>,
    @Body() body: unknown,
  ): Promise<PaperImportView> {
    const [bytes, isCsv] = [bytesOf(request, body), isOfType(request, CSV)];
    return this.entries.enter(call, id, isCsv ? linesOfCsv(bytes, query) : linesOfJson(bytes, query));
  }

  @Get('paper-entries')
  @Describe({
    id: 'listPaperImports',
    tag: 'outages',
    summary: 'What was entered from paper, the latest first',
    params: { id: Id },
    query: PageQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(PaperImportAnswer) }],
    problems: ['facility_not_found'],
  })
  list(
    @Param('id', zod(Id, 'id')) id: string,
    @Query(zod(PageQuery)) query: z.infer<typeof PageQuery>,
  ): Promise<Page<PaperImportView>> {
    return this.entries.list(id, query);
  }

  @Get('paper-entries/:importId')
  @Describe({
    id: 'getPaperImport',
    tag: 'outages',
    summary: 'The report: each line, what would have held it by what was known then, and what says otherwise',
    params: { id: Id, importId: ImportId },
    query: ReportQuery,
    answers: [
      { status: 200, description: 'the report, and a page of its lines', schema: WholePaperImportAnswer },
    ],
    problems: ['facility_not_found', 'paper_import_not_found'],
  })
  report(
    @Param('id', zod(Id, 'id')) id: string,
    @Param('importId', zod(ImportId, 'importId')) importId: string,
    @Query(zod(ReportQuery)) query: z.infer<typeof ReportQuery>,
  ): Promise<WholePaperImportView> {
    return this.entries.find(id, importId, query);
  }
}
