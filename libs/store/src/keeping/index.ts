export * from './expire.js';
export * from './holds.js';
export * from './persons.js';
