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
  Res,
  type Type,
} from '@nestjs/common';
import { Id, pageAnswer, type Page } from '@haidang/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { entityTag } from './entity-tag.js';
import { Register } from './register.js';
import type { Resource } from './resource.js';

type PageOptions = z.infer<typeof PageQuery>;

export const PatchBody = z.record(z.string(), z.unknown()).meta({
  description: 'JSON merge patch (RFC 7396): a given field replaces, null removes; the id stays',
});

/** The five calls on one kind of thing in the register. */
export function registerController<T extends { id: string }>(resource: Resource<T>): Type<unknown> {
  const { path, thing, notFound, schema, answer } = resource;
  const name = thing[0]!.toUpperCase() + thing.slice(1);
  const one = { status: 200, description: `the ${thing}`, schema: answer };
  const tagged = { ...one, tag: true };

  @Controller(`${API}/${path}`)
  class RegisterController {
    constructor(@Inject(Register) private readonly register: Register) {}

    @Get()
    @Describe({
      id: `list${name}s`.replace(/ys$/, 'ies'),
      tag: 'register',
      summary: `The ${path}, by id`,
      query: PageQuery,
      answers: [{ status: 200, description: 'a page', schema: pageAnswer(answer) }],
    })
    list(@Query(zod(PageQuery)) query: PageOptions): Promise<Page<T>> {
      return this.register.list(resource, query);
    }

    @Post()
    @Describe({
      id: `create${name}`,
      tag: 'register',
      summary: `Register a ${thing}`,
      body: { schema },
      answers: [{ status: 201, description: `the ${thing}`, schema: answer, location: true }],
      problems: ['already_exists', 'reference_unknown'],
      write: true,
    })
    async create(@Call() call: WriteCall, @Body(zod(schema)) body: T): Promise<T> {
      const made = await this.register.create(resource, call, body, (value) => value);
      void call.reply.header('location', `/${API}/${path}/${made.id}`);
      return made;
    }

    @Get(':id')
    @Describe({
      id: `get${name}`,
      tag: 'register',
      summary: `One ${thing}`,
      params: { id: Id },
      answers: [tagged],
      problems: [notFound],
    })
    async find(
      @Param('id', zod(Id, 'id')) id: string,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<T> {
      const found = await this.register.find(resource, id);
      void reply.header('etag', entityTag(found));
      return found;
    }

    @Patch(':id')
    @Describe({
      id: `change${name}`,
      tag: 'register',
      summary: `Change a ${thing}`,
      params: { id: Id },
      body: { schema: PatchBody, patch: true },
      answers: [one],
      problems: [notFound, 'reference_unknown'],
      write: true,
      conditional: true,
    })
    change(
      @Call() call: WriteCall,
      @Param('id', zod(Id, 'id')) id: string,
      @Body() patch: unknown,
    ): Promise<T> {
      return this.register.change(resource, call, id, patch);
    }

    @Delete(':id')
    @Describe({
      id: `remove${name}`,
      tag: 'register',
      summary: `Remove a ${thing} that nothing refers to`,
      params: { id: Id },
      answers: [{ status: 204, description: 'it is gone' }],
      problems: [notFound, 'in_use'],
      write: true,
      conditional: true,
    })
    remove(@Call() call: WriteCall, @Param('id', zod(Id, 'id')) id: string): Promise<void> {
      return this.register.remove(resource, call, id);
    }
  }

  Object.defineProperty(RegisterController, 'name', { value: `${name}Controller` });
  return RegisterController;
}
