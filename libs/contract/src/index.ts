export * from './alarms.js';
export * from './answers.js';
export * from './common.js';
export * from './gates.js';
export * from './live.js';
export * from './register.js';
export * from './seals.js';
export * from './transits.js';
