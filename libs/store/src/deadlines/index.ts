export * from './approvals.js';
export * from './calls.js';
export type { ClockRecord } from './clock.js';
export * from './declarations.js';
export * from './exits.js';
export * from './looked.js';
export * from './terms.js';
