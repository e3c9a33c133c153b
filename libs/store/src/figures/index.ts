export * from './alarms.js';
export * from './moves.js';
export * from './passage-days.js';
