/** Injection token of the platform's `pg.Pool`. */
export const POOL = Symbol('pg pool');
