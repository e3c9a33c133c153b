export * from './cameras/index.js';
export * from './fix.js';
export * from './passage.js';
export * from './receipt.js';
export * from './rejection.js';
export * from './topics.js';
