import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { UserFields, type MadeUserView, type NewUser, type Page, type UserView } from '@haidang/contract';
import {
  clearSecondFactor,
  endSessionsOf,
  enterLedger,
  findUserEntry,
  insertUser,
  listUserEntries,
  lockAdministrators,
  lockUserEntry,
  setPassword,
  updateUserEntry,
  violationOf,
  type Queryable,
  type UserEntry,
} from '@haidang/store';
import { SERVING } from '../database.js';
import { ApiError } from '../http/errors.js';
import { mergePatch } from '../http/merge-patch.js';
import { pageOf, readIdCursor } from '../http/page.js';
import { Writes, type WriteCall } from '../http/writes.js';
import { parse } from '../http/zod.pipe.js';
import { actNow, changesOf } from '../ledger/act.js';
import { belongs, BELONGS } from './belonging.js';
import { hashPassword, newPassword } from './passwords.js';

/** Users as administrators look after them. One is disabled rather than deleted: what they did keeps its name. */
@Injectable()
export class Users {
  constructor(
    @Inject(SERVING) private readonly pool: Queryable,
    @Inject(Writes) private readonly writes: Writes,
  ) {}

  async list(query: {
    readonly limit: number;
    readonly cursor?: string | undefined;
  }): Promise<Page<UserView>> {
    const after = readIdCursor(query.cursor);
    const rows = await listUserEntries(this.pool, { after, limit: query.limit + 1 });
    return pageOf(rows, query.limit, userView, (row) => [row.username]);
  }

  /** @throws ApiError `user_not_found` */
  async find(id: string): Promise<UserView> {
    return userView(found(await findUserEntry(this.pool, id), id));
  }

  /** @throws ApiError `already_exists`, `reference_unknown`, `role_elsewhere` */
  async create(call: WriteCall, fields: NewUser): Promise<MadeUserView> {
    const password = fields.withoutPassword ? null : newPassword();
    const passwordHash = password === null ? null : await hashPassword(password);
    const id = randomUUID();
    const made = await this.writes.run(call, 201, async (tx) => {
      await checkPlace(tx, fields);
      const { username, name, role, organisationId } = fields;
      const user = { id, username, name, role, organisationId, passwordHash, mustChange: password !== null };
      await insertUser(tx, user).catch((error: unknown) => {
        if (violationOf(error)?.kind !== 'unique') throw error;
        throw new ApiError('already_exists', `There is a user ${username} already.`, { cause: error });
      });
      await enterLedger(tx, [actNow('user.create', `user/${id}`, { username, name, role, organisationId })]);
      return userView(found(await findUserEntry(tx, id), id));
    });
    // an answer that is kept for a repeat must not keep the password
    return made.id === id && password !== null ? { ...made, oneTimePassword: password } : made;
  }

  /** @param patch a JSON merge patch @throws ApiError `user_not_found`, `last_administrator`, as {@link create} */
  async change(call: WriteCall, id: string, patch: unknown): Promise<UserView> {
    return this.writes.run(call, 200, async (tx) => {
      await this.write(tx, id, (before) => parse(UserFields, mergePatch(before, patch)));
      return userView(found(await findUserEntry(tx, id), id));
    });
  }

  /** @throws ApiError `user_not_found`, `last_administrator` */
  async disable(call: WriteCall, id: string): Promise<void> {
    await this.writes.run(call, 204, async (tx) => {
      await this.write(tx, id, (before) => ({ ...before, disabled: true }));
    });
  }

  /** @returns a password for once; every session of the user ends @throws ApiError `user_not_found` */
  async resetPassword(call: WriteCall, id: string): Promise<string> {
    const password = newPassword();
    const passwordHash = await hashPassword(password);
    await this.writes.run(call, 200, async (tx) => {
      found(await lockUserEntry(tx, id), id);
      await setPassword(tx, id, passwordHash, true);
      await endSessionsOf(tx, id);
      await enterLedger(tx, [actNow('user.reset_password', `user/${id}`)]);
    });
    return password;
  }

  /** @throws ApiError `user_not_found` */
  async resetSecondFactor(call: WriteCall, id: string): Promise<void> {
    await this.writes.run(call, 204, async (tx) => {
      found(await lockUserEntry(tx, id), id);
      await clearSecondFactor(tx, id);
      await endSessionsOf(tx, id);
      await enterLedger(tx, [actNow('user.reset_second_factor', `user/${id}`)]);
    });
  }

  private async write(tx: Queryable, id: string, next: (before: UserFields) => UserFields): Promise<void> {
    const administrators = await lockAdministrators(tx);
    const entry = found(await lockUserEntry(tx, id), id);
    const before = fieldsOf(entry);
    const after = next(before);
    await checkPlace(tx, after);
    const staysAdministrator = after.role === 'administrator' && !after.disabled;
    if (administrators.length === 1 && administrators[0] === id && !staysAdministrator)
      throw new ApiError('last_administrator');
    await updateUserEntry(tx, { id, ...after });
    if (after.disabled) await endSessionsOf(tx, id);
    await enterLedger(tx, [actNow('user.change', `user/${id}`, changesOf(before, after))]);
  }
}

/** @throws ApiError `reference_unknown`, `role_elsewhere` */
async function checkPlace(
  tx: Queryable,
  { role, organisationId }: Pick<UserFields, 'role' | 'organisationId'>,
): Promise<void> {
  const isAtHome = await belongs(tx, role, organisationId);
  if (isAtHome === true) return;
  if (isAtHome === false) {
    const detail = `A ${role} belongs to an organisation of the kind ${BELONGS[role].join(' or ')}.`;
    throw new ApiError('role_elsewhere', detail);
  }
  const errors = [{ path: 'organisationId', message: `there is no ${organisationId} in organisations` }];
  throw new ApiError('reference_unknown', errors[0]!.message, { errors });
}

function fieldsOf({ name, role, organisationId, disabled }: UserEntry): UserFields {
  return { name, role, organisationId, disabled };
}

function userView(entry: UserEntry): UserView {
  return {
    id: entry.id,
    username: entry.username,
    ...fieldsOf(entry),
    mustChange: entry.mustChange,
    secondFactor: entry.secondFactor,
    createdAt: entry.createdAt.toISOString(),
    signedInAt: entry.signedInAt?.toISOString() ?? null,
  };
}

function found(entry: UserEntry | undefined, id: string): UserEntry {
  if (entry === undefined) throw new ApiError('user_not_found', `There is no user ${id}.`);
  return entry;
}
