export * from './expire-papers.js';
export * from './expire.js';
export * from './holds.js';
export * from './persons.js';
