import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { ensureCentre, inTransaction, insertUser, lockAdministrators } from '@haidang/store';
import type { Pool } from 'pg';
import { IDENTITY } from '../database.js';
import { hashPassword, newPassword } from './passwords.js';

const USERNAME = 'admin';
/** One lock for all who start at once; the number is arbitrary and ours. */
const FIRST_LOCK = 4_846_420;
const NAME = 'Quản trị viên';

/** Somebody must be able to come in first. */
@Injectable()
export class FirstAdministrator {
  constructor(@Inject(IDENTITY) private readonly pool: Pool) {}

  /**
   * Makes an administrator where there is none. The password is said here and never again: the database has its hash, and it must be
   * changed at the first sign-in.
   * @param print takes what the operator is to read; not the log, which is kept and passed on
   */
  async ensure(print: (text: string) => void): Promise<void> {
    const password = newPassword();
    const made = await inTransaction(this.pool, async (tx) => {
      // two platforms that start at once make one
      await tx.query('select pg_advisory_xact_lock($1)', [FIRST_LOCK]);
      if ((await lockAdministrators(tx)).length > 0) return false;
      const [organisationId, passwordHash] = [await ensureCentre(tx), await hashPassword(password)];
      const user = { id: randomUUID(), username: USERNAME, name: NAME, role: 'administrator' as const };
      await insertUser(tx, { ...user, organisationId, passwordHash, mustChange: true });
      return true;
    });
    if (made) print(welcome(password));
  }
}

function welcome(password: string): string {
  const rule = '─'.repeat(64);
  return [
    '',
    rule,
    '  Quản trị viên đầu tiên / The first administrator',
    `  Tên đăng nhập / username:  ${USERNAME}`,
    `  Mật khẩu / password:       ${password}`,
    '  Chỉ hiện một lần; phải đổi khi đăng nhập lần đầu.',
    '  Shown only now; it must be changed at the first sign-in.',
    rule,
    '',
    '',
  ].join('\n');
}
