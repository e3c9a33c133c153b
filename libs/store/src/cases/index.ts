export * from './acts.js';
export * from './cases.js';
