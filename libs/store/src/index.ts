export * from './embedded/index.js';
export * from './errors.js';
export * from './migrations/index.js';
export * from './queries/index.js';
