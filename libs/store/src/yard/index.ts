export * from './standing.js';
export * from './summary.js';
