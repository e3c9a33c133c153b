import { DAY, type Instant } from '@haidang/domain';
import type { ClientBase, DatabaseError, Pool } from 'pg';
import { inTransaction } from '../queries/queryable.js';
import { heldRows } from '../keeping/held-rows.js';
import { startOfDay } from './days.js';

/** Stands on a partition from the moment it is condemned: a process that dies between detaching and dropping leaves it findable. */
const CONDEMNED = 'haidang: expired, to be dropped';

/** Stands on a day that has nothing left but what a hold keeps. */
const HELD_ONLY = 'haidang: what is held';
/** What is held of a day, beside it, until it takes its place; and the day, until it is dropped. */
const HELD_SUFFIX = '_held';
const GONE_SUFFIX = '_gone';

/** The days of one table that grows with time, on plain PostgreSQL: native range partitions, one a UTC day. */
export class DayPartitions {
  private known = new Set<Instant>();

  constructor(
    private readonly pool: Pool,
    private readonly table: string,
  ) {}

  /** Makes the partitions of these instants' days where they are missing. Nearly always it finds nothing to do. */
  async ensure(instants: Iterable<Instant>): Promise<void> {
    let missing: Set<Instant> | undefined;
    for (const instant of instants) {
      const day = startOfDay(instant);
      if (!this.known.has(day)) (missing ??= new Set()).add(day);
    }
    if (missing === undefined) return;
    for (const day of missing) {
      await this.create(day);
      this.known.add(day);
    }
  }

  /** Somebody else took partitions away: they are looked for again. */
  forget(): void {
    this.known = new Set();
  }

  /**
   * Drops the days before `expiry`, and what an interrupted round left behind; writers and readers go on meanwhile. Of a day with rows that a
   * hold keeps, those take its place: whoever reads finds them where they were, and nobody else's rows are kept for them.
   * @returns the days that were dropped
   */
  async dropBefore(expiry: Instant): Promise<Instant[]> {
    const dropped: Instant[] = [];
    for (const name of await this.waitingHeld()) await this.putHeld(name);
    for (const { name, pending, heldOnly } of await this.expired(expiry)) {
      if (!pending && (await this.setAside(name, heldOnly)) === 'all') continue;
      this.known.delete(dayOf(name));
      dropped.push(dayOf(name));
      await this.pool.query(`comment on table ${name} is '${CONDEMNED}'`);
      await this.pool.query(
        `alter table ${this.table} detach partition ${name} ${pending ? 'finalize' : 'concurrently'}`,
      );
      await this.putHeld(name);
    }
    for (const name of await this.condemned()) await this.pool.query(`drop table ${name}`);
    return dropped;
  }

  /**
   * Copies what is held of a day beside it.
   * @param heldOnly the day has been through this before
   * @returns `all`: there is nothing else in it
   */
  private async setAside(name: string, heldOnly: boolean): Promise<'all' | 'some' | 'none'> {
    const held = heldRows(this.table, name);
    if (held === undefined) return 'none';
    const aside = name + HELD_SUFFIX;
    return await inTransaction(this.pool, async (tx) => {
      const { rows } = await tx.query<{ some: boolean }>(`select exists (${held}) as some`);
      if (!rows[0]!.some) return 'none';
      await tx.query(`create table ${aside} (like ${this.table} including defaults including constraints)`);
      const copied = await tx.query(`insert into ${aside} ${held}`);
      if (!heldOnly) return 'some';
      const all = await tx.query<{ n: number }>(`select count(*)::float8 as n from ${name}`);
      if (all.rows[0]!.n !== copied.rowCount) return 'some';
      await tx.query(`drop table ${aside}`);
      return 'all';
    });
  }

  /** What was set aside takes the place of its day, which is detached. */
  private async putHeld(name: string): Promise<void> {
    const aside = name + HELD_SUFFIX;
    await inTransaction(this.pool, async (tx) => {
      const { rows } = await tx.query<{ aside: boolean; day: boolean }>(
        'select to_regclass($1) is not null as aside, to_regclass($2) is not null as day',
        [aside, name],
      );
      if (!rows[0]!.aside) return;
      if (rows[0]!.day) await tx.query(`alter table ${name} rename to ${name}${GONE_SUFFIX}`);
      await tx.query(`alter table ${aside} rename to ${name}`);
      await tx.query(`comment on table ${name} is '${HELD_ONLY}'`);
      await tx.query(`alter table ${this.table} attach partition ${name} ${boundsOf(dayOf(name))}`);
    });
  }

  /**
   * Days whose held rows an interrupted round had set aside and not put in their place. Where the day still stands, what was set aside goes:
   * it is done again.
   */
  private async waitingHeld(): Promise<string[]> {
    const { rows } = await this.pool.query<{ name: string; attached: boolean }>(
      `select left(c.relname, -length('${HELD_SUFFIX}')) as name,
          exists (select from pg_inherits i where i.inhrelid = to_regclass(left(c.relname, -length('${HELD_SUFFIX}')))) as attached
        from pg_class c where c.relkind = 'r' and c.relname like $1 || '\\_%\\${HELD_SUFFIX}'`,
      [this.table],
    );
    const standing = rows.filter(({ attached }) => attached);
    for (const { name } of standing) await this.pool.query(`drop table ${name}${HELD_SUFFIX}`);
    return rows.filter(({ attached }) => !attached).map(({ name }) => name);
  }

  private async create(day: Instant): Promise<void> {
    const name = partitionName(this.table, day);
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await client.query('select pg_advisory_xact_lock(hashtext($1))', [name]);
      await this.createLocked(client, name, day);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }

  private async createLocked(client: ClientBase, name: string, day: Instant): Promise<void> {
    const { rows } = await client.query<{ exists: boolean; attached: boolean }>(
      `select to_regclass($1) is not null as exists,
        exists (select from pg_inherits where inhrelid = to_regclass($1)) as attached`,
      [name],
    );
    if (rows[0]!.attached) return;
    // made beside the table and attached: attaching lets readers and writers go on. One that stands there detached is
    // taken back with what it holds
    if (rows[0]!.exists) await client.query(`comment on table ${name} is null`);
    else
      await client.query(
        `create table ${name} (like ${this.table} including defaults including constraints)`,
      );
    await client.query(`alter table ${this.table} attach partition ${name} ${boundsOf(day)}`);
  }

  /** Attached days before `expiry`. `pending`: a detaching was interrupted and has to be ended. */
  private async expired(expiry: Instant): Promise<{ name: string; pending: boolean; heldOnly: boolean }[]> {
    const { rows } = await this.pool.query<{ name: string; pending: boolean; heldOnly: boolean }>(
      `select c.relname as name, i.inhdetachpending as pending,
          obj_description(c.oid, 'pg_class') is not distinct from '${HELD_ONLY}' as "heldOnly" from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = $1::regclass and c.relname < $2 order by i.inhdetachpending desc, 1`,
      [this.table, partitionName(this.table, expiry)],
    );
    return rows;
  }

  private async condemned(): Promise<string[]> {
    const { rows } = await this.pool.query<{ name: string }>(
      `select c.relname as name from pg_class c
        where c.relkind = 'r' and obj_description(c.oid, 'pg_class') = $1 and starts_with(c.relname, $2)
          and not exists (select from pg_inherits where inhrelid = c.oid) order by 1`,
      [CONDEMNED, `${this.table}_`],
    );
    return rows.map(({ name }) => name);
  }
}

/** True when a row found no partition for its day: `check_violation` by this message, in PostgreSQL's ExecFindPartition. */
export function isMissingPartition(error: unknown): boolean {
  const { code, message } = error as Partial<DatabaseError>;
  return code === '23514' && /^no partition of relation /.test(message ?? '');
}

/** `fixes_20261122`: names of one table sort as their days do. */
function partitionName(table: string, day: Instant): string {
  return `${table}_${new Date(day).toISOString().slice(0, 10).replaceAll('-', '')}`;
}

function boundsOf(day: Instant): string {
  return `for values from ('${new Date(day).toISOString()}') to ('${new Date(day + DAY).toISOString()}')`;
}

function dayOf(name: string): Instant {
  const [, year, month, day] = /_(\d{4})(\d\d)(\d\d)$/.exec(name)!;
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}
