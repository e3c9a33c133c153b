import {
  Body,
  Controller,
  Delete,
  Get,
  Inject,
  Param,
  Patch,
  Post,
  Query,
  type PipeTransform,
} from '@nestjs/common';
import {
  Id,
  pageAnswer,
  Seal,
  SealAnswer,
  SealBatch,
  SealBatchAnswer,
  type Page,
  type SealView,
} from '@haidang/contract';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { parse, zod } from '../http/zod.pipe.js';
import { PatchBody } from '../register/register.controller.js';
import { Register } from '../register/register.js';
import { seals } from '../register/resources.js';
import { Seals } from './seals.js';
import { sealView } from './view.js';

type OneOrMany = Seal | z.infer<typeof SealBatch>;

/** Which of the two a body is meant to be is seen first, so that what is wrong with it is said plainly. */
const oneOrMany: PipeTransform<unknown, OneOrMany> = {
  transform: (body) =>
    typeof body === 'object' && body !== null && 'items' in body ? parse(SealBatch, body) : parse(Seal, body),
};

@Controller(`${API}/seals`)
export class SealsController {
  constructor(
    @Inject(Seals) private readonly sealViews: Seals,
    @Inject(Register) private readonly register: Register,
  ) {}

  @Get()
  @Describe({
    id: 'listSeals',
    tag: 'register',
    summary: 'The seals, by id, with what was last heard of each',
    query: PageQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(SealAnswer) }],
  })
  list(@Query(zod(PageQuery)) query: z.infer<typeof PageQuery>): Promise<Page<SealView>> {
    return this.sealViews.list(query);
  }

  @Post()
  @Describe({
    id: 'createSeal',
    tag: 'register',
    summary: 'Register a seal, or up to ten thousand at once',
    description: 'Of many, all are registered or none; each that is wrong is named by its place in the list.',
    body: { schema: z.union([Seal, SealBatch]) },
    answers: [
      {
        status: 201,
        description: 'the seal, or all of them',
        schema: z.union([SealAnswer, SealBatchAnswer]),
        location: true,
      },
    ],
    problems: ['already_exists', 'reference_unknown'],
    write: true,
  })
  async create(
    @Call() call: WriteCall,
    @Body(oneOrMany) body: OneOrMany,
  ): Promise<SealView | { items: SealView[] }> {
    if ('items' in body) {
      return this.register.createAll(seals, call, body.items, (made) => ({ items: made.map(unheard) }));
    }
    const made = await this.register.create(seals, call, body, unheard);
    void call.reply.header('location', `/${API}/seals/${made.id}`);
    return made;
  }

  @Get(':id')
  @Describe({
    id: 'getSeal',
    tag: 'register',
    summary: 'One seal with what was last heard of it',
    params: { id: Id },
    answers: [{ status: 200, description: 'the seal', schema: SealAnswer }],
    problems: ['seal_not_found'],
  })
  find(@Param('id', zod(Id, 'id')) id: string): Promise<SealView> {
    return this.sealViews.find(id);
  }

  @Patch(':id')
  @Describe({
    id: 'changeSeal',
    tag: 'register',
    summary: 'Change a seal',
    params: { id: Id },
    body: { schema: PatchBody, patch: true },
    answers: [{ status: 200, description: 'the seal', schema: SealAnswer }],
    problems: ['seal_not_found', 'reference_unknown'],
    write: true,
  })
  async change(
    @Call() call: WriteCall,
    @Param('id', zod(Id, 'id')) id: string,
    @Body() patch: unknown,
  ): Promise<SealView> {
    const changed = await this.register.change(seals, call, id, patch);
    const [view] = await this.sealViews.views([id]);
    return view ?? unheard(changed);
  }

  @Delete(':id')
  @Describe({
    id: 'removeSeal',
    tag: 'register',
    summary: 'Remove a seal that was never used: what it reported is evidence',
    params: { id: Id },
    answers: [{ status: 204, description: 'it is gone' }],
    problems: ['seal_not_found', 'in_use'],
    write: true,
  })
  remove(@Call() call: WriteCall, @Param('id', zod(Id, 'id')) id: string): Promise<void> {
    return this.register.remove(seals, call, id);
  }
}

/** A seal just made, or gone since it was changed: nothing is heard of it. */
function unheard(seal: Seal): SealView {
  return sealView(seal, null, undefined);
}
