import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  DecisionAnswer,
  Id,
  OverrideBody,
  pageAnswer,
  PassageAnswer,
  PassageBody,
  type DecisionView,
  type Page,
  type PassageView,
} from '@haidang/contract';
import { isPassageKnown, listPassages, type ScopedPool } from '@haidang/store';
import { z } from 'zod';
import { SERVING } from '../database.js';
import { Sights } from '../access/sights.js';
import { API } from '../http/api.js';
import { ApiError } from '../http/errors.js';
import { Describe } from '../http/operation.js';
import { PageQuery, placedPage, rangeOf, RangeQuery, readTimeCursor } from '../http/page.js';
import { Call, Writes, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { OfflinePassages } from '../offline/offline-passages.js';
import { isDecidedOffline } from '../offline/told.js';
import { Pipeline } from '../pipeline/pipeline.js';
import { Register } from '../register/register.js';
import { gates } from '../register/resources.js';
import { Overrides } from './overrides.js';
import { passageView } from './view.js';

/** A gate gives its passages ids of its own. */
const PassageId = z.string().min(1).max(100);

const ListQuery = PageQuery.extend({ ...RangeQuery });

@Controller(`${API}/gates/:id/passages`)
export class PassagesController {
  constructor(
    @Inject(SERVING) private readonly db: ScopedPool,
    @Inject(Writes) private readonly writes: Writes,
    @Inject(Pipeline) private readonly pipeline: Pipeline,
    @Inject(Register) private readonly register: Register,
    @Inject(Sights) private readonly sights: Sights,
    @Inject(Overrides) private readonly overrides: Overrides,
    @Inject(OfflinePassages) private readonly offline: OfflinePassages,
  ) {}

  @Post()
  @Describe({
    id: 'reportPassage',
    tag: 'gates',
    summary: 'What a gate saw at a lane; the answer is the decision, once it is committed',
    description:
      'The same form and way as by MQTT. A passage sent again gets the first decision. One that a gatehouse decided without a network carries `decidedOffline`: it is judged anew by what was known at its time, and holds nobody any more.',
    params: { id: Id },
    body: { schema: PassageBody },
    answers: [
      { status: 201, description: 'the decision', schema: DecisionAnswer },
      {
        status: 200,
        description: 'the first decision: the passage was taken before',
        schema: DecisionAnswer,
      },
    ],
    problems: [
      'unknown_gate',
      'bad_field',
      'missing_field',
      'too_large',
      'time_ahead',
      'time_before_2020',
      'time_dropped',
      'conflict',
      'unstorable',
      'papers_changed',
    ],
    write: true,
  })
  report(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) gateId: string,
    @Body() body: unknown,
  ): Promise<DecisionView> {
    if (!this.sights.isOwnGate(this.sights.now(), gateId))
      throw new ApiError('unknown_gate', `no gate ${gateId} in the register`);
    if (isDecidedOffline(body)) return this.offline.take(call, gateId, body);
    return this.writes.around(call, async () => {
      const known = await this.isKnown(gateId, body);
      return { answer: await this.pipeline.takePassage(gateId, body), status: known ? 200 : 201 };
    });
  }

  @Get()
  @Describe({
    id: 'listPassages',
    tag: 'gates',
    summary: 'The passages of a gate with their decisions, newest first',
    params: { id: Id },
    query: ListQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(PassageAnswer) }],
    problems: ['gate_not_found'],
  })
  async list(
    @Param('id', zod(Id, 'id')) gateId: string,
    @Query(zod(ListQuery)) query: z.infer<typeof ListQuery>,
  ): Promise<Page<PassageView>> {
    await this.register.find(gates, gateId);
    const after = readTimeCursor(query.cursor);
    const rows = await listPassages(this.db, gateId, rangeOf(query), { after, limit: query.limit + 1 });
    return placedPage(rows, query.limit, (record) => passageView(record, record.receivedAt));
  }

  @Post(':passageId/override')
  @Describe({
    id: 'overridePassage',
    tag: 'gates',
    summary: 'An officer lets through, or holds, otherwise than it was decided, with a reason',
    params: { id: Id, passageId: PassageId },
    body: { schema: OverrideBody },
    answers: [{ status: 201, description: 'the passage as it stands', schema: PassageAnswer }],
    problems: ['passage_not_found', 'wrong_state', 'papers_changed'],
    write: true,
  })
  override(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) gateId: string,
    @Param('passageId', zod(PassageId, 'passageId')) passageId: string,
    @Body(zod(OverrideBody)) body: z.infer<typeof OverrideBody>,
  ): Promise<PassageView> {
    return this.overrides.decide(call, gateId, passageId, body);
  }

  private async isKnown(gateId: string, body: unknown): Promise<boolean> {
    const id = (body as { id?: unknown } | null | undefined)?.id;
    return typeof id === 'string' && !id.includes('\0') && (await isPassageKnown(this.db, gateId, id));
  }
}
