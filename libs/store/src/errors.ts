import type { DatabaseError } from 'pg';

/** What the store refuses to do, by a stable code (docs/errors.md). */
export type StoreErrorCode =
  | 'database_newer'
  | 'migration_edited'
  | 'compression_before_horizon'
  | 'data_in_use'
  | 'roles_missing'
  | 'role_too_strong'
  | 'forbidden_pair';

export class StoreError extends Error {
  constructor(
    readonly code: StoreErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'StoreError';
  }
}

/**
 * True when PostgreSQL refused the data itself (class 22 data exception, 23 integrity violation, 54 limit exceeded, P0001 a
 * trigger's refusal): trying the same row again cannot help. Anything else (connection, disk, lock, shutdown) may pass.
 */
export function isDataError(error: unknown): boolean {
  const code = (error as DatabaseError | undefined)?.code;
  return typeof code === 'string' && code.length === 5 && /^(22|23|54|P0001)/.test(code);
}
