export * from './handovers.js';
export * from './undone.js';
