export * from './fix.js';
export * from './passage.js';
export * from './rejection.js';
export * from './topics.js';
