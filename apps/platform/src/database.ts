/** Injection token of the platform's `pg.Pool`. */
export const POOL = Symbol('pg pool');

/** Injection token of the `SeriesKeeper` that looks after the tables which grow with time. */
export const KEEPER = Symbol('series keeper');
