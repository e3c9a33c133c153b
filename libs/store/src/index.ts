export * from './embedded/index.js';
export * from './errors.js';
export * from './migrations/index.js';
export * from './queries/index.js';
export * from './commit.js';
export type { FixRow } from './fix-rows.js';
export * from './series.js';
export * from './directory.js';
export * from './outbox.js';
