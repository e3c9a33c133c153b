/**
 * Injection token of the road's `pg.Pool`: what is done in nobody's name. What a person asks for goes through {@link SERVING}.
 */
export const POOL = Symbol('pg pool');

/** Injection token of the `SeriesKeeper` that looks after the tables which grow with time. */
export const KEEPER = Symbol('series keeper');

/** Injection token of the `ScopedPool` that requests are served from: each statement in the scope of whoever acts. */
export const SERVING = Symbol('serving pool');

/** Injection token of the `pg.Pool` that alone may read how people and devices prove who they are. */
export const IDENTITY = Symbol('identity pool');
