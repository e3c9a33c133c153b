export * from './expire.js';
export * from './holds.js';
