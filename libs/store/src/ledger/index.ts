export * from './checkpoints.js';
export * from './container-subjects.js';
export * from './enter.js';
export * from './entries.js';
export * from './forgotten.js';
export * from './keys.js';
export * from './sequence.js';
export * from './verify.js';
