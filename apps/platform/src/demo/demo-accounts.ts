import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { DemoAccountsView } from '@haidang/contract';
import { MINUTE } from '@haidang/domain';
import {
  disableDemoUsers,
  endSession,
  ensureOrganisation,
  findRecords,
  findUser,
  inTransaction,
  insertUser,
  openSession,
  organisationsTable,
  restoreDemoUser,
} from '@haidang/store';
import type { Pool } from 'pg';
import { CONFIG, type Config } from '../config/config.js';
import { IDENTITY } from '../database.js';
import { hashPassword, isPassword } from '../identity/passwords.js';
import { SecretKey } from '../identity/secret-key.js';
import { DEMO_CENTRE, DEMO_PEOPLE, DEMO_SIMULATOR, type DemoPerson } from './demo-people.js';

const ADMINISTRATOR = DEMO_PEOPLE.find(({ role }) => role === 'administrator')!;
const SUPERVISOR = DEMO_PEOPLE.find(({ role }) => role === 'shift_supervisor')!;
const PASSWORD_LENGTH = 16;

/**
 * The demo's ready accounts. Their passwords follow from the data folder's own key: they differ from one installation to the next, stay the
 * same over restarts, and stand nowhere. Outside the demo nobody can sign in with them.
 */
@Injectable()
export class DemoAccounts {
  private shown: DemoAccountsView = { items: [], simulator: null };

  constructor(
    @Inject(IDENTITY) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What anybody may read: nothing outside the demo. */
  view(): DemoAccountsView {
    return this.shown;
  }

  /** @param seed the register, in the name of the demo's administrator; the others belong to organisations that are only made there */
  async open(seed: (token: string) => Promise<void>): Promise<void> {
    await ensureOrganisation(this.pool, DEMO_CENTRE);
    await this.restore(ADMINISTRATOR);
    await this.inNameOf(ADMINISTRATOR, seed);
    for (const person of [...DEMO_PEOPLE, DEMO_SIMULATOR]) await this.restore(person);
    const ids = DEMO_PEOPLE.map(({ organisationId }) => organisationId);
    const records = await findRecords(this.pool, organisationsTable, ids);
    const nameOf = new Map(records.map(({ id, name }) => [id, name]));
    this.shown = {
      items: DEMO_PEOPLE.map((person) => ({
        ...person,
        organisation: nameOf.get(person.organisationId) ?? person.organisationId,
        password: this.passwordOf(person),
      })),
      simulator: { username: DEMO_SIMULATOR.username, password: this.passwordOf(DEMO_SIMULATOR) },
    };
  }

  /** @param work as the shift supervisor of the centre, with a token for the time of it */
  async supervise(work: (token: string) => Promise<void>): Promise<void> {
    await this.inNameOf(SUPERVISOR, work);
  }

  private async inNameOf(person: DemoPerson, work: (token: string) => Promise<void>): Promise<void> {
    const user = (await findUser(this.pool, person))!;
    const own = { userId: user.id, how: 'platform', lifeMs: 10 * MINUTE, address: '', agent: null } as const;
    const session = await openSession(this.pool, own);
    try {
      await work(session.token);
    } finally {
      await endSession(this.pool, session.id, user.id);
    }
  }

  /** An installation that was a demo once and is none any more. */
  async close(): Promise<void> {
    await disableDemoUsers(this.pool);
  }

  /** As it was made, whatever was changed of it since. */
  private async restore(person: DemoPerson): Promise<void> {
    const password = this.passwordOf(person);
    const known = await findUser(this.pool, person);
    const isRight = known !== undefined && (await isPassword(password, known.passwordHash));
    const passwordHash = isRight ? known.passwordHash! : await hashPassword(password);
    await inTransaction(this.pool, async (tx) => {
      const user = { ...person, id: known?.id ?? randomUUID(), passwordHash, mustChange: false, demo: true };
      if (known === undefined) await insertUser(tx, user);
      else await restoreDemoUser(tx, user);
    });
  }

  private passwordOf({ username }: DemoPerson): string {
    const mark = SecretKey.open(this.config.dataDir).mark('demo account', username);
    return mark
      .toString('base64url')
      .replace(/[^A-Za-z0-9]/g, 'x')
      .slice(0, PASSWORD_LENGTH);
  }
}
