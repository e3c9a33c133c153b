import { Body, Controller, Delete, Get, Inject, Param, Patch, Post, Query } from '@nestjs/common';
import {
  MadeUserAnswer,
  NewUser,
  OneTimePasswordAnswer,
  pageAnswer,
  UserAnswer,
  type MadeUserView,
  type OneTimePasswordView,
  type Page,
  type UserView,
} from '@haidang/contract';
import { z } from 'zod';
import { API } from '../http/api.js';
import { Describe } from '../http/operation.js';
import { PageQuery } from '../http/page.js';
import { Call, type WriteCall } from '../http/writes.js';
import { zod } from '../http/zod.pipe.js';
import { PatchBody } from '../register/register.controller.js';
import { Users } from './users.js';

const UserId = z.uuid();
/** The call takes none; `{}` is what there is to send. */
const Nothing = z.object({}).default({});

@Controller(`${API}/users`)
export class UsersController {
  constructor(@Inject(Users) private readonly users: Users) {}

  @Get()
  @Describe({
    id: 'listUsers',
    tag: 'users',
    summary: 'The users, by the name they sign in with',
    query: PageQuery,
    answers: [{ status: 200, description: 'a page', schema: pageAnswer(UserAnswer) }],
  })
  list(@Query(zod(PageQuery)) query: z.infer<typeof PageQuery>): Promise<Page<UserView>> {
    return this.users.list(query);
  }

  @Post()
  @Describe({
    id: 'createUser',
    tag: 'users',
    summary: 'Give somebody access; the answer holds a password for the first sign-in',
    body: { schema: NewUser },
    answers: [{ status: 201, description: 'the user', schema: MadeUserAnswer, location: true }],
    problems: ['already_exists', 'reference_unknown', 'role_elsewhere'],
    write: true,
  })
  async create(@Call() call: WriteCall, @Body(zod(NewUser)) body: NewUser): Promise<MadeUserView> {
    const made = await this.users.create(call, body);
    void call.reply.header('location', `/${API}/users/${made.id}`).header('cache-control', 'no-store');
    return made;
  }

  @Get(':id')
  @Describe({
    id: 'getUser',
    tag: 'users',
    summary: 'One user',
    params: { id: UserId },
    answers: [{ status: 200, description: 'the user', schema: UserAnswer }],
    problems: ['user_not_found'],
  })
  find(@Param('id', zod(UserId, 'id')) id: string): Promise<UserView> {
    return this.users.find(id);
  }

  @Patch(':id')
  @Describe({
    id: 'changeUser',
    tag: 'users',
    summary: 'Change name, role, organisation, or whether they may sign in (`disabled`)',
    params: { id: UserId },
    body: { schema: PatchBody, patch: true },
    answers: [{ status: 200, description: 'the user', schema: UserAnswer }],
    problems: ['user_not_found', 'reference_unknown', 'role_elsewhere', 'last_administrator'],
    write: true,
  })
  change(
    @Call() call: WriteCall,
    @Param('id', zod(UserId, 'id')) id: string,
    @Body() patch: unknown,
  ): Promise<UserView> {
    return this.users.change(call, id, patch);
  }

  @Delete(':id')
  @Describe({
    id: 'disableUser',
    tag: 'users',
    summary: 'Disable a user: they are out at once, and what they did keeps their name',
    params: { id: UserId },
    answers: [{ status: 204, description: 'disabled' }],
    problems: ['user_not_found', 'last_administrator'],
    write: true,
  })
  disable(@Call() call: WriteCall, @Param('id', zod(UserId, 'id')) id: string): Promise<void> {
    return this.users.disable(call, id);
  }

  @Post(':id/reset-password')
  @Describe({
    id: 'resetPassword',
    tag: 'users',
    summary: 'A password for the next sign-in, which must then be changed; every session of the user ends',
    params: { id: UserId },
    body: { schema: Nothing, required: false },
    answers: [{ status: 200, description: 'the password, told once', schema: OneTimePasswordAnswer }],
    problems: ['user_not_found'],
    write: true,
  })
  async resetPassword(
    @Call() call: WriteCall,
    @Param('id', zod(UserId, 'id')) id: string,
  ): Promise<OneTimePasswordView> {
    void call.reply.header('cache-control', 'no-store');
    // a repeated key would be told a password that was never set
    return { oneTimePassword: await this.users.resetPassword({ ...call, key: undefined }, id) };
  }

  @Post(':id/reset-second-factor')
  @Describe({
    id: 'resetSecondFactor',
    tag: 'users',
    summary: "The user's authenticator is lost: the second factor is gone, every session ends",
    params: { id: UserId },
    body: { schema: Nothing, required: false },
    answers: [{ status: 204, description: 'it is gone' }],
    problems: ['user_not_found'],
    write: true,
  })
  resetSecondFactor(@Call() call: WriteCall, @Param('id', zod(UserId, 'id')) id: string): Promise<void> {
    return this.users.resetSecondFactor(call, id);
  }
}
