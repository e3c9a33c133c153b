import type { StoreKind } from '@haidang/store';

/** The database servers a run of tests may use, and the variable that names each. */
export const TEST_SERVERS = [
  { kind: 'partitions', label: 'embedded PostgreSQL', variable: 'TEST_DATABASE_URL' },
  { kind: 'timescale', label: 'TimescaleDB', variable: 'TEST_TIMESCALE_URL' },
] as const satisfies { kind: StoreKind; label: string; variable: string }[];

export type TestServer = (typeof TEST_SERVERS)[number];

/** The address of a server's maintenance database, or undefined when this run has no such server. */
export function serverUrl(server: TestServer): string | undefined {
  const url = process.env[server.variable];
  return url === undefined || url === '' ? undefined : url;
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
