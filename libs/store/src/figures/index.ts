export * from './alarms.js';
export * from './moves.js';
