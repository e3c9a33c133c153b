import { randomUUID } from 'node:crypto';
import {
  accountKey,
  clearSecondFactor,
  endSessionsOf,
  ensureCentre,
  enterLedger,
  findUser,
  forgetAllFailures,
  insertUser,
  inTransaction,
  setPassword,
} from '@haidang/store';
import type { Command } from 'commander';
import { Username } from '@haidang/contract';
import type { Pool } from 'pg';
import type { WithDatabase } from '../cli/command.js';
import { hashPassword, newPassword } from './passwords.js';

/** `admin …`: what whoever runs the machine does when nobody can sign in to do it. */
export function addAdminCommands(program: Command, withDatabase: WithDatabase): void {
  const admin = program.command('admin').description('administrators, for whoever runs the machine');

  admin
    .command('create <username>')
    .description(
      'make an administrator; the password is printed once and must be changed at the first sign-in',
    )
    .option('--name <name>', 'as it stands beside what they do', 'Quản trị viên')
    .option('--organisation <id>', 'where they belong; without it: the centre')
    .action((username: string, { name, organisation }: { name: string; organisation?: string }) =>
      withDatabase((pool) => create(pool, username, name, organisation)),
    );

  admin
    .command('reset-password <username>')
    .description("a new password for once; every session and wait of the user's ends, also of a disabled one")
    .option('--second-factor', 'take the second factor away, too: the authenticator is lost')
    .action((username: string, { secondFactor }: { secondFactor?: true }) =>
      withDatabase((pool) => reset(pool, username, secondFactor === true)),
    );
}

async function create(pool: Pool, typed: string, name: string, organisation?: string): Promise<void> {
  const parsed = Username.safeParse(typed);
  if (!parsed.success) throw new Error(`${typed}: ${parsed.error.issues[0]!.message}`);
  const username = parsed.data;
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  await inTransaction(pool, async (tx) => {
    if ((await findUser(tx, { username })) !== undefined)
      throw new Error(`there is a user ${username} already`);
    const organisationId = organisation ?? (await ensureCentre(tx));
    const known = await tx.query('select 1 from organisations where id = $1', [organisationId]);
    if (known.rowCount === 0) throw new Error(`there is no organisation ${organisationId}`);
    const user = { id: randomUUID(), username, name, role: 'administrator', organisationId } as const;
    await insertUser(tx, { ...user, passwordHash, mustChange: true });
    await enterLedger(tx, [act('user.create', user.id, { username, role: user.role, organisationId })]);
  });
  say(username, password);
}

async function reset(pool: Pool, username: string, secondFactor: boolean): Promise<void> {
  const password = newPassword();
  const passwordHash = await hashPassword(password);
  await inTransaction(pool, async (tx) => {
    const user = await findUser(tx, { username });
    if (user === undefined) throw new Error(`there is no user ${username}`);
    await setPassword(tx, user.id, passwordHash, true);
    await tx.query('update users set disabled_at = null where id = $1', [user.id]);
    if (secondFactor) await clearSecondFactor(tx, user.id);
    await endSessionsOf(tx, user.id);
    for (const key of [username, user.id]) await forgetAllFailures(tx, accountKey(key));
    await enterLedger(tx, [act('user.reset_password', user.id, { secondFactor })]);
  });
  say(username, password);
}

function act(kind: string, id: string, data: object) {
  return { kind, subject: `user/${id}`, at: Date.now(), by: null, data: { ...data, from: 'command line' } };
}

function say(username: string, password: string): void {
  process.stdout.write(`${username} ${password}\nto be changed at the first sign-in; it is shown only now\n`);
}
