import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  Id,
  LedgerEntryAnswer,
  LedgerProofAnswer,
  pageAnswer,
  Time,
  type LedgerEntryView,
  type LedgerProofView,
  type Page,
} from '@haidang/contract';
import { normaliseContainerNumber, parseInstant } from '@haidang/domain';
import {
  findLedgerEntry,
  listLedger,
  proveEntry,
  readSubjectsOfContainers,
  type ScopedPool,
} from '@haidang/store';
import { z } from 'zod';
import { SERVING } from '../database.js';
import { API } from '../http/api.js';
import { ApiError } from '../http/errors.js';
import { Describe } from '../http/operation.js';
import { listOf, pageOf, PageQuery, readCursor } from '../http/page.js';
import { zod } from '../http/zod.pipe.js';
import { ledgerView } from './view.js';

const Subject = z
  .string()
  .regex(/^[a-z-]{1,40}\/[A-Za-z0-9_.:/-]{1,160}$/, { message: 'a thing and its id, `transit/T1`' });
const Kind = z
  .string()
  .regex(/^[a-z-]{1,40}\.[a-z_]{1,40}$/, { message: 'a thing and a deed, `transit.depart`' });

const ListQuery = PageQuery.extend({
  subject: listOf(Subject).meta({
    description:
      'a thing and its id, or several separated by commas: `transit/T1`, `alarm/…`, `zone/Z1`; `container/NUMBER` stands for its whole story',
  }),
  kind: listOf(Kind).meta({ description: 'one kind, or several separated by commas' }),
  personId: Id.optional(),
  from: Time.optional(),
  to: Time.optional().meta({ description: 'not included' }),
});
const OF_CONTAINER = 'container/';
const EntryId = z.uuid();
const Position = z.tuple([z.int().min(1)]);

@Controller(`${API}/ledger`)
export class LedgerController {
  constructor(@Inject(SERVING) private readonly db: ScopedPool) {}

  @Get()
  @Describe({
    id: 'listLedger',
    tag: 'ledger',
    summary: 'What was done and by whom, in the order of the chain, the latest first',
    description: 'An act is chained within a second; before that it is not in the list.',
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(LedgerEntryAnswer) }],
  })
  async list(@Query(zod(ListQuery)) query: z.infer<typeof ListQuery>): Promise<Page<LedgerEntryView>> {
    const { kind, personId, from, to, limit } = query;
    const subject = query.subject && (await this.withStories(query.subject));
    const time = (text: string | undefined) => (text === undefined ? undefined : parseInstant(text));
    const after = readCursor(query.cursor, Position)?.[0] ?? null;
    const filter = { subjects: subject, kinds: kind, personId, from: time(from), to: time(to) };
    const rows = await listLedger(this.db, filter, { after, limit: limit + 1 });
    return pageOf(rows, limit, ledgerView, ({ position }) => [position!]);
  }

  /** A container is named by little that is done with it: what is asked is what was done with its papers, passages and transits as well. */
  private async withStories(subjects: readonly string[]): Promise<string[]> {
    const containers = subjects.filter((subject) => subject.startsWith(OF_CONTAINER));
    if (containers.length === 0) return [...subjects];
    const numbers = containers.map((subject) => normaliseContainerNumber(subject.slice(OF_CONTAINER.length)));
    return [...new Set([...subjects, ...(await readSubjectsOfContainers(this.db, numbers))])];
  }

  @Get(':id')
  @Describe({
    id: 'getLedgerEntry',
    tag: 'ledger',
    summary: 'One entry',
    params: { id: EntryId },
    answers: [{ status: 200, description: 'the entry', schema: LedgerEntryAnswer }],
    problems: ['ledger_entry_not_found'],
  })
  async find(@Param('id', zod(EntryId, 'id')) id: string): Promise<LedgerEntryView> {
    const entry = await findLedgerEntry(this.db, id);
    if (entry === undefined) throw new ApiError('ledger_entry_not_found', `There is no entry ${id}.`);
    return ledgerView(entry);
  }

  @Get(':id/proof')
  @Describe({
    id: 'proveLedgerEntry',
    tag: 'ledger',
    summary: 'What proves the entry offline, with the public key alone',
    description:
      'Check it with `npm run cli -- ledger check FILE --key PUBLIC.pem`, or as docs/ledger.md says.',
    params: { id: EntryId },
    answers: [{ status: 200, description: 'the proof', schema: LedgerProofAnswer }],
    problems: ['ledger_entry_not_found', 'ledger_not_signed'],
  })
  async prove(@Param('id', zod(EntryId, 'id')) id: string): Promise<LedgerProofView> {
    const entry = await this.find(id);
    const proof = entry.position === undefined ? undefined : await proveEntry(this.db, entry.position);
    if (proof === undefined)
      throw new ApiError('ledger_not_signed', `No checkpoint is over the entry ${id} yet.`);
    return proof as unknown as LedgerProofView;
  }
}
