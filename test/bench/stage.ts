import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '@haidang/store';
import pg from 'pg';
import type { Children } from './children.js';

/** Settings without which a commit could be lost, or cheaper than it may be. */
const DURABLE = ['fsync', 'full_page_writes', 'synchronous_commit'] as const;

/** What a run stands on: a folder of its own and one PostgreSQL, the product's embedded one with its settings. */
export class Stage {
  private constructor(
    readonly children: Children,
    readonly folder: string,
    private readonly url: string,
    private readonly pool: pg.Pool,
  ) {}

  static async open(children: Children): Promise<Stage> {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-bench-'));
    children.atEnd(() => rmSync(folder, { recursive: true, force: true }));
    const starting = startEmbedded({ dataDir: folder });
    children.atEnd(() =>
      starting.then(
        (server) => server.stop(),
        () => undefined,
      ),
    );
    const { url } = await starting;
    return new Stage(children, folder, url, poolOf(children, url));
  }

  /** Makes an empty database on the server. */
  async database(name: string): Promise<Database> {
    await this.pool.query(`create database ${pg.escapeIdentifier(name)}`);
    const url = new URL(this.url);
    url.pathname = `/${name}`;
    return { url: url.href, pool: poolOf(this.children, url.href) };
  }

  /** The settings that make a commit durable, as the server says them. */
  async durability(): Promise<Record<(typeof DURABLE)[number], string>> {
    const shown = await Promise.all(
      DURABLE.map(async (setting) => {
        const { rows } = await this.pool.query<Record<string, string>>(`show ${setting}`);
        return [setting, rows[0]?.[setting] ?? 'unknown'] as const;
      }),
    );
    return Object.fromEntries(shown) as Record<(typeof DURABLE)[number], string>;
  }
}

export interface Database {
  readonly url: string;
  readonly pool: pg.Pool;
}

/** The tables a crash would empty. */
export async function unloggedTables({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `select relname as name from pg_class where relpersistence = 'u'`,
  );
  return rows.map((row) => row.name);
}

function poolOf(children: Children, url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined); // an idle connection that breaks is seen by the next query
  children.atEnd(() => pool.end());
  return pool;
}
