export * from './evidence.js';
export { expireEvidence } from './expire.js';
