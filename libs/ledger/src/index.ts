export * from './canonical.js';
export * from './chain-check.js';
export * from './checkpoint.js';
export * from './entry.js';
export * from './keys.js';
export * from './proof.js';
export * from './tree.js';
